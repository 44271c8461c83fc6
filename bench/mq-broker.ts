/** `mq broker dev` as people run it: built, a process of its own, on a temporary directory. */
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { freePorts } from '../test/support/kafka/ports.ts';
import { type Broker, sameSettings } from './broker.ts';
import { mqProgram } from './mq.ts';
import { end, start } from './processes.ts';
import { scratch } from './scratch.ts';
import { untilMetadata } from './until-metadata.ts';

export async function startMqBroker(): Promise<Broker> {
  const [port] = (await freePorts(1)) as [number];
  const config = Object.entries(sameSettings).flatMap(([key, value]) => ['--config', `${key}=${value}`]);
  const argv = [mqProgram, 'broker', 'dev', '--port', String(port), ...config];
  const spawnMs = performance.now();
  const child = start(process.execPath, argv, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: scratch() },
  });
  const said = text(child.stderr!);
  const ended = once(child, 'exit').then(async () => {
    throw new Error(`mq broker dev ended:\n${await said}`);
  });
  ended.catch(() => {}); // told by untilMetadata, or it was asked to end
  await Promise.race([untilMetadata(port), ended]);
  const readyMs = performance.now() - spawnMs;
  return { name: 'mq', bootstrap: `127.0.0.1:${port}`, pid: child.pid!, readyMs, stop: () => end(child) };
}
