/** Small files that are read and replaced as a whole: after a crash they hold the old content or the new, never half. */
import { dirname } from 'node:path';
import type { FileSystem } from './file-system.ts';

/** The whole content; undefined when there is no such file. */
export function readWholeFile(fs: FileSystem, path: string): Buffer | undefined {
  const status = fs.status(path);
  if (status === undefined) return undefined;
  const descriptor = fs.open(path, 'r');
  try {
    const bytes = Buffer.alloc(status.sizeBytes);
    return bytes.subarray(0, readFully(fs, descriptor, bytes, 0, bytes.length, 0));
  } finally {
    fs.close(descriptor);
  }
}

/** Written beside, synced, renamed over, and the name synced (Kafka: CheckpointFile.java). */
export function replaceWholeFile(fs: FileSystem, path: string, content: string | Buffer): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const temporary = `${path}.tmp`;
  const descriptor = fs.open(temporary, 'w+');
  try {
    writeFully(fs, descriptor, bytes, 0);
    fs.sync(descriptor);
  } finally {
    fs.close(descriptor);
  }
  fs.rename(temporary, path);
  fs.syncDirectory(dirname(path));
}

/** The same without holding up the event loop while the disk works; nothing is replaced when `wanted` says no then. */
export async function replaceWholeFileInBackground(
  fs: FileSystem,
  path: string,
  content: string,
  wanted: () => boolean,
): Promise<void> {
  const temporary = `${path}.background.tmp`;
  const descriptor = fs.open(temporary, 'w+');
  try {
    writeFully(fs, descriptor, Buffer.from(content), 0);
  } finally {
    fs.close(descriptor);
  }
  await fs.syncInBackground(temporary);
  if (!wanted()) return fs.remove(temporary);
  fs.rename(temporary, path);
  fs.syncDirectory(dirname(path));
}

/** Reads until `length` bytes or the end of the file; gives the bytes read. */
export function readFully(
  fs: FileSystem,
  descriptor: number,
  into: Buffer,
  at: number,
  length: number,
  position: number,
): number {
  let done = 0;
  while (done < length) {
    const read = fs.read(descriptor, into, at + done, length - done, position + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}

export function writeFully(fs: FileSystem, descriptor: number, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length) done += fs.write(descriptor, bytes, done, bytes.length - done, position + done);
}
