/**
 * Fetches the clients with the package managers of their languages, once, into `$MQ_CLIENTS` or `~/.cache/mq-clients`: never into the
 * checkout. Every function says in plain words what the machine lacks.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;
const cache = process.env.MQ_CLIENTS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'mq-clients');

/** A program of the machine that a client needs. */
async function need(program: string, args: readonly string[], advice: string): Promise<void> {
  await run(program, [...args], { env: outside }).catch(cause => {
    throw new Error(`${program} is missing (${advice})`, { cause });
  });
}

/** Without what npm puts in front: a client with machine code is built for the Node of the machine, and run with it. */
const outside = {
  ...process.env,
  PATH: process.env
    .PATH!.split(delimiter)
    .filter(part => !part.includes('node_modules'))
    .join(delimiter),
};

const made = (path: string): string => {
  mkdirSync(path, { recursive: true });
  return path;
};

/** The directory whose node_modules has the package. */
export async function npmPackage(name: string): Promise<string> {
  const dir = made(join(cache, 'npm', name.replaceAll('/', '+')));
  if (existsSync(join(dir, 'installed'))) return dir;
  await need('npm', ['--version'], 'Node.js brings it');
  writeFileSync(join(dir, 'package.json'), '{"private":true}');
  // CKJS_LINKING: librdkafka is built with the machine's own libraries, where its prebuilt binary cannot be had.
  const env = { ...outside, CKJS_LINKING: 'dynamic' };
  await run('npm', ['install', '--ignore-scripts=false', name], { cwd: dir, env, timeout: 600_000 });
  writeFileSync(join(dir, 'installed'), '');
  return dir;
}

/** Runs a script with the Node of the machine. */
export const machineNode = async (script: string): Promise<Command> => {
  await need('node', ['--version'], 'install Node.js beside the checkout');
  return { program: 'node', args: [join(here, 'node', script)], env: outside };
};

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export async function python(script: string, packages: readonly string[]): Promise<Command> {
  const dir = join(cache, 'python');
  const program = join(dir, 'bin', 'python');
  if (!existsSync(program)) {
    await need('python3', ['--version'], 'Debian: apt-get install python3 python3-venv');
    await run('python3', ['-m', 'venv', dir]);
  }
  const mark = join(dir, `installed.${script}`);
  if (!existsSync(mark)) {
    await run(program, ['-m', 'pip', 'install', '--quiet', ...packages], { timeout: 300_000 });
    writeFileSync(mark, '');
  }
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  return { program, args: [join(here, 'python', script)], env };
}

export async function go(): Promise<Command> {
  await need('go', ['version'], 'Debian: apt-get install golang');
  const program = join(made(join(cache, 'go')), 'drive');
  await run('go', ['build', '-o', program, '.'], { cwd: join(here, 'franz-go'), timeout: 600_000 });
  return { program, args: [] };
}

export async function java(version: string): Promise<Command> {
  await need('javac', ['-version'], 'a JDK of version 17 or newer; Debian: apt-get install openjdk-17-jdk-headless');
  const dir = made(join(cache, 'java', version));
  const libs = join(dir, 'libs');
  const pom = join(dir, 'pom.xml');
  const wanted = readFileSync(join(here, 'java', 'pom.xml'), 'utf8');
  const mark = join(dir, 'installed.xml');
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) {
    await need('mvn', ['--version'], 'Debian: apt-get install maven');
    writeFileSync(pom, wanted);
    const maven = ['-q', '-B', '-f', pom, `-Dkafka.version=${version}`, 'dependency:copy-dependencies'];
    await run('mvn', [...maven, '-DincludeScope=runtime', `-DoutputDirectory=${libs}`], { timeout: 300_000 });
    writeFileSync(mark, wanted);
  }
  const classes = made(join(dir, 'classes'));
  await run('javac', ['-nowarn', '-d', classes, '-cp', join(libs, '*'), join(here, 'java', 'Drive.java')]);
  const quick = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  return { program: 'java', args: [...quick, '-cp', [classes, join(libs, '*')].join(delimiter), 'Drive'] };
}

export async function kcat(): Promise<Command> {
  await need('kcat', ['-V'], 'Debian: apt-get install kcat');
  return { program: process.execPath, args: [join(here, 'node', 'kcat.mjs')] };
}
