/** Compiles and runs load.c, the load generator on librdkafka. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.ts';
import { scratch } from './scratch.ts';

const source = join(import.meta.dirname, 'load.c');
let program: Promise<string> | undefined;

/** Rejects, saying what to install, when there is no compiler or no librdkafka. */
const compiled = (): Promise<string> => {
  program ??= compile();
  return program;
};

async function compile(): Promise<string> {
  const folder = join(import.meta.dirname, '../.bench');
  mkdirSync(folder, { recursive: true });
  const target = join(folder, 'load');
  const builtMs = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (builtMs > statSync(source).mtimeMs) return target;
  await run('cc', ['-O2', '-Wall', '-o', target, source, '-lrdkafka']).catch(cause => {
    const needed =
      'a C compiler and librdkafka with its headers (Debian: apt-get install gcc libc6-dev librdkafka-dev)';
    throw new Error(`the load generator needs ${needed}`, { cause });
  });
  return target;
}

async function load(args: readonly (string | number)[]): Promise<Record<string, number>> {
  const { stdout } = await run(await compiled(), args.map(String), { cwd: scratch() });
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
  const { seconds } = await load(['produce', bootstrap, topic, records, valueBytes, ...settings(config)]);
  return seconds!;
}

/** Seconds from the first Fetch to the last record. */
export async function fetch({ bootstrap, topic, records }: Omit<Produced, 'valueBytes'>): Promise<number> {
  const { seconds } = await load(['fetch', bootstrap, topic, records]);
  return seconds!;
}

/** Microseconds from produce to acknowledgement, one record under way. */
export async function acknowledge(what: Produced): Promise<{ p50Us: number; p99Us: number }> {
  const { bootstrap, topic, records, valueBytes, config } = what;
  const { p50Us, p99Us } = await load(['ack', bootstrap, topic, records, valueBytes, ...settings(config)]);
  return { p50Us: p50Us!, p99Us: p99Us! };
}
