/** What the acknowledgement of a record is held against besides Kafka: a Node that only sends back what it gets. */
import { once } from 'node:events';
import { join } from 'node:path';
import { end, start } from './processes.ts';

export const ECHO = 'echo, C to Node';

export interface Echo {
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export async function startEcho(): Promise<Echo> {
  const child = start(process.execPath, [join(import.meta.dirname, 'echo-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { address: line.toString().trim(), pid: child.pid!, stop: () => end(child) };
}
