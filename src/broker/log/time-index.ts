/**
 * Up to which offset all timestamps are at most T (Kafka: TimeIndex.java). An entry is the largest timestamp so far and
 * the last offset, less the segment's base offset, of the first batch that reached it; timestamps strictly ascend.
 */
import { readInt32, readInt64, writeInt32, writeInt64 } from '../../protocol/records/integers.ts';
import type { FileSystem } from './file-system.ts';
import { CorruptIndex, IndexFile } from './index-file.ts';

const ENTRY_BYTES = 12;

export interface TimestampOffset {
  readonly timestampMs: number;
  readonly offset: number;
}

export class TimeIndex extends IndexFile {
  private lastTimestampMs: number | undefined;

  constructor(fs: FileSystem, path: string, baseOffset: number) {
    super(fs, path, baseOffset, ENTRY_BYTES);
  }

  override load(): void {
    super.load();
    this.lastTimestampMs = undefined;
  }

  override reset(): void {
    super.reset();
    this.lastTimestampMs = undefined;
  }

  /** One entry is kept free for the last one, at the roll. */
  isFull(maxBytes: number): boolean {
    return this.entries >= Math.floor(maxBytes / ENTRY_BYTES) - 1;
  }

  /** Nothing happens unless the timestamp is above the last one; −1 is "no timestamp". */
  appendIfLater(timestampMs: number, offset: number): void {
    this.lastTimestampMs ??= this.last()?.timestampMs ?? -1;
    if (timestampMs <= this.lastTimestampMs) return;
    this.push((bytes, at) => {
      writeInt64(bytes, at, timestampMs);
      writeInt32(bytes, at + 8, offset - this.baseOffset);
    });
    this.lastTimestampMs = timestampMs;
  }

  /** The last entry at or below `timestampMs`; undefined when the search has to begin at the segment's start. */
  lookup(timestampMs: number): TimestampOffset | undefined {
    const slot = this.floor(timestampMs);
    return slot < 0 ? undefined : this.entry(slot);
  }

  last(): TimestampOffset | undefined {
    return this.entries === 0 ? undefined : this.entry(this.entries - 1);
  }

  private entry(slot: number): TimestampOffset {
    return this.entryAt(slot, (bytes, at) => {
      const relative = readInt32(bytes, at + 8);
      if (relative < 0 || (relative === 0 && slot > 0)) {
        throw new CorruptIndex(`${this.file.path} has a bad entry ${slot}`);
      }
      return { timestampMs: this.keyAt(bytes, at), offset: this.baseOffset + relative };
    });
  }

  protected override keyAt(bytes: Buffer, at: number): number {
    return readInt64(bytes, at);
  }
}
