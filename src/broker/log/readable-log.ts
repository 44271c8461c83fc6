/** The reading side of a partition's log: how far it goes, its batches, offsets by time and by leader epoch. */
import type { EpochStart, LeaderEpochs } from './leader-epochs.ts';
import type { LogDisk } from './log-disk.ts';
import { LogError } from './log-error.ts';
import type { LogReader } from './log-reader.ts';
import type { ReadResult } from './partition-log-types.ts';
import type { ProducerEntry } from './producer-entry.ts';
import type { ProducerState } from './producer-state.ts';
import type { ReadOptions } from './read-batches.ts';
import { type FoundRecord, firstRecordAt, recordWithLargestTimestamp } from './time-lookup.ts';
import type { AbortedTransaction } from './transaction-index.ts';

export interface LogParts {
  readonly epochs: LeaderEpochs;
  readonly producers: ProducerState;
  readonly disk: LogDisk;
  readonly reader: LogReader;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
}

export class ReadableLog {
  logStartOffset: number;
  logEndOffset: number;
  protected readonly epochs: LeaderEpochs;
  protected readonly producers: ProducerState;
  protected readonly disk: LogDisk;
  protected readonly reader: LogReader;

  protected constructor({ epochs, producers, disk, reader, logStartOffset, logEndOffset }: LogParts) {
    this.epochs = epochs;
    this.producers = producers;
    this.disk = disk;
    this.reader = reader;
    this.logStartOffset = logStartOffset;
    this.logEndOffset = logEndOffset;
  }

  /** Why nothing can be read or written; undefined while all is well. */
  get offline(): LogError | undefined {
    return this.disk.failure;
  }

  /** The only replica has everything that was appended. */
  get highWatermark(): number {
    return this.logEndOffset;
  }

  /** Every record below it is decided: committed, aborted, or of no transaction. */
  get lastStableOffset(): number {
    const undecided = this.producers.firstUndecidedOffset;
    return undecided === undefined ? this.highWatermark : Math.max(undecided, this.logStartOffset);
  }

  /** Everything below it is on the disk. */
  get recoveryPoint(): number {
    return this.disk.recoveryPoint;
  }

  get sizeBytes(): number {
    return this.disk.segments.sizeBytes;
  }

  get segmentCount(): number {
    return this.disk.segments.all.length;
  }

  /** The producers that are remembered (DescribeProducers). */
  get activeProducers(): Iterable<ProducerEntry> {
    return this.producers.all;
  }

  /** −1 before the first. */
  get leaderEpoch(): number {
    return this.epochs.latest?.epoch ?? -1;
  }

  get leaderEpochs(): readonly EpochStart[] {
    return this.epochs.entries;
  }

  /** OffsetForLeaderEpoch: both −1 when the epoch is not known. */
  endOffsetForEpoch(epoch: number): { leaderEpoch: number; endOffset: number } {
    return this.epochs.endOffsetFor(epoch, this.logEndOffset);
  }

  /** The leader epoch of the record at `offset`; −1 when it is not known any more. */
  epochForOffset(offset: number): number {
    return this.epochs.epochFor(offset);
  }

  /** Batches from the one that holds `offset` on. Nothing at or above `upTo`; OFFSET_OUT_OF_RANGE outside of the log. */
  read(offset: number, options: ReadOptions): ReadResult {
    if (offset < this.logStartOffset || offset > this.logEndOffset) {
      throw new LogError(
        'OFFSET_OUT_OF_RANGE',
        `Offset ${offset} is outside of [${this.logStartOffset}, ${this.logEndOffset}]`,
      );
    }
    const batches = this.disk.work(() => this.reader.read(offset, options));
    return batches === undefined
      ? { records: [], bytes: 0, nextOffset: offset }
      : { records: [batches.bytes], bytes: batches.bytes.length, nextOffset: batches.nextOffset };
  }

  /** The aborted transactions that have records from `offset` up to `upTo`, which is left out. */
  abortedTransactions(offset: number, upTo: number): AbortedTransaction[] {
    return this.disk.work(() => this.reader.abortedTransactions(offset, upTo));
  }

  /** Bytes of the batches from the one that holds `offset` up to `upTo`, without reading them. */
  sizeFrom(offset: number, upTo: number): number {
    const end = Math.min(upTo, this.logEndOffset);
    return offset >= end ? 0 : this.disk.work(() => this.reader.sizeBetween(offset, end));
  }

  /** The first record below `upTo`, by offset, whose timestamp is `timestampMs` or later. */
  offsetForTimestamp(timestampMs: number, upTo: number): FoundRecord | undefined {
    const found = this.disk.work(() => firstRecordAt(this.disk.segments.all, timestampMs, this.logStartOffset));
    return found === undefined || found.offset >= upTo ? undefined : found;
  }

  /** The record with the largest timestamp, the first of them if there are several. */
  maxTimestampOffset(): FoundRecord | undefined {
    return this.disk.work(() => recordWithLargestTimestamp(this.disk.segments.all, this.logStartOffset));
  }
}
