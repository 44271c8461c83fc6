/** Runs one command line: oclif finds and parses it, here its failures are told and the exit code chosen. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadOptions } from '@oclif/core/interfaces';
import { run } from '@oclif/core/run';
import { settings } from '@oclif/core/settings';
import { exitCodeOf, renderFailure } from './errors.ts';
import { exit } from './exit.ts';
import { interrupted, interruptedExitCode, listenForInterrupts } from './interrupt.ts';
import { explainUnknownCommand } from './unknown-command.ts';

export interface MainOptions {
  /** Run the commands of src instead of dist, and look for them instead of reading the manifest. */
  development?: boolean;
}

/** Ends the process. `importMetaUrl` is the bin file's, by which oclif finds package.json. */
export async function main(argv: string[], importMetaUrl: string, options: MainOptions = {}): Promise<void> {
  process.stdout.on('error', endQuietlyOnClosedPipe);
  process.stderr.on('error', endQuietlyOnClosedPipe);
  listenForInterrupts();
  process.exitCode = exit.done;
  settings.enableAutoTranspile = false; // else oclif looks for TypeScript wherever NODE_ENV is development
  const load = loadOptions(argv, importMetaUrl, options);
  try {
    await run(argv, load);
  } catch (thrown) {
    process.exitCode = await tellAndChoose(thrown, argv, load);
  }
  await flushed();
  process.exit();
}

async function tellAndChoose(thrown: unknown, argv: string[], load: LoadOptions): Promise<number> {
  if (isOclifExit(thrown)) return thrown.oclif.exit;
  if (interrupted.aborted || isPromptExit(thrown)) {
    if (!isAbort(thrown)) process.stderr.write(renderFailure(thrown, { json: wantsJson(argv) }));
    return interruptedExitCode();
  }
  const error = await explainUnknownCommand(thrown, argv, load);
  process.stderr.write(renderFailure(error, { json: wantsJson(argv) }));
  return exitCodeOf(error);
}

function loadOptions(argv: string[], importMetaUrl: string, { development }: MainOptions): LoadOptions {
  if (!development) return importMetaUrl;
  const root = dirname(dirname(fileURLToPath(importMetaUrl)));
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const target = './src/commands';
  const commands = { ...pjson.oclif.commands, target, ...onlyCommandOf(argv, join(root, target)) };
  const oclif = { ...pjson.oclif, commands, helpClass: './src/cli/help.ts' };
  return { root, pjson: { ...pjson, oclif }, ignoreManifest: true };
}

/** Without a manifest oclif imports every command to find one; when argv names a file, that one is enough. */
function onlyCommandOf(argv: string[], folder: string): { globPatterns?: string[] } {
  const flags = argv.findIndex(word => word.startsWith('-'));
  const words = flags < 0 ? argv : argv.slice(0, flags);
  const paths = words.map((_, index) => `${words.slice(0, index + 1).join('/')}.ts`);
  const path = paths.find(each => existsSync(join(folder, each)));
  return path ? { globPatterns: [path] } : {};
}

/** `mq … | head` closes our stdout: there is nobody left to tell. */
function endQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exit.done);
  throw error;
}

async function flushed(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(stream => new Promise(done => stream.write('', done))));
}

/** -o json|jsonl, before or without parsing: the command line may be what is wrong. */
function wantsJson(argv: string[]): boolean {
  return argv.some((word, at) => {
    if (word === '--json') return true;
    const value = word === '-o' || word === '--output' ? argv[at + 1] : /^(?:-o=?|--output=)(.*)$/.exec(word)?.[1];
    return value === 'json' || value === 'jsonl';
  });
}

function isOclifExit(thrown: unknown): thrown is { oclif: { exit: number } } {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIT' && 'oclif' in thrown;
}

/** Ctrl-C inside a question of @inquirer/prompts. */
function isPromptExit(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === 'ExitPromptError' || thrown.name === 'AbortPromptError');
}

/** Only says that it was stopped, which whoever pressed Ctrl-C knows. */
function isAbort(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  return (
    thrown === interrupted.reason ||
    thrown.name === 'AbortError' ||
    isPromptExit(thrown) ||
    ('code' in thrown && (thrown.code === 'ABORTED' || thrown.code === 'ABORT_ERR'))
  );
}
