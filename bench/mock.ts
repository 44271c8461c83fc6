/** librdkafka's mock broker, the fastest there is for its own client: how much of a produce row is the client's own work. */
import { once } from 'node:events';
import { end, start } from './processes.ts';
import { compile } from './programs.ts';

export const MOCK = "librdkafka's mock";

/** Rejects, saying what to install, when it cannot be compiled. */
export async function startMock(): Promise<{ bootstrap: string; stop(): Promise<void> }> {
  const child = start(await compile('mock'), [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { bootstrap: line.toString().trim(), stop: () => end(child) };
}
