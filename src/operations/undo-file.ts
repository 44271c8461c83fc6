/** What was before a change, in a file of the state directory that only its owner reads: written before the change is made. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.ts';
import { stateDirectory } from '../relay/ticket.ts';

/** Returns the file: <subject>.<time>.json. */
export function keepForUndo(subject: string, content: unknown): string {
  const directory = join(stateDirectory(process.env), 'undo');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `${subject.replaceAll(/[^a-zA-Z0-9._-]/g, '_').slice(0, 150)}.${Date.now()}.json`);
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return file;
}

/** Throws a Failure (code USAGE) when there is no such file, or `read` throws at what is in it. */
export function readForUndo<T>(file: string, read: (content: unknown) => T): T {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new Failure(`cannot use ${file}: ${why}`, { code: 'USAGE', where: '--undo', cause: error });
  }
}
