/**
 * Where batches lie in a segment's file (Kafka: OffsetIndex.java). An entry is the last offset of a batch, less the
 * segment's base offset, and the position of that batch; there is one for every indexIntervalBytes of log or so.
 */
import { readInt32, writeInt32 } from '../../protocol/records/integers.ts';
import type { FileSystem } from './file-system.ts';
import { CorruptIndex, IndexFile } from './index-file.ts';

const ENTRY_BYTES = 8;

export interface OffsetPosition {
  /** The last offset of the batch. */
  readonly offset: number;
  readonly position: number;
}

export class OffsetIndex extends IndexFile {
  constructor(fs: FileSystem, path: string, baseOffset: number) {
    super(fs, path, baseOffset, ENTRY_BYTES);
  }

  isFull(maxBytes: number): boolean {
    return this.entries >= Math.floor(maxBytes / ENTRY_BYTES);
  }

  append(offset: number, position: number): void {
    this.push((bytes, at) => {
      writeInt32(bytes, at, offset - this.baseOffset);
      writeInt32(bytes, at + 4, position);
    });
  }

  /** The last entry at or below `offset`; undefined when the search has to begin at the segment's start. */
  lookup(offset: number): OffsetPosition | undefined {
    const slot = this.floor(offset - this.baseOffset);
    return slot < 0 ? undefined : this.entry(slot);
  }

  last(): OffsetPosition | undefined {
    return this.entries === 0 ? undefined : this.entry(this.entries - 1);
  }

  /** A zero entry is the preallocated rest of a file that Kafka did not close: the first batch never has an entry. */
  private entry(slot: number): OffsetPosition {
    return this.entryAt(slot, (bytes, at) => {
      const relative = readInt32(bytes, at);
      const position = readInt32(bytes, at + 4);
      if (relative <= 0 || position <= 0) throw new CorruptIndex(`${this.file.path} has a bad entry ${slot}`);
      return { offset: this.baseOffset + relative, position };
    });
  }

  protected override keyAt(bytes: Buffer, at: number): number {
    return readInt32(bytes, at);
  }
}
