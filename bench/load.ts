/** Compiles and runs the load generators: on librdkafka, and ready-made.c on nothing but sockets. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.ts';
import { scratch } from './scratch.ts';

const programs = {
  load: { libraries: ['-lrdkafka'], install: 'gcc libc6-dev librdkafka-dev' },
  coordinator: { libraries: ['-lrdkafka'], install: 'gcc libc6-dev librdkafka-dev' },
  'end-to-end': { libraries: ['-lrdkafka', '-lpthread'], install: 'gcc libc6-dev librdkafka-dev' },
  mock: { libraries: ['-lrdkafka'], install: 'gcc libc6-dev librdkafka-dev' },
  'ready-made': { libraries: [], install: 'gcc libc6-dev' },
};
type Program = keyof typeof programs;
const compiled = new Map<Program, Promise<string>>();

/** Rejects, saying what to install, when there is no compiler or no librdkafka. */
export async function compile(name: Program): Promise<string> {
  const { libraries, install } = programs[name];
  const source = join(import.meta.dirname, `${name}.c`);
  const folder = join(import.meta.dirname, '../.bench');
  mkdirSync(folder, { recursive: true });
  const target = join(folder, name);
  const builtMs = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = [source, join(import.meta.dirname, 'load.h')];
  if (sources.every(file => builtMs > statSync(file).mtimeMs)) return target;
  await run('cc', ['-O2', '-Wall', '-o', target, source, ...libraries]).catch(cause => {
    throw new Error(`bench/${name}.c cannot be compiled; Debian: apt-get install ${install}`, { cause });
  });
  return target;
}

async function load(name: Program, args: readonly (string | number)[]): Promise<Record<string, number>> {
  if (!compiled.has(name)) compiled.set(name, compile(name));
  const { stdout } = await run(await compiled.get(name)!, args.map(String), { cwd: scratch() });
  return JSON.parse(stdout);
}

export interface Produced {
  readonly bootstrap: string;
  readonly topic: string;
  readonly records: number;
  readonly valueBytes: number;
  /** Settings of librdkafka. */
  readonly config?: Readonly<Record<string, string>>;
}

const settings = (config: Readonly<Record<string, string>> = {}) =>
  Object.entries(config).map(([key, value]) => `${key}=${value}`);

/** Seconds from the first record to the last acknowledgement. */
export async function produce({ bootstrap, topic, records, valueBytes, config }: Produced): Promise<number> {
  const { seconds } = await load('load', ['produce', bootstrap, topic, records, valueBytes, ...settings(config)]);
  return seconds!;
}

/** Seconds from the first Fetch to the last record. */
export async function fetch({ bootstrap, topic, records }: Omit<Produced, 'valueBytes'>): Promise<number> {
  const { seconds } = await load('load', ['fetch', bootstrap, topic, records]);
  return seconds!;
}

/** Microseconds from produce to acknowledgement, one record under way. */
export async function acknowledge(what: Produced): Promise<{ p50Us: number; p99Us: number }> {
  const { bootstrap, topic, records, valueBytes, config } = what;
  const { p50Us, p99Us } = await load('load', ['ack', bootstrap, topic, records, valueBytes, ...settings(config)]);
  return { p50Us: p50Us!, p99Us: p99Us! };
}

export interface ReadyMade {
  readonly bootstrap: string;
  /** Of four partitions. */
  readonly topic: string;
  readonly batchBytes: number;
  readonly valueBytes: number;
  readonly totalBytes: number;
}

/** Produce requests that were made beforehand, five under way. */
export async function produceReadyMade(what: ReadyMade): Promise<{ records: number; bytes: number; seconds: number }> {
  const [host, port] = what.bootstrap.split(':') as [string, string];
  const { batchBytes, valueBytes, totalBytes } = what;
  const { records, bytes, seconds } = await load('ready-made', [
    host,
    port,
    what.topic,
    batchBytes,
    valueBytes,
    totalBytes,
  ]);
  return { records: records!, bytes: bytes!, seconds: seconds! };
}

/** Milliseconds that each of `count` transactions of `records` records took, from begin to the end of commit; and all of them together. */
export async function transact(what: {
  readonly bootstrap: string;
  readonly topic: string;
  readonly count: number;
  readonly records: number;
}): Promise<{ p50Ms: number; p99Ms: number; seconds: number }> {
  const { bootstrap, topic, count, records } = what;
  const { p50Ms, p99Ms, seconds } = await load('coordinator', ['transactions', bootstrap, topic, count, records]);
  return { p50Ms: p50Ms!, p99Ms: p99Ms!, seconds: seconds! };
}

/** Seconds for `count` synchronous offset commits of one consumer of a group. */
export async function commitOffsets(what: { bootstrap: string; topic: string; count: number }): Promise<number> {
  const { seconds } = await load('coordinator', ['commits', what.bootstrap, what.topic, what.count]);
  return seconds!;
}

/** Milliseconds from produce to a consumer that waits, at a fixed rate. Rejects when records are missing. */
export async function endToEnd(what: {
  readonly bootstrap: string;
  readonly topic: string;
  readonly recordsPerSec: number;
  readonly valueBytes: number;
  readonly seconds: number;
}): Promise<{ p50Ms: number; p99Ms: number }> {
  const { bootstrap, topic, recordsPerSec, valueBytes, seconds } = what;
  const args = [bootstrap, topic, recordsPerSec, valueBytes, seconds];
  const { sent, got, p50Ms, p99Ms } = await load('end-to-end', args);
  if (got! < sent!) throw new Error(`${got} of ${sent} records came through`);
  return { p50Ms: p50Ms!, p99Ms: p99Ms! };
}
