/**
 * One segment: a file of batches with an offset index and a time index (Kafka: LogSegment.java). Knows positions; what
 * offsets may be read or written is the log's business.
 */
import { BatchScanner } from './batch-scanner.ts';
import type { FileSystem } from './file-system.ts';
import { CorruptIndex } from './index-file.ts';
import { LazyFile } from './lazy-file.ts';
import { OffsetIndex } from './offset-index.ts';
import { SegmentNames, type SegmentState } from './segment-names.ts';
import { TimeIndex, type TimestampOffset } from './time-index.ts';
import { TransactionIndex } from './transaction-index.ts';

const MAX_RELATIVE_OFFSET = 2 ** 31 - 1;
/** For walks over headers, which are synchronous; the check of a time index entry is the only one within another. */
const headers = Buffer.allocUnsafeSlow(4096);
const headersOfCheck = Buffer.allocUnsafeSlow(4096);

export interface SegmentOptions {
  readonly createdMs: number;
  /** About so many bytes of log lie between two index entries. */
  readonly indexIntervalBytes: number;
  /** '' when left out. */
  readonly state?: SegmentState;
}

export class Segment {
  readonly baseOffset: number;
  readonly createdMs: number;
  readonly log: LazyFile;
  readonly offsetIndex: OffsetIndex;
  readonly timeIndex: TimeIndex;
  readonly transactionIndex: TransactionIndex;
  /** From 0 to 1: how much of segment.jitter.ms it ends before its time. */
  readonly jitter = Math.random();
  /** Bytes of whole batches in the log file. */
  sizeBytes = 0;

  private readonly fs: FileSystem;
  readonly names: SegmentNames;
  private readonly indexIntervalBytes: number;
  private largest: TimestampOffset | undefined;
  private firstMs: number | undefined;
  private bytesSinceIndexEntry = 0;
  private deleted = false;

  constructor(fs: FileSystem, directory: string, baseOffset: number, options: SegmentOptions) {
    this.fs = fs;
    this.baseOffset = baseOffset;
    this.createdMs = options.createdMs;
    this.indexIntervalBytes = options.indexIntervalBytes;
    this.names = new SegmentNames(fs, directory, baseOffset, options.state ?? '');
    this.log = new LazyFile(fs, this.names.of('.log'));
    this.offsetIndex = new OffsetIndex(fs, this.names.of('.index'), baseOffset);
    this.timeIndex = new TimeIndex(fs, this.names.of('.timeindex'), baseOffset);
    this.transactionIndex = new TransactionIndex(fs, this.names.of('.txnindex'), baseOffset);
  }

  /** Makes the files of an empty segment. */
  create(): void {
    this.log.create();
    this.offsetIndex.reset();
    this.timeIndex.reset();
    this.transactionIndex.reset();
  }

  /**
   * Takes the files as they are; broken indexes are made anew from the log. CorruptIndex when the transactions have to
   * be recovered, for which it takes the producers as of the segment's start.
   */
  loadIndexes(): void {
    this.trustIndexes(() => {
      this.offsetIndex.load();
      this.timeIndex.load();
    });
    this.transactionIndex.load();
  }

  /** The largest timestamp and the last offset of the first batch that has it; timestamp −1 when there is none. */
  get largestTimestamp(): TimestampOffset {
    const none = { timestampMs: -1, offset: this.baseOffset };
    this.largest ??= this.trustIndexes(() => this.verified(this.timeIndex.last())) ?? none;
    return this.largest;
  }

  /** The time that retention goes by: of records, of the file where no record has one (LogSegment.largestTimestamp). */
  get retentionTimestampMs(): number {
    const { timestampMs } = this.largestTimestamp;
    return timestampMs >= 0 ? timestampMs : this.log.modifiedMs();
  }

  canHold(offset: number): boolean {
    const relative = offset - this.baseOffset;
    return relative >= 0 && relative <= MAX_RELATIVE_OFFSET;
  }

  indexesFull(maxBytes: number): boolean {
    return this.offsetIndex.isFull(maxBytes) || this.timeIndex.isFull(maxBytes);
  }

  /** The largest timestamp of the first batch; −1 without a batch or timestamp. */
  get firstTimestampMs(): number {
    if (this.firstMs === undefined && this.sizeBytes > 0) {
      const scanner = this.scan(0);
      if (scanner.next()) this.firstMs = scanner.maxTimestampMs;
    }
    return this.firstMs ?? -1;
  }

  /** How long the segment has been filling, by record time or by the clock (LogSegment.timeWaitedForRoll). */
  filledForMs(nowMs: number, timestampMs: number): number {
    const first = this.firstTimestampMs;
    return first >= 0 ? timestampMs - first : nowMs - this.createdMs;
  }

  /** Writes one batch at the end. When the disk refuses, the segment is as before. */
  append(batch: Buffer, lastOffset: number, maxTimestampMs: number): void {
    if (this.bytesSinceIndexEntry > this.indexIntervalBytes) {
      this.offsetIndex.reserve();
      this.timeIndex.reserve();
    }
    try {
      this.log.write(batch, this.sizeBytes);
    } catch (error) {
      this.log.truncate(this.sizeBytes);
      throw error;
    }
    this.note(lastOffset, maxTimestampMs, batch.length);
  }

  /** Takes a batch at the end of the file into the indexes and the size. */
  note(lastOffset: number, maxTimestampMs: number, batchBytes: number): void {
    if (this.sizeBytes === 0) this.firstMs = maxTimestampMs;
    if (maxTimestampMs > this.largestTimestamp.timestampMs) {
      this.largest = { timestampMs: maxTimestampMs, offset: lastOffset };
    }
    if (this.bytesSinceIndexEntry > this.indexIntervalBytes) {
      this.offsetIndex.append(lastOffset, this.sizeBytes);
      this.timeIndex.appendIfLater(this.largestTimestamp.timestampMs, this.largestTimestamp.offset);
      this.bytesSinceIndexEntry = 0;
    }
    this.bytesSinceIndexEntry += batchBytes;
    this.sizeBytes += batchBytes;
  }

  /** Forgets size and indexes; the file stays, to be noted again batch by batch. */
  forget(): void {
    this.sizeBytes = 0;
    this.bytesSinceIndexEntry = 0;
    this.largest = { timestampMs: -1, offset: this.baseOffset };
    this.firstMs = undefined;
    this.offsetIndex.reset();
    this.timeIndex.reset();
  }

  /** The segment is full: its time index gets the final entry that retention goes by, and all are written. */
  seal(): void {
    this.timeIndex.appendIfLater(this.largestTimestamp.timestampMs, this.largestTimestamp.offset);
    this.offsetIndex.seal();
    this.timeIndex.seal();
    this.transactionIndex.seal();
  }

  /** Takes up the end of a file that was closed cleanly; gives the offset after its last batch. Error when it has none. */
  resume(): number {
    const last = this.trustIndexes(() => this.offsetIndex.last());
    const scanner = this.scanFrom(last?.offset ?? this.baseOffset);
    let end = this.baseOffset;
    while (scanner.next()) {
      end = scanner.lastOffset + 1;
      if (scanner.maxTimestampMs > this.largestTimestamp.timestampMs) {
        this.largest = { timestampMs: scanner.maxTimestampMs, offset: scanner.lastOffset };
      }
    }
    if (scanner.problem !== undefined) throw new Error(`${this.log.path}: ${scanner.problem}`);
    this.bytesSinceIndexEntry = this.sizeBytes - (last?.position ?? 0);
    return end;
  }

  /** Headers from the batch at `position` on. */
  scan(position: number, chunk: Buffer = headers): BatchScanner {
    return new BatchScanner(this.log, chunk).over(position, this.sizeBytes);
  }

  /** The position of the first batch that reaches `offset`; `sizeBytes` when there is none. */
  locate(offset: number): number {
    if (offset <= this.baseOffset) return 0;
    const scanner = this.scanFrom(offset);
    while (scanner.next()) {
      if (scanner.lastOffset >= offset) return scanner.position;
      // Batches are contiguous but for compaction: the next one then starts at the offset or above it.
      if (scanner.lastOffset === offset - 1) return scanner.position + scanner.sizeBytes;
    }
    if (scanner.problem !== undefined) throw new Error(`${this.log.path}: ${scanner.problem}`);
    return this.sizeBytes;
  }

  /** Headers from a batch on that is at or before the one with `offset`, found by the index. */
  scanFrom(offset: number, chunk: Buffer = headers): BatchScanner {
    return this.trustIndexes(() => {
      const entry = this.offsetIndex.lookup(offset);
      const scanner = this.scan(entry?.position ?? 0, chunk);
      if (entry !== undefined && !(scanner.next() && scanner.lastOffset === entry.offset)) {
        throw new CorruptIndex(`${this.offsetIndex.file.path} names no batch for ${entry.offset}`);
      }
      return scanner.rewind();
    });
  }

  /** The last entry of the time index at or below `timestampMs`: nothing up to its offset is later than it says. */
  timeEntryFor(timestampMs: number): TimestampOffset | undefined {
    return this.trustIndexes(() => this.verified(this.timeIndex.lookup(timestampMs)));
  }

  /** CorruptIndex when the log says something else than the entry. */
  private verified(entry: TimestampOffset | undefined): TimestampOffset | undefined {
    if (entry === undefined) return undefined;
    const scanner = this.scanFrom(entry.offset, headersOfCheck);
    while (scanner.next() && scanner.lastOffset < entry.offset);
    if (scanner.lastOffset === entry.offset && scanner.maxTimestampMs === entry.timestampMs) return entry;
    throw new CorruptIndex(`${this.timeIndex.file.path} says ${entry.timestampMs} of ${entry.offset}`);
  }

  /** Runs a look-up; when an index turns out to be broken, makes both from the log and runs it again. */
  trustIndexes<T>(lookup: () => T): T {
    try {
      return lookup();
    } catch (error) {
      if (!(error instanceof CorruptIndex)) throw error;
      this.rebuildIndexes();
      return lookup();
    }
  }

  /** Makes both indexes from the headers of the log file; Error, and everything as before, when these are no good. */
  rebuildIndexes(): void {
    const scanner = this.scan(0, Buffer.allocUnsafe(65_536));
    const end = this.sizeBytes;
    while (scanner.next());
    if (scanner.problem !== undefined) throw new Error(`${this.log.path}: ${scanner.problem}`);
    this.forget();
    for (scanner.over(0, end); scanner.next(); )
      this.note(scanner.lastOffset, scanner.maxTimestampMs, scanner.sizeBytes);
    this.timeIndex.appendIfLater(this.largestTimestamp.timestampMs, this.largestTimestamp.offset);
    this.offsetIndex.write();
    this.timeIndex.write();
  }

  /** Log and indexes are on the disk when this returns. */
  sync(): void {
    for (const file of this.files()) file.sync();
  }

  async syncInBackground(): Promise<void> {
    if (this.deleted) return;
    try {
      await Promise.all(this.files().map(file => file.syncInBackground()));
    } catch (error) {
      if (!this.deleted) throw error; // else the files have got other names meanwhile
    }
  }

  close(): void {
    for (const file of this.files()) file.close();
  }

  /** As old as the other: retention goes by it where records have no timestamps. */
  takeTimeOf(other: Segment): void {
    this.fs.setModified(this.log.path, other.log.modifiedMs());
  }

  /** Open files stay open under their new names. */
  become(state: SegmentState): void {
    this.names.state = state;
    this.log.rename(this.names.of('.log'));
    this.offsetIndex.rename(this.names.of('.index'));
    this.timeIndex.rename(this.names.of('.timeindex'));
    this.transactionIndex.rename(this.names.of('.txnindex'));
  }

  /** Gives the files the names under which they wait for their removal. */
  markDeleted({ withSnapshot }: { withSnapshot: boolean }): void {
    this.close();
    this.deleted = true;
    this.names.markDeleted({ withSnapshot });
  }

  /** Removes the files at once. */
  remove(): void {
    this.close();
    this.names.remove();
  }

  private files(): LazyFile[] {
    const files = [this.log, this.offsetIndex.file, this.timeIndex.file];
    return this.transactionIndex.entries === 0 ? files : [...files, this.transactionIndex.file];
  }
}
