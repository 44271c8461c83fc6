/** A file that is opened at its first use and then kept open; a segment that nobody reads costs no descriptor. */
import type { FileSystem } from './file-system.ts';
import { readFully, writeFully } from './whole-file.ts';

export class LazyFile {
  path: string;
  private readonly fs: FileSystem;
  private descriptor: number | undefined;

  constructor(fs: FileSystem, path: string) {
    this.fs = fs;
    this.path = path;
  }

  /** Makes the file, empty. */
  create(): void {
    this.close();
    this.descriptor = this.fs.open(this.path, 'w+');
  }

  /** Bytes in the file; undefined when it does not exist. */
  storedBytes(): number | undefined {
    return this.fs.status(this.path)?.sizeBytes;
  }

  modifiedMs(): number {
    return this.fs.status(this.path)?.modifiedMs ?? 0;
  }

  /** Reads `length` bytes, fewer at the end of the file; gives how many. */
  read(into: Buffer, at: number, length: number, position: number): number {
    return readFully(this.fs, this.opened(), into, at, length, position);
  }

  write(bytes: Buffer, position: number): void {
    writeFully(this.fs, this.opened(), bytes, position);
  }

  truncate(sizeBytes: number): void {
    this.fs.truncate(this.opened(), sizeBytes);
  }

  sync(): void {
    this.fs.sync(this.opened());
  }

  syncInBackground(): Promise<void> {
    return this.fs.syncInBackground(this.path);
  }

  /** What is not there is fine. */
  remove(): void {
    this.close();
    this.fs.remove(this.path);
  }

  /** An open descriptor follows the file to its new name. */
  rename(path: string): void {
    this.fs.rename(this.path, path);
    this.path = path;
  }

  close(): void {
    if (this.descriptor !== undefined) this.fs.close(this.descriptor);
    this.descriptor = undefined;
  }

  private opened(): number {
    this.descriptor ??= this.fs.open(this.path, 'r+');
    return this.descriptor;
  }
}
