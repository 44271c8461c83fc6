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
import { type LoadedLog, loadLog, unloaded } from './load-log.ts';
import type { LogConfig } from './log-config.ts';
import { LogDisk } from './log-disk.ts';
import { LogError } from './log-error.ts';
import { LogReader } from './log-reader.ts';
import { deletedPartitionDirectory } from './names.ts';
import type { Appended, AppendOptions, PartitionLogOptions } from './partition-log-types.ts';
import { claimDirectory, syncClaim } from './partition-metadata.ts';
import { ReadableLog } from './readable-log.ts';
import { recompress } from './recompress.ts';
import type { Recovery } from './recover-segments.ts';
import { segmentsPastRetention } from './retention.ts';
import type { AskedFor } from './transaction-verification.ts';
import type { UnsyncedLogs } from './unsynced-logs.ts';
import { validateBatch } from './validate-batch.ts';

export type { Appended, PartitionLogOptions } from './partition-log-types.ts';

const loadDefaults = { cleanShutdown: false, recoveryPoint: 0, logStartOffset: 0, hasGaps: false };

export class PartitionLog extends ReadableLog {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  /** What the opening had to do. */
  readonly recovery: Recovery;
  /** The log as the cleaner sees it. */
  readonly compaction: CompactableLog;
  config: LogConfig;

  private readonly directory: string;
  private readonly fs: FileSystem;
  private readonly clock: Clock;
  private readonly unsynced: UnsyncedLogs | undefined;
  private readonly onStartMoved: (() => void) | undefined;
  /** Whether what says whose log this is has reached the disk. */
  private claimed: boolean;
  private readonly openedEndOffset: number;

  /**
   * Opens the log and makes it whole after a crash. LogError when the directory belongs to another topic, DamagedLog when
   * synced records cannot be read.
   */
  static open(options: PartitionLogOptions): PartitionLog {
    const { directory, fs = nodeFileSystem } = options;
    const topicId = claimDirectory(fs, directory, options.topicId);
    return new PartitionLog(
      { ...options, topicId, fs },
      loadLog({ ...loadDefaults, ...options, fs, nowMs: options.clock.nowMs() }),
    );
  }

  /** A log that cannot be opened: it answers everything with `why`, and its files stay as they are. */
  static offline(options: PartitionLogOptions & { topicId: string }, why: LogError): PartitionLog {
    const { fs = nodeFileSystem } = options;
    const log = new PartitionLog({ ...options, fs }, unloaded({ ...loadDefaults, ...options, fs, nowMs: 0 }));
    log.disk.close(why);
    return log;
  }

  private constructor(options: PartitionLogOptions & { topicId: string; fs: FileSystem }, loaded: LoadedLog) {
    const { directory, fs, clock, onProblem } = options;
    const disk = new LogDisk({ fs, directory, clock, onProblem, ...loaded });
    const reader = new LogReader(disk.segments);
    super({ ...loaded, disk, reader });
    this.fs = fs;
    this.clock = clock;
    this.directory = directory;
    this.topic = options.topic;
    this.partition = options.partition;
    this.topicId = options.topicId;
    this.config = options.config;
    this.unsynced = options.unsynced;
    this.onStartMoved = options.onStartMoved;
    this.recovery = loaded.recovery;
    this.openedEndOffset = loaded.logEndOffset;
    this.claimed = loaded.logEndOffset > 0;
    this.compaction = new CompactableLog(this, { ...loaded, fs, directory, disk, reader });
  }

  /** From the log's end on, batches are of this epoch. */
  startLeaderEpoch(epoch: number): void {
    this.checkEpoch(epoch);
    this.epochs.assign(epoch, this.logEndOffset);
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
      // With a time, as in Kafka, even where the topic keeps the producer's.
      return this.appended(repeated.firstOffset, repeated.lastOffset, repeated.timestampMs, true);
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
    this.unsynced?.add(this);
    if (this.logEndOffset - this.recoveryPoint >= this.config.flushMessages) this.flush();
    return this.appended(baseOffset, lastOffset, stamped ? nowMs : -1, false);
  }

  /** Whether the coordinator is to be asked before the first batch of a transaction; LogError when it is fenced. */
  needsVerification(asked: AskedFor): boolean {
    return this.producers.needsVerification(asked, this.clock.nowMs());
  }

  /** DeleteRecords: moves the start to `offset`, −1 for all there is. Files go with the next retention. */
  deleteRecordsBefore(offset: number): number {
    if (this.offline !== undefined) throw this.offline;
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

  flushInBackground(): void {
    this.disk.flushInBackground(this.logEndOffset);
  }

  /** Settles when no sync is under way in the background. */
  settled(): Promise<void> {
    return this.disk.settled();
  }

  /** `clean` leaves nothing to be recovered; otherwise the files are closed as a crash would leave them. */
  close({ clean }: { clean: boolean }): void {
    // After a recovery the indexes of the last segment are only in memory.
    const wasWhole = this.recovery.segments === 0 && this.recoveryPoint === this.logEndOffset;
    const asFound = wasWhole && this.logEndOffset === this.openedEndOffset;
    if (clean && !asFound && this.offline === undefined) {
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
