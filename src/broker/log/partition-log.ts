/**
 * The log of one partition: appends batches as they were received, reads them back by offset or time, and keeps what
 * goes with them (Kafka: UnifiedLog.java, LocalLog.java). It owns its files, is synchronous throughout except for syncs
 * in the background, and never sees a socket.
 */
import { dirname, join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import {
  attributes,
  isControl,
  lastOffsetDelta,
  maxTimestamp,
  producerId,
  setBaseOffset,
  setPartitionLeaderEpoch,
  stampLogAppendTime,
} from '../../protocol/records/batch.ts';
import { CompactableLog } from './cleaner/compactable-log.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import type { EpochStart, LeaderEpochs } from './leader-epochs.ts';
import { loadLog } from './load-log.ts';
import type { LogConfig } from './log-config.ts';
import { LogDisk } from './log-disk.ts';
import { LogError } from './log-error.ts';
import { LogReader } from './log-reader.ts';
import { deletedPartitionDirectory } from './names.ts';
import type { Appended, AppendOptions, PartitionLogOptions, ReadResult } from './partition-log-types.ts';
import { claimDirectory, syncClaim } from './partition-metadata.ts';
import type { ProducerEntry } from './producer-entry.ts';
import type { ProducerState } from './producer-state.ts';
import type { ReadOptions } from './read-batches.ts';
import { recompress } from './recompress.ts';
import type { Recovery } from './recover-segments.ts';
import { segmentsPastRetention } from './retention.ts';
import { type FoundRecord, firstRecordAt, recordWithLargestTimestamp } from './time-lookup.ts';
import type { AbortedTransaction } from './transaction-index.ts';
import type { AskedFor } from './transaction-verification.ts';
import { validateBatch } from './validate-batch.ts';

export type { Appended, PartitionLogOptions, ReadResult } from './partition-log-types.ts';

export class PartitionLog {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  /** What the opening had to do. */
  readonly recovery: Recovery;
  /** The log as the cleaner sees it. */
  readonly compaction: CompactableLog;
  config: LogConfig;
  logStartOffset: number;
  logEndOffset: number;

  private readonly directory: string;
  private readonly fs: FileSystem;
  private readonly clock: Clock;
  private readonly epochs: LeaderEpochs;
  private readonly producers: ProducerState;
  private readonly disk: LogDisk;
  private readonly reader: LogReader;
  private readonly onStartMoved: (() => void) | undefined;
  /** Whether what says whose log this is has reached the disk. */
  private claimed: boolean;
  private readonly openedEndOffset: number;

  /** Opens the log and makes it whole after a crash. Failure when the directory belongs to another topic. */
  static open(options: PartitionLogOptions): PartitionLog {
    return new PartitionLog(options);
  }

  private constructor(options: PartitionLogOptions) {
    const { directory, topic, partition, config, clock, fs = nodeFileSystem } = options;
    this.fs = fs;
    this.clock = clock;
    this.directory = directory;
    this.topic = topic;
    this.partition = partition;
    this.config = config;
    this.onStartMoved = options.onStartMoved;
    this.topicId = claimDirectory(fs, directory, options.topicId);
    const loaded = loadLog({
      fs,
      directory,
      config,
      nowMs: clock.nowMs(),
      cleanShutdown: options.cleanShutdown ?? false,
      recoveryPoint: options.recoveryPoint ?? 0,
      logStartOffset: options.logStartOffset ?? 0,
      hasGaps: options.hasGaps ?? false,
    });
    this.disk = new LogDisk({ fs, directory, clock, ...loaded });
    this.reader = new LogReader(this.disk.segments);
    this.epochs = loaded.epochs;
    this.producers = loaded.producers;
    this.logStartOffset = loaded.logStartOffset;
    this.logEndOffset = loaded.logEndOffset;
    this.recovery = loaded.recovery;
    this.openedEndOffset = loaded.logEndOffset;
    this.claimed = loaded.logEndOffset > 0;
    this.compaction = new CompactableLog(this, { ...loaded, fs, directory, disk: this.disk, reader: this.reader });
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

  /** The producers that are remembered (DescribeProducers). */
  get activeProducers(): Iterable<ProducerEntry> {
    return this.producers.all;
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

  /** −1 before the first. */
  get leaderEpoch(): number {
    return this.epochs.latest?.epoch ?? -1;
  }

  get leaderEpochs(): readonly EpochStart[] {
    return this.epochs.entries;
  }

  /** From the log's end on, batches are of this epoch. */
  startLeaderEpoch(epoch: number): void {
    this.checkEpoch(epoch);
    this.epochs.assign(epoch, this.logEndOffset);
  }

  /** OffsetForLeaderEpoch: both −1 when the epoch is not known. */
  endOffsetForEpoch(epoch: number): { leaderEpoch: number; endOffset: number } {
    return this.epochs.endOffsetFor(epoch, this.logEndOffset);
  }

  /** The leader epoch of the record at `offset`; −1 when it is not known any more. */
  epochForOffset(offset: number): number {
    return this.epochs.epochFor(offset);
  }

  /**
   * Appends one batch, given offsets and leader epoch in place: the caller's bytes change, and are not kept. LogError
   * when it may not be appended; then nothing was.
   */
  append(batch: Buffer, { leaderEpoch, origin, verified = false }: AppendOptions): Appended {
    const nowMs = this.clock.nowMs();
    validateBatch(batch, origin, this.config, nowMs);
    const bytes = recompress(batch, this.config);
    const stamped = this.config.messageTimestampType === 'LogAppendTime';
    const repeated = producerId(bytes) >= 0 ? this.producers.check(bytes, { origin, verified }) : undefined;
    if (repeated !== undefined) {
      return this.appended(repeated.firstOffset, repeated.lastOffset, stamped ? repeated.timestampMs : -1, true);
    }
    this.checkEpoch(leaderEpoch);
    if (stamped) stampLogAppendTime(bytes, 0, nowMs);
    const baseOffset = this.logEndOffset;
    const lastOffset = baseOffset + lastOffsetDelta(bytes);
    setBaseOffset(bytes, 0, baseOffset);
    setPartitionLeaderEpoch(bytes, 0, leaderEpoch);
    const placed = { bytes: bytes.length, baseOffset, lastOffset, timestampMs: maxTimestamp(bytes) };
    this.disk.work(() => {
      if (!this.claimed) syncClaim(this.fs, this.directory);
      this.claimed = true;
      this.epochs.assign(leaderEpoch, baseOffset);
      this.epochs.save();
      const segment = this.disk.segmentFor(placed, this.config, nowMs, () => this.snapshotProducers());
      if (isControl(attributes(bytes))) segment.transactionIndex.reserve();
      segment.append(bytes, lastOffset, placed.timestampMs);
      const aborted = this.producers.take(bytes, 0, nowMs);
      if (aborted !== undefined) segment.transactionIndex.append(aborted);
    });
    this.logEndOffset = lastOffset + 1;
    if (this.logEndOffset - this.recoveryPoint >= this.config.flushMessages) this.flush();
    return this.appended(baseOffset, lastOffset, stamped ? nowMs : -1, false);
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

  /** Whether the coordinator is to be asked before the first batch of a transaction; LogError when it is fenced. */
  needsVerification(asked: AskedFor): boolean {
    return this.producers.needsVerification(asked, this.clock.nowMs());
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

  /** DeleteRecords: moves the start to `offset`, −1 for all there is. Files go with the next retention. */
  deleteRecordsBefore(offset: number): number {
    const { cleanupPolicy } = this.config;
    if (cleanupPolicy.includes('compact') && !cleanupPolicy.includes('delete')) {
      throw new LogError('POLICY_VIOLATION', `Records of ${this.topic} are compacted, not deleted (cleanup.policy)`);
    }
    const start = offset === -1 ? this.highWatermark : offset;
    if (start < 0 || start > this.highWatermark) {
      throw new LogError('OFFSET_OUT_OF_RANGE', `Cannot delete up to ${offset}: the log ends at ${this.highWatermark}`);
    }
    if (start > this.logStartOffset) {
      this.moveStart(start);
      this.onStartMoved?.();
    }
    return this.logStartOffset;
  }

  /** Deletes segments past the retention; how many. Their files go after file.delete.delay.ms. */
  enforceRetention(): number {
    const { segments } = this.disk;
    return this.disk.work(() => {
      const { logStartOffset, logEndOffset, highWatermark } = this;
      const bounds = { logStartOffset, logEndOffset, highWatermark, nowMs: this.clock.nowMs() };
      const count = segmentsPastRetention(segments.all, this.config, bounds);
      if (count === 0) return 0;
      if (count === segments.all.length) this.disk.roll(logEndOffset, this.config, () => this.snapshotProducers());
      this.moveStart(Math.max(logStartOffset, segments.all[count]!.baseOffset));
      segments.deleteFirst(count, this.config.fileDeleteDelayMs);
      this.reader.forgetPositions();
      return count;
    });
  }

  expireProducers(idleMs: number): void {
    this.producers.expire(this.clock.nowMs(), idleMs);
  }

  updateConfig(config: LogConfig): void {
    this.config = config;
  }

  /** Everything appended so far is on the disk when this returns. */
  flush(): void {
    this.disk.flush(this.logEndOffset);
  }

  /** Starts a sync when flush.ms has gone by since the last one and something was appended. */
  flushIfDue(): void {
    this.disk.flushIfDue(this.logEndOffset, this.config.flushMs);
  }

  /** Settles when no sync is under way in the background. */
  settled(): Promise<void> {
    return this.disk.settled();
  }

  /** `clean` leaves nothing to be recovered; otherwise the files are closed as a crash would leave them. */
  close({ clean }: { clean: boolean }): void {
    const asFound = this.logEndOffset === this.openedEndOffset && this.recoveryPoint === this.logEndOffset;
    if (clean && !asFound) {
      this.disk.finish(this.logEndOffset);
      this.disk.work(() => {
        this.snapshotProducers();
        this.epochs.save();
      });
    }
    this.disk.close(new LogError('KAFKA_STORAGE_ERROR', `The log of ${this.topic}-${this.partition} is closed`));
  }

  /** Closes the log and renames its directory; gives the new path, which the caller removes when its time has come. */
  delete(uniqueId: string): string {
    this.disk.close(new LogError('UNKNOWN_TOPIC_OR_PARTITION', `${this.topic}-${this.partition} was deleted`));
    const name = deletedPartitionDirectory(this.topic, this.partition, uniqueId);
    const renamed = join(dirname(this.directory), name);
    this.fs.rename(this.directory, renamed);
    return renamed;
  }

  private appended(baseOffset: number, lastOffset: number, logAppendTimeMs: number, duplicate: boolean): Appended {
    return { baseOffset, lastOffset, logAppendTimeMs, logStartOffset: this.logStartOffset, duplicate };
  }

  private checkEpoch(epoch: number): void {
    if (epoch >= this.leaderEpoch) return;
    throw new LogError('FENCED_LEADER_EPOCH', `Leader epoch ${epoch} is over, the log is at ${this.leaderEpoch}`);
  }

  /** So that a recovery need not read what is before the segment that begins now. */
  private snapshotProducers(): void {
    this.producers.writeSnapshot(this.logEndOffset);
  }

  private moveStart(offset: number): void {
    this.logStartOffset = offset;
    this.epochs.truncateFromStart(offset);
  }
}
