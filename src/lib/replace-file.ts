/** A file that is there whole or not at all. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';

/** Replaces the file in one step: a crash leaves the old or the new one. */
export function replaceFile(path: string, content: string | Buffer): void {
  const descriptor = openSync(`${path}.tmp`, 'w');
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.tmp`, path);
}
