/** The load generators, written in C: compiled when they are asked for, and run. */
import { globSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Cores } from './cores.ts';
import { run } from './processes.ts';
import { scratch } from './scratch.ts';

const ON_LIBRDKAFKA = { libraries: ['-lrdkafka', '-lpthread'], install: 'gcc libc6-dev librdkafka-dev' };
const ON_SOCKETS = { libraries: [], install: 'gcc libc6-dev' };
const programs = {
  load: ON_LIBRDKAFKA,
  coordinator: ON_LIBRDKAFKA,
  'end-to-end': ON_LIBRDKAFKA,
  mock: ON_LIBRDKAFKA,
  'ready-made': ON_SOCKETS,
  'raw-fetch': ON_SOCKETS,
  loopback: ON_SOCKETS,
  echo: ON_SOCKETS,
};
type Program = keyof typeof programs;
const compiled = new Map<Program, Promise<string>>();

/** Rejects, saying what to install, when there is no compiler or no librdkafka. */
export function compile(name: Program): Promise<string> {
  if (!compiled.has(name)) compiled.set(name, compileOnce(name));
  return compiled.get(name)!;
}

async function compileOnce(name: Program): Promise<string> {
  const { libraries, install } = programs[name];
  const source = join(import.meta.dirname, `${name}.c`);
  const folder = join(import.meta.dirname, '../.bench');
  mkdirSync(folder, { recursive: true });
  const target = join(folder, name);
  const builtMs = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = [source, ...globSync(join(import.meta.dirname, '*.h'))];
  if (sources.every(file => builtMs > statSync(file).mtimeMs)) return target;
  await run('cc', ['-O2', '-Wall', '-o', target, source, ...libraries]).catch(cause => {
    throw new Error(`bench/${name}.c cannot be compiled; Debian: apt-get install ${install}`, { cause });
  });
  return target;
}

/** What a load generator prints, when it has run to its end; on some cores only when they are given. */
export async function runProgram(
  name: Program,
  args: readonly (string | number)[],
  cores?: Cores,
): Promise<Record<string, number>> {
  const [command, ...rest] = [...(cores === undefined ? [] : ['taskset', '-c', cores]), await compile(name)];
  const { stdout } = await run(command!, [...rest, ...args.map(String)], { cwd: scratch() });
  return JSON.parse(stdout);
}
