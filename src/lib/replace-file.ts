/** A file that is there whole or not at all. */
import { closeSync, fsyncSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { Failure } from './failure.ts';

/** Replaces the file in one step, and keeps who may read it: a crash leaves the old or the new one. Throws Failure when it cannot be written. */
export function replaceFile(path: string, content: string | Buffer): void {
  try {
    const descriptor = openSync(`${path}.tmp`, 'w', statSync(path, { throwIfNoEntry: false })?.mode);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such directory' : message;
    throw new Failure(`cannot write ${path}: ${why}`, { ...(code ? { code } : {}), where: path, cause: error });
  }
}
