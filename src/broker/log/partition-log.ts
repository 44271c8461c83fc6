/**
 * The log of one partition: appends batches as they were received, reads them back by offset or time, and keeps what
 * goes with them (Kafka: UnifiedLog.java, LocalLog.java). It owns its files, is synchronous throughout except for syncs
 * in the background, and never sees a socket.
 */
import { dirname, join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import { ProtocolError } from '../../protocol/error.ts';
import {
  lastOffsetDelta,
  maxTimestamp,
  producerId,
  recordCount,
  setBaseOffset,
  setPartitionLeaderEpoch,
  stampLogAppendTime,
} from '../../protocol/records/batch.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import type { EpochStart, LeaderEpochs } from './leader-epochs.ts';
import { loadLog } from './load-log.ts';
import type { LogConfig } from './log-config.ts';
import { LogError } from './log-error.ts';
import { LogReader } from './log-reader.ts';
import { deletedPartitionDirectory } from './names.ts';
import { claimDirectory, syncClaim } from './partition-metadata.ts';
import type { ProducerState } from './producer-state.ts';
import type { ReadOptions } from './read-batches.ts';
import { recompress } from './recompress.ts';
import type { Recovery } from './recover-segments.ts';
import { segmentsPastRetention } from './retention.ts';
import type { Segment } from './segment.ts';
import { SegmentList } from './segment-list.ts';
import { SyncTracker } from './sync-tracker.ts';
import { type FoundRecord, firstRecordAt, recordWithLargestTimestamp } from './time-lookup.ts';
import { type AppendOrigin, checkSize, validateBatch } from './validate-batch.ts';

export interface PartitionLogOptions {
  /** The partition's own directory; made when it is missing. */
  readonly directory: string;
  readonly topic: string;
  readonly partition: number;
  /** Written into a new directory, compared with that of an existing one; there it may be left out. */
  readonly topicId?: string;
  readonly config: LogConfig;
  readonly clock: Clock;
  readonly fs?: FileSystem;
  /** Whether the broker that wrote last said good-bye; without that the log is checked from the recovery point on. */
  readonly cleanShutdown?: boolean;
  readonly recoveryPoint?: number;
  readonly logStartOffset?: number;
  /** DeleteRecords moved the start: a checkpoint should be written before a crash can undo that. */
  readonly onStartMoved?: () => void;
}

export interface Appended {
  /** Of a duplicate: those that the batch got when it first came. */
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** −1 where the topic keeps the producer's time. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  /** Nothing was appended: the producer sent the batch again. */
  readonly duplicate: boolean;
}

export interface ReadResult {
  /** Whole batches, in order; the first one may begin below the offset asked for. */
  readonly records: readonly Buffer[];
  readonly bytes: number;
}

export class PartitionLog {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  /** What the opening had to do. */
  readonly recovery: Recovery;
  config: LogConfig;
  logStartOffset: number;
  logEndOffset: number;

  private readonly directory: string;
  private readonly fs: FileSystem;
  private readonly clock: Clock;
  private readonly epochs: LeaderEpochs;
  private readonly producers: ProducerState;
  private readonly segments: SegmentList;
  private readonly syncs: SyncTracker;
  private readonly reader: LogReader;
  private readonly onStartMoved: (() => void) | undefined;
  /** Whether what says whose log this is has reached the disk. */
  private claimed: boolean;
  private readonly openedEndOffset: number;
  private offline: LogError | undefined;

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
    });
    this.segments = new SegmentList(fs, directory, clock, loaded.segments);
    this.reader = new LogReader(this.segments);
    this.syncs = new SyncTracker(fs, directory, clock, {
      recoveryPoint: loaded.recoveryPoint,
      onFailure: error => this.goOffline(error),
    });
    this.epochs = loaded.epochs;
    this.producers = loaded.producers;
    this.logStartOffset = loaded.logStartOffset;
    this.logEndOffset = loaded.logEndOffset;
    this.recovery = loaded.recovery;
    this.openedEndOffset = loaded.logEndOffset;
    this.claimed = loaded.logEndOffset > 0;
  }

  /** The only replica has everything that was appended. */
  get highWatermark(): number {
    return this.logEndOffset;
  }

  /** No transaction is ever open: transactional batches are refused. */
  get lastStableOffset(): number {
    return this.highWatermark;
  }

  /** Everything below it is on the disk. */
  get recoveryPoint(): number {
    return this.syncs.recoveryPoint;
  }

  get sizeBytes(): number {
    return this.segments.sizeBytes;
  }

  get segmentCount(): number {
    return this.segments.all.length;
  }

  /** −1 before the first. */
  get leaderEpoch(): number {
    return this.epochs.latest?.epoch ?? -1;
  }

  get leaderEpochs(): readonly EpochStart[] {
    return this.epochs.entries;
  }

  /** From the log's end on, batches are of this epoch (Kafka writes it on election, data or not). */
  startLeaderEpoch(epoch: number): void {
    this.checkEpoch(epoch);
    this.onDisk(() => this.epochs.assign(epoch, this.logEndOffset));
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
  append(batch: Buffer, { leaderEpoch, origin }: { leaderEpoch: number; origin: AppendOrigin }): Appended {
    if (this.offline) throw this.offline;
    const nowMs = this.clock.nowMs();
    validateBatch(batch, origin, this.config, nowMs);
    const bytes = this.underCodec(batch);
    if (bytes.length > this.config.segmentBytes) {
      throw new LogError(
        'RECORD_LIST_TOO_LARGE',
        `A batch of ${bytes.length} bytes, segment.bytes is ${this.config.segmentBytes}`,
      );
    }
    const stamped = this.config.messageTimestampType === 'LogAppendTime';
    const repeated = producerId(bytes) >= 0 ? this.producers.check(bytes, origin) : undefined;
    if (repeated !== undefined) {
      return this.appended(repeated.firstOffset, repeated.lastOffset, stamped ? repeated.timestampMs : -1, true);
    }
    this.checkEpoch(leaderEpoch);
    if (stamped) stampLogAppendTime(bytes, 0, nowMs);
    const baseOffset = this.logEndOffset;
    const lastOffset = baseOffset + lastOffsetDelta(bytes);
    setBaseOffset(bytes, 0, baseOffset);
    setPartitionLeaderEpoch(bytes, 0, leaderEpoch);
    const timestampMs = maxTimestamp(bytes);
    this.onDisk(() => {
      if (!this.claimed) syncClaim(this.fs, this.directory);
      this.claimed = true;
      this.epochs.assign(leaderEpoch, baseOffset);
      this.segmentFor(bytes.length, lastOffset, timestampMs, nowMs).append(bytes, lastOffset, timestampMs);
    });
    this.producers.take(bytes, 0, nowMs);
    this.logEndOffset = lastOffset + 1;
    this.syncs.unsyncedRecords += recordCount(bytes);
    if (this.syncs.unsyncedRecords >= this.config.flushMessages) this.flush();
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
    const batches = this.onDisk(() => this.reader.read(offset, options));
    return batches === undefined
      ? { records: [], bytes: 0 }
      : { records: [batches.bytes], bytes: batches.bytes.length };
  }

  /** Bytes of the batches from the one that holds `offset` up to `upTo`, without reading them. */
  sizeFrom(offset: number, upTo: number): number {
    const end = Math.min(upTo, this.logEndOffset);
    return offset >= end ? 0 : this.onDisk(() => this.reader.sizeBetween(offset, end));
  }

  /** The first record below `upTo`, by offset, whose timestamp is `timestampMs` or later. */
  offsetForTimestamp(timestampMs: number, upTo: number): FoundRecord | undefined {
    const found = this.onDisk(() => firstRecordAt(this.segments.all, timestampMs, this.logStartOffset));
    return found === undefined || found.offset >= upTo ? undefined : found;
  }

  /** The record with the largest timestamp, the first of them if there are several. */
  maxTimestampOffset(): FoundRecord | undefined {
    return this.onDisk(() => recordWithLargestTimestamp(this.segments.all, this.logStartOffset));
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
    return this.onDisk(() => {
      const { logStartOffset, logEndOffset, highWatermark } = this;
      const bounds = { logStartOffset, logEndOffset, highWatermark, nowMs: this.clock.nowMs() };
      const count = segmentsPastRetention(this.segments.all, this.config, bounds);
      if (count === 0) return 0;
      if (count === this.segments.all.length) this.roll();
      this.moveStart(Math.max(this.logStartOffset, this.segments.all[count]!.baseOffset));
      this.segments.deleteFirst(count, this.config.fileDeleteDelayMs);
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
    const { all, active } = this.segments;
    const unsynced = all.slice(this.segments.indexFor(this.recoveryPoint), -1);
    this.syncing(() => {
      for (const segment of unsynced) segment.sync();
      active.log.sync(); // its indexes are made anew after a crash
    });
  }

  /** Starts a sync when flush.ms has gone by since the last one and something was appended. */
  flushIfDue(): void {
    if (this.syncs.unsyncedRecords === 0 || this.syncs.msSinceSync() < this.config.flushMs) return;
    const { active } = this.segments;
    this.syncs.inBackground(() => active.log.syncInBackground(), this.logEndOffset);
  }

  /** Settles when no sync is under way in the background. */
  settled(): Promise<void> {
    return this.syncs.settled();
  }

  /** `clean` leaves nothing to be recovered; otherwise the files are closed as a crash would leave them. */
  close({ clean }: { clean: boolean }): void {
    const asFound = this.logEndOffset === this.openedEndOffset && this.recoveryPoint === this.logEndOffset;
    if (clean && !asFound && !this.offline) {
      const { active } = this.segments;
      this.onDisk(() => {
        active.seal();
        if (active.log.storedBytes() !== active.sizeBytes) active.log.truncate(active.sizeBytes);
        if (this.logEndOffset > 0) this.producers.writeSnapshot(this.logEndOffset);
      });
      this.flush();
      this.syncing(() => active.sync());
    }
    this.shut(new LogError('KAFKA_STORAGE_ERROR', `The log of ${this.topic}-${this.partition} is closed`));
  }

  /** Closes the log and renames its directory; gives the new path, which the caller removes when its time has come. */
  delete(uniqueId: string): string {
    this.shut(new LogError('UNKNOWN_TOPIC_OR_PARTITION', `${this.topic}-${this.partition} was deleted`));
    const parent = dirname(this.directory);
    const renamed = join(parent, deletedPartitionDirectory(this.topic, this.partition, uniqueId));
    this.fs.rename(this.directory, renamed);
    return renamed;
  }

  private shut(why: LogError): void {
    this.offline ??= why;
    this.syncs.stop();
    this.segments.close();
  }

  private appended(baseOffset: number, lastOffset: number, logAppendTimeMs: number, duplicate: boolean): Appended {
    return { baseOffset, lastOffset, logAppendTimeMs, logStartOffset: this.logStartOffset, duplicate };
  }

  private underCodec(batch: Buffer): Buffer {
    try {
      const bytes = recompress(batch, this.config.compressionType);
      if (bytes !== batch) checkSize(bytes.length, this.config);
      return bytes;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw new LogError('INVALID_RECORD', error.message, { cause: error });
    }
  }

  private checkEpoch(epoch: number): void {
    if (epoch >= this.leaderEpoch) return;
    throw new LogError('FENCED_LEADER_EPOCH', `Leader epoch ${epoch} is over, the log is at ${this.leaderEpoch}`);
  }

  /** The active segment, or a new one when the batch does not belong into it any more (LogSegment.shouldRoll). */
  private segmentFor(batchBytes: number, lastOffset: number, timestampMs: number, nowMs: number): Segment {
    const { config } = this;
    const { active } = this.segments;
    const full =
      active.sizeBytes + batchBytes > config.segmentBytes ||
      (active.sizeBytes > 0 && active.filledForMs(nowMs, timestampMs) > config.segmentMs) ||
      active.indexesFull(config.segmentIndexBytes) ||
      !active.canHold(lastOffset);
    return full ? this.roll() : active;
  }

  private roll(): Segment {
    const old = this.segments.active;
    if (old.baseOffset === this.logEndOffset) return old;
    const next = this.segments.roll(this.logEndOffset, this.config.indexIntervalBytes);
    this.producers.writeSnapshot(next.baseOffset);
    this.syncs.namesChanged();
    this.syncs.inBackground(() => old.syncInBackground(), next.baseOffset);
    return next;
  }

  private moveStart(offset: number): void {
    this.logStartOffset = offset;
    this.epochs.truncateFromStart(offset);
  }

  private syncing(sync: () => void): void {
    try {
      this.syncs.now(sync, this.logEndOffset);
    } catch (error) {
      throw this.goOffline(error);
    }
  }

  /** Runs what works on files. */
  private onDisk<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof LogError) throw error;
      throw storageError(this.directory, error);
    }
  }

  /** After a failed sync nobody knows what is on the disk: the log takes nothing more. */
  private goOffline(error: unknown): LogError {
    this.offline = storageError(this.directory, error);
    return this.offline;
  }
}

const storageError = (directory: string, error: unknown): LogError =>
  new LogError('KAFKA_STORAGE_ERROR', `${directory}: ${(error as Error).message}`, { cause: error });
