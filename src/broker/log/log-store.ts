/**
 * All partitions of a data directory: opens them, makes and deletes them, and does what has to be done from time to time
 * (Kafka: LogManager.java). Whether the last stop was clean decides how much of them is checked at the start.
 */
import { join } from 'node:path';
import type { Clock, Timer } from '../../lib/clock.ts';
import { isCompacted, LogCleaner } from './cleaner/log-cleaner.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import type { LogConfig } from './log-config.ts';
import { claimIdentity, markCleanShutdown, prepareDirectory, randomUuid, takeCleanShutdown } from './log-dir.ts';
import { DamagedLog, LogError } from './log-error.ts';
import { defaultIntervals, type LogStoreOptions, type StoreIntervals } from './log-store-options.ts';
import { isDeletedPartitionDirectory, METADATA_LOG, parsePartitionDirectory, partitionDirectory } from './names.ts';
import { OffsetCheckpoint, type PartitionOffset } from './offset-checkpoint.ts';
import { PartitionLog, type PartitionLogOptions } from './partition-log.ts';
import { readTopicId } from './partition-metadata.ts';
import { every } from './schedule.ts';
import type { UnsyncedLogs } from './unsynced-logs.ts';

type OpenOptions = Omit<PartitionLogOptions, 'directory' | 'clock' | 'fs' | 'onStartMoved'>;

export class LogStore {
  readonly clusterId: string;
  readonly directoryId: string;
  /** Whether the last broker on this directory was stopped cleanly. */
  readonly cleanStart: boolean;

  private readonly dataDir: string;
  private readonly fs: FileSystem;
  private readonly clock: Clock;
  private readonly lock: DirectoryLock;
  private readonly onBackgroundError: (error: unknown) => void;
  private readonly unsynced: UnsyncedLogs | undefined;
  private readonly logs = new Map<string, PartitionLog>();
  /** Logs that could not be opened. Nobody knows yet whether they belong to a topic. */
  private readonly damaged = new Map<string, PartitionLog>();
  /** Of which the checkpoints may still tell. */
  private readonly deletedNames = new Set<string>();
  private readonly recoveryPoints: OffsetCheckpoint;
  private readonly logStarts: OffsetCheckpoint;
  private readonly highWatermarks: OffsetCheckpoint;
  private readonly cleaner: LogCleaner | undefined;
  private readonly timers: Timer[];
  private readonly removals = new Set<Timer>();
  private checkpointing: Promise<void> = Promise.resolve();

  /**
   * Opens the directory and every partition in it; checks partitions after a crash. Failure when the directory cannot be
   * written, is in use, or belongs to another node.
   */
  static open(options: LogStoreOptions): LogStore {
    const { fs = nodeFileSystem, dataDir } = options;
    prepareDirectory(fs, dataDir);
    const lock = lockDirectory(fs, dataDir);
    try {
      return new LogStore(options, fs, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  private constructor(options: LogStoreOptions, fs: FileSystem, lock: DirectoryLock) {
    const { dataDir, clock, nodeId, clusterId } = options;
    this.dataDir = dataDir;
    this.fs = fs;
    this.clock = clock;
    this.lock = lock;
    this.unsynced = options.unsynced;
    this.onBackgroundError = options.onBackgroundError ?? (error => process.emitWarning(error as Error));
    const identity = claimIdentity(fs, dataDir, { nodeId, clusterId });
    this.clusterId = identity.clusterId;
    this.directoryId = identity.directoryId;
    this.recoveryPoints = new OffsetCheckpoint(fs, dataDir, 'recovery-point-offset-checkpoint');
    this.logStarts = new OffsetCheckpoint(fs, dataDir, 'log-start-offset-checkpoint');
    this.highWatermarks = new OffsetCheckpoint(fs, dataDir, 'replication-offset-checkpoint');
    this.cleanStart = takeCleanShutdown(fs, dataDir);
    this.openAll(options);
    this.cleaner = this.startCleaner(options);
    this.timers = this.startSchedules({ ...defaultIntervals, ...options.intervals });
  }

  get(topic: string, partition: number): PartitionLog | undefined {
    return this.logs.get(partitionDirectory(topic, partition));
  }

  partitions(): Iterable<PartitionLog> {
    return this.logs.values();
  }

  /** An empty log, or the one that is there already with this topic id. */
  create(topic: string, partition: number, topicId: string, config: LogConfig): PartitionLog {
    const name = partitionDirectory(topic, partition);
    const existing = this.logs.get(name);
    if (existing !== undefined && existing.topicId !== topicId) {
      throw new LogError('INCONSISTENT_TOPIC_ID', `${name} belongs to the topic with id ${existing.topicId}`);
    }
    if (existing !== undefined) return existing;
    if (this.deletedNames.has(name)) this.writeCheckpoints();
    const log =
      this.damaged.get(name) ?? this.openLog(name, { topic, partition, topicId, config, cleanShutdown: true });
    this.damaged.delete(name);
    this.logs.set(name, log);
    return log;
  }

  /** The log of a partition is not what it should be: it goes offline. */
  refuse(log: PartitionLog, problem: string): void {
    const { topic, partition, config, recoveryPoint, logStartOffset } = log;
    const name = partitionDirectory(topic, partition);
    log.close({ clean: false });
    this.logs.delete(name);
    this.setAside(name, { topic, partition, config, recoveryPoint, logStartOffset }, new Error(problem));
  }

  /** Takes the partition away at once; its files go after file.delete.delay.ms. What is not there is fine. */
  delete(topic: string, partition: number): void {
    const name = partitionDirectory(topic, partition);
    const log = this.logs.get(name);
    if (log === undefined) return;
    this.logs.delete(name);
    const path = log.delete(Buffer.from(randomUuid(), 'base64url').toString('hex'));
    this.deletedNames.add(name);
    this.cleaner?.forget(name);
    const removal = this.clock.after(log.config.fileDeleteDelayMs, () => {
      this.removals.delete(removal);
      this.fs.remove(path);
    });
    this.removals.add(removal);
  }

  /** Writes recovery points and log starts. */
  checkpoint(): Promise<void> {
    return this.inTurn(async () => {
      await this.recoveryPoints.writeInBackground(this.offsets(log => log.recoveryPoint));
      await this.logStarts.writeInBackground(this.offsets(log => log.logStartOffset));
    });
  }

  /** Syncs and closes everything; the next start will find nothing to recover. */
  async close(): Promise<void> {
    for (const timer of [...this.timers, ...this.removals]) timer.cancel(); // the next start removes what is left
    await this.cleaner?.stop();
    await this.checkpointing;
    let clean = true;
    for (const log of this.logs.values()) {
      await log.settled();
      if (log.offline !== undefined) clean = false; // the next start is to look at it again
      try {
        log.close({ clean: true });
      } catch (error) {
        clean = false;
        this.tell(error);
      }
    }
    this.writeCheckpoints();
    this.highWatermarks.write(this.offsets(log => log.highWatermark));
    if (clean) markCleanShutdown(this.fs, this.dataDir);
    this.lock.release();
  }

  /** Lets go of the directory as a crash would, for tests of what comes after one. */
  abandon(): void {
    for (const timer of [...this.timers, ...this.removals]) timer.cancel();
    void this.cleaner?.stop();
    for (const log of this.logs.values()) log.close({ clean: false });
    this.lock.release();
  }

  private openAll({ configOf, defaults }: LogStoreOptions): void {
    const recoveryPoints = this.recoveryPoints.read();
    const logStarts = this.logStarts.read();
    const cleaned = new OffsetCheckpoint(this.fs, this.dataDir, 'cleaner-offset-checkpoint');
    const cleanedUpTo = cleaned.read();
    this.highWatermarks.read();
    for (const name of this.fs.list(this.dataDir)) {
      const path = join(this.dataDir, name);
      if (isDeletedPartitionDirectory(name)) this.fs.remove(path);
      const parsed = name === METADATA_LOG ? undefined : parsePartitionDirectory(name);
      if (parsed === undefined || !this.fs.status(path)?.directory || this.isUnfinished(path)) continue;
      const options = {
        ...parsed,
        config: configOf?.(parsed.topic) ?? defaults,
        cleanShutdown: this.cleanStart,
        recoveryPoint: recoveryPoints.get(name) ?? 0,
        logStartOffset: logStarts.get(name) ?? 0,
        hasGaps: cleaned.isBroken || cleanedUpTo.has(name),
      };
      try {
        this.logs.set(name, this.openLog(name, options));
      } catch (error) {
        this.setAside(name, options, error);
      }
    }
    this.writeCheckpoints();
  }

  /** What they say of a partition that is gone must not be believed of a new one of that name. */
  private writeCheckpoints(): void {
    this.deletedNames.clear();
    this.recoveryPoints.write(this.offsets(log => log.recoveryPoint));
    this.logStarts.write(this.offsets(log => log.logStartOffset));
  }

  /** The power went before its partition.metadata reached the disk: nothing that was written has either. */
  private isUnfinished(path: string): boolean {
    if (readTopicId(this.fs, path) !== undefined) return false;
    const logs = this.fs.list(path).filter(name => name.endsWith('.log'));
    if (logs.some(name => this.fs.status(join(path, name))!.sizeBytes > 0)) return false;
    this.fs.remove(path);
    return true;
  }

  /** What cannot be read takes nothing else with it: its partition is offline, its files stay as they are. */
  private setAside(name: string, options: OpenOptions, cause: unknown): void {
    const { fs, clock } = this;
    const directory = join(this.dataDir, name);
    const why = new DamagedLog(directory, (cause as Error).message, { cause });
    this.damaged.set(name, PartitionLog.offline({ topicId: '', ...options, directory, fs, clock }, why));
    this.onBackgroundError(why);
  }

  private openLog(name: string, options: OpenOptions): PartitionLog {
    const { fs, clock, unsynced, onBackgroundError: onProblem } = this;
    const directory = join(this.dataDir, name);
    const onStartMoved = (): void => void this.checkpoint();
    return PartitionLog.open({ ...options, directory, fs, clock, unsynced, onStartMoved, onProblem });
  }

  private startCleaner({ cleaner: settings, onCleaned }: LogStoreOptions): LogCleaner | undefined {
    if (settings === undefined) return undefined;
    const { fs, dataDir, clock, onBackgroundError: onError } = this;
    return new LogCleaner({ fs, dataDir, clock, logs: () => this.logs.values(), settings, onCleaned, onError });
  }

  private startSchedules(intervals: StoreIntervals): Timer[] {
    const { clock } = this;
    const forEach = (work: (log: PartitionLog) => void) => (): void => {
      for (const log of this.logs.values()) if (log.offline === undefined) this.guarded(() => work(log));
    };
    return [
      every(
        clock,
        intervals.retentionCheckMs,
        // The cleaner does that for compacted logs; without one they keep everything (LogManager.cleanupLogs).
        forEach(log => void (isCompacted(log.compaction) || log.enforceRetention())),
      ),
      every(
        clock,
        intervals.flushCheckMs,
        forEach(log => log.flushIfDue()),
      ),
      every(
        clock,
        intervals.producerExpiryCheckMs,
        forEach(log => log.expireProducers(intervals.producerIdExpirationMs())),
      ),
      every(clock, intervals.checkpointMs, () => this.checkpoint()),
      every(clock, intervals.highWatermarkCheckpointMs, () =>
        this.inTurn(() => this.highWatermarks.writeInBackground(this.offsets(log => log.highWatermark))),
      ),
    ];
  }

  /** One checkpoint after the other. */
  private inTurn(write: () => Promise<void>): Promise<void> {
    this.checkpointing = this.checkpointing.then(write).catch(error => this.onBackgroundError(error));
    return this.checkpointing;
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.tell(error);
    }
  }

  /** What a log itself has told is not told again. */
  private tell(error: unknown): void {
    if (!(error instanceof LogError)) this.onBackgroundError(error);
  }

  private offsets(of: (log: PartitionLog) => number): PartitionOffset[] {
    return [...this.logs.values(), ...this.damaged.values()].map(log => ({
      topic: log.topic,
      partition: log.partition,
      offset: of(log),
    }));
  }
}
