/**
 * The few synchronous file operations that a log needs, so that tests can put a memory twin in their place which loses
 * what was not synced (test/support/memory-file-system.ts). Up to some 64 KiB a synchronous call on the page cache costs
 * a tenth of a thread-pool hop; only a sync of file content may take long, and has a form that runs in the background.
 */
import fs from 'node:fs';
import { dirname } from 'node:path';

export interface FileStatus {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly directory: boolean;
}

/** Errors are Node's (`code` ENOENT, ENOSPC, …). A descriptor is a number; positions and lengths are bytes. */
export interface FileSystem {
  /** 'r' read, 'r+' read and write an existing file, 'w+' create or empty, 'wx' create or fail with EEXIST. */
  open(path: string, mode: 'r' | 'r+' | 'w+' | 'wx'): number;
  close(descriptor: number): void;
  /** Reads at most `length` bytes into `into` at `at`; fewer at the end of the file. */
  read(descriptor: number, into: Buffer, at: number, length: number, position: number): number;
  /** May write less than asked, as write(2) does. */
  write(descriptor: number, from: Buffer, at: number, length: number, position: number): number;
  truncate(descriptor: number, sizeBytes: number): void;
  /** Content and size reach the disk before this returns; names need `syncDirectory`. */
  sync(descriptor: number): void;
  syncInBackground(path: string): Promise<void>;
  syncDirectory(path: string): void;
  status(path: string): FileStatus | undefined;
  /** Names in a directory, in no order. */
  list(path: string): string[];
  /** With all missing parents; an existing directory is fine. */
  makeDirectory(path: string): void;
  rename(from: string, to: string): void;
  /** A file or a whole directory; what is not there is fine. */
  remove(path: string): void;
  setModified(path: string, modifiedMs: number): void;
  canWrite(directory: string): boolean;
}

export const nodeFileSystem: FileSystem = {
  open: (path, mode) => fs.openSync(path, mode),
  close: descriptor => fs.closeSync(descriptor),
  read: (descriptor, into, at, length, position) => fs.readSync(descriptor, into, at, length, position),
  write: (descriptor, from, at, length, position) => fs.writeSync(descriptor, from, at, length, position),
  truncate: (descriptor, sizeBytes) => fs.ftruncateSync(descriptor, sizeBytes),
  sync: descriptor => fs.fdatasyncSync(descriptor),
  // A descriptor of its own, so that the file may be closed, renamed or deleted meanwhile.
  syncInBackground: path =>
    new Promise((resolve, reject) =>
      fs.open(path, 'r', (error, descriptor) => {
        if (error) return reject(error);
        fs.fdatasync(descriptor, failed => fs.close(descriptor, () => (failed ? reject(failed) : resolve())));
      }),
    ),
  syncDirectory: path => {
    const descriptor = fs.openSync(path, 'r');
    try {
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  },
  status: path => {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    return stats && { sizeBytes: stats.size, modifiedMs: stats.mtimeMs, directory: stats.isDirectory() };
  },
  list: path => fs.readdirSync(path),
  makeDirectory: path => {
    // By parts: Node's own recursive mkdir never returns where the system says ENOENT for a parent that exists (/proc).
    const parent = dirname(path);
    if (!fs.existsSync(parent)) nodeFileSystem.makeDirectory(parent);
    if (!fs.existsSync(path)) fs.mkdirSync(path);
  },
  rename: (from, to) => fs.renameSync(from, to),
  remove: path => fs.rmSync(path, { recursive: true, force: true }),
  setModified: (path, modifiedMs) => fs.utimesSync(path, modifiedMs / 1000, modifiedMs / 1000),
  canWrite: directory => {
    try {
      fs.accessSync(directory, fs.constants.W_OK | fs.constants.X_OK);
      return true;
    } catch {
      return false; // the caller says which directory and what to do
    }
  },
};

/** For a directory that goes when the broker stops: no power loss can take from it what anybody would miss. */
export const unsyncedFileSystem: FileSystem = {
  ...nodeFileSystem,
  sync: () => {},
  syncInBackground: async () => {},
  syncDirectory: () => {},
};
