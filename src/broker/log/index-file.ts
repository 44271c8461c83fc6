/**
 * What the two indexes of a segment share: a file of entries of one size in ascending order, searched by bisection.
 * Entries are collected in memory and written a page at a time, which is safe because recovery rebuilds the indexes of
 * every segment that was not synced; written ones are read back from the page cache, so that memory stays at one page
 * per index however long the log is (Kafka maps the file instead: AbstractIndex.java).
 */
import type { FileSystem } from './file-system.ts';
import { LazyFile } from './lazy-file.ts';

const PAGE_BYTES = 4096;
/** One page that was read last, for all indexes: lookups are synchronous and do not nest. */
const scratch = Buffer.allocUnsafeSlow(PAGE_BYTES);

/** The index does not fit its segment; it has to be rebuilt from the segment. */
export class CorruptIndex extends Error {
  override name = 'CorruptIndex';
}

/** Whether there is a file while there are no entries. */
export type Presence = 'always' | 'when needed';

export abstract class IndexFile {
  readonly file: LazyFile;
  readonly baseOffset: number;
  readonly entryBytes: number;
  private readonly presence: Presence;
  private pending: Buffer | undefined;
  private writtenEntries = 0;
  private pendingEntries = 0;

  constructor(fs: FileSystem, path: string, baseOffset: number, entryBytes: number, presence: Presence = 'always') {
    this.file = new LazyFile(fs, path);
    this.baseOffset = baseOffset;
    this.entryBytes = entryBytes;
    this.presence = presence;
  }

  /** What entries are sorted by. */
  protected abstract keyAt(bytes: Buffer, at: number): number;

  get entries(): number {
    return this.writtenEntries + this.pendingEntries;
  }

  get sizeBytes(): number {
    return this.entries * this.entryBytes;
  }

  rename(path: string): void {
    if (this.presence === 'always' || this.writtenEntries > 0) this.file.rename(path);
    else this.file.path = path;
  }

  /** Takes the entries of an existing file. CorruptIndex when it is missing or holds half an entry. */
  load(): void {
    const bytes = this.file.storedBytes() ?? (this.presence === 'always' ? undefined : 0);
    if (bytes === undefined) throw new CorruptIndex(`${this.file.path} is missing`);
    if (bytes % this.entryBytes !== 0) throw new CorruptIndex(`${this.file.path} is of ${bytes} bytes`);
    this.writtenEntries = bytes / this.entryBytes;
    this.pendingEntries = 0;
  }

  /** Makes the file, or empties it. */
  reset(): void {
    if (this.presence === 'always') this.file.create();
    else if (this.file.storedBytes() !== undefined) this.file.remove();
    this.writtenEntries = 0;
    this.pendingEntries = 0;
  }

  /** Makes room for one more entry, so that a disk that is full says so before anything is appended to the log. */
  reserve(): void {
    this.pending ??= Buffer.allocUnsafeSlow(PAGE_BYTES);
    if ((this.pendingEntries + 1) * this.entryBytes > PAGE_BYTES) this.write();
  }

  /** One more entry, to be filled by the caller in the buffer and at the place that `into` is given. */
  protected push(into: (bytes: Buffer, at: number) => void): void {
    this.reserve();
    into(this.pending!, this.pendingEntries++ * this.entryBytes);
  }

  /** Writes what is only in memory. */
  write(): void {
    if (this.pendingEntries === 0) return;
    const bytes = this.pending!.subarray(0, this.pendingEntries * this.entryBytes);
    if (this.writtenEntries === 0 && this.presence === 'when needed') this.file.create();
    this.file.write(bytes, this.writtenEntries * this.entryBytes);
    this.writtenEntries += this.pendingEntries;
    this.pendingEntries = 0;
  }

  /** The segment gets no more entries: writes the last ones and lets the page go. */
  seal(): void {
    this.write();
    this.pending = undefined;
  }

  /** The last entry whose key is not above `key`; −1 when all are. */
  protected floor(key: number): number {
    if (this.pendingEntries > 0 && this.keyAt(this.pending!, 0) <= key) {
      return this.writtenEntries + this.bisect(this.pending!, 0, this.pendingEntries, key);
    }
    // Halve by reading single entries until the rest fits in one page, then search that page.
    const pageEntries = Math.floor(PAGE_BYTES / this.entryBytes);
    let low = 0;
    let high = this.writtenEntries;
    while (high - low > pageEntries) {
      const middle = (low + high) >>> 1;
      this.readWritten(middle, 1);
      if (this.keyAt(scratch, 0) <= key) low = middle;
      else high = middle;
    }
    if (high === low) return -1;
    this.readWritten(low, high - low);
    return low + this.bisect(scratch, 0, high - low, key);
  }

  /** Gives the entry to `from`, which reads it there and then. */
  protected entryAt<T>(slot: number, from: (bytes: Buffer, at: number) => T): T {
    if (slot >= this.writtenEntries) return from(this.pending!, (slot - this.writtenEntries) * this.entryBytes);
    this.readWritten(slot, 1);
    return from(scratch, 0);
  }

  private bisect(bytes: Buffer, low: number, high: number, key: number): number {
    let from = low;
    let to = high;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.keyAt(bytes, middle * this.entryBytes) <= key) from = middle + 1;
      else to = middle;
    }
    return from - 1;
  }

  private readWritten(slot: number, count: number): void {
    const bytes = count * this.entryBytes;
    if (this.file.read(scratch, 0, bytes, slot * this.entryBytes) < bytes) {
      throw new CorruptIndex(`${this.file.path} ends before entry ${slot + count}`);
    }
  }
}
