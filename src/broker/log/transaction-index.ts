/**
 * The `.txnindex` of a segment: the aborted transactions whose marker lies in it, in the order of the markers, so that a
 * read_committed reader is told what to leave out (Kafka: TransactionIndex.java, AbortedTxn.java). There is no file
 * until the first transaction is aborted.
 */
import { readInt16, readInt64, writeInt16, writeInt64 } from '../../protocol/records/integers.ts';
import type { FileSystem } from './file-system.ts';
import { CorruptIndex, IndexFile } from './index-file.ts';

const ENTRY_BYTES = 34;
const PRODUCER_ID_AT = 2;
const FIRST_OFFSET_AT = 10;
const LAST_OFFSET_AT = 18;
const LAST_STABLE_OFFSET_AT = 26;
const VERSION = 0;

export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** That of the marker. */
  readonly lastOffset: number;
  /** Of the log, as of the marker: what a later entry holds begins at or above it. */
  readonly lastStableOffset: number;
}

export class TransactionIndex extends IndexFile {
  /** It has entries that were not synced: unlike the others it is not made anew for what is synced of the log. */
  hasNews = false;

  constructor(fs: FileSystem, path: string, baseOffset: number) {
    super(fs, path, baseOffset, ENTRY_BYTES, 'when needed');
  }

  /** CorruptIndex when an entry cannot be, or does not follow the one before. */
  override load(): void {
    super.load();
    let previous = this.baseOffset - 1;
    for (const { firstOffset, lastOffset, lastStableOffset } of this.all()) {
      if (lastOffset <= previous || firstOffset < 0 || firstOffset >= lastOffset || lastStableOffset > lastOffset + 1)
        throw new CorruptIndex(`${this.file.path} says that ${firstOffset} to ${lastOffset} were aborted`);
      previous = lastOffset;
    }
  }

  append(aborted: AbortedTransaction): void {
    this.hasNews = true;
    this.push((bytes, at) => {
      writeInt16(bytes, at, VERSION);
      writeInt64(bytes, at + PRODUCER_ID_AT, aborted.producerId);
      writeInt64(bytes, at + FIRST_OFFSET_AT, aborted.firstOffset);
      writeInt64(bytes, at + LAST_OFFSET_AT, aborted.lastOffset);
      writeInt64(bytes, at + LAST_STABLE_OFFSET_AT, aborted.lastStableOffset);
    });
  }

  sync(): void {
    if (!this.hasNews) return;
    this.write();
    this.file.sync();
    this.hasNews = false;
  }

  async syncInBackground(): Promise<void> {
    if (!this.hasNews) return;
    this.write();
    this.hasNews = false;
    await this.file.syncInBackground();
  }

  *all(): Generator<AbortedTransaction, void, void> {
    for (let slot = 0; slot < this.entries; slot++) yield this.entryAt(slot, (bytes, at) => this.read(bytes, at));
  }

  /**
   * Adds to `found` those that overlap with the offsets from `from` up to `upTo`, which is left out; true when no later
   * segment can have any more of them.
   */
  collect(from: number, upTo: number, found: AbortedTransaction[]): boolean {
    for (let slot = this.entries === 0 ? 0 : this.floor(from - 1) + 1; slot < this.entries; slot++) {
      const aborted = this.entryAt(slot, (bytes, at) => this.read(bytes, at));
      if (aborted.firstOffset < upTo) found.push(aborted);
      if (aborted.lastStableOffset >= upTo) return true;
    }
    return false;
  }

  protected override keyAt(bytes: Buffer, at: number): number {
    return readInt64(bytes, at + LAST_OFFSET_AT);
  }

  private read(bytes: Buffer, at: number): AbortedTransaction {
    if (readInt16(bytes, at) !== VERSION)
      throw new CorruptIndex(`${this.file.path} is of version ${readInt16(bytes, at)}`);
    return {
      producerId: readInt64(bytes, at + PRODUCER_ID_AT),
      firstOffset: readInt64(bytes, at + FIRST_OFFSET_AT),
      lastOffset: readInt64(bytes, at + LAST_OFFSET_AT),
      lastStableOffset: readInt64(bytes, at + LAST_STABLE_OFFSET_AT),
    };
  }
}
