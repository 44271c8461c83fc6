/** What was before a change, in a file of the state directory that only its owner reads: written before the change is made. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.ts';
import { cannotRead } from '../lib/named-file.ts';
import { stateDirectory } from '../lib/state-directory.ts';

/** Returns the file: <subject>.<time>.<ending>. */
export function keepForUndo(subject: string, ending: 'json' | 'csv', text: string): string {
  const directory = join(stateDirectory(process.env), 'undo');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const name = subject.replaceAll(/[^a-zA-Z0-9._-]/g, '_').slice(0, 150);
  const file = join(directory, `${name}.${Date.now()}.${ending}`);
  writeFileSync(file, text, { mode: 0o600, flag: 'wx', flush: true });
  return file;
}

/** Throws a Failure (code USAGE) when there is no such file, or `parse` throws at what is in it. */
export function readForUndo<T>(file: string, parse: (text: string) => T): T {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw cannotRead(file, '--undo', error);
  }
  try {
    return parse(text);
  } catch (error) {
    const why = (error as Error).message;
    throw new Failure(`cannot use ${file}: ${why}`, { code: 'USAGE', where: '--undo', cause: error });
  }
}
