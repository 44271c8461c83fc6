/** A file that is there whole or not at all. */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/** Replaces the file in one step: a crash leaves the old or the new one. */
export function replaceFile(path: string, text: string): void {
  const descriptor = openSync(`${path}.tmp`, 'w');
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.tmp`, path);
}
