/**
 * The files of a log and how far they are on the disk: rolls, syncs, the clean end, and what happens when the disk fails
 * (Kafka: LocalLog.java). Offsets and producers are the log's business.
 */
import type { Clock } from '../../lib/clock.ts';
import type { FileSystem } from './file-system.ts';
import type { LogConfig } from './log-config.ts';
import { LogError } from './log-error.ts';
import type { Segment } from './segment.ts';
import { SegmentList } from './segment-list.ts';
import { SyncTracker } from './sync-tracker.ts';

export interface LogDiskOptions {
  readonly fs: FileSystem;
  readonly directory: string;
  readonly clock: Clock;
  readonly segments: Segment[];
  readonly recoveryPoint: number;
  /** Told what the disk refuses, or what on it cannot be read: once, and again when it is something else. */
  readonly onProblem?: ((problem: LogError) => void) | undefined;
}

export class LogDisk {
  readonly segments: SegmentList;
  private readonly directory: string;
  private readonly syncs: SyncTracker;
  private readonly onProblem: ((problem: LogError) => void) | undefined;
  private shut: LogError | undefined;
  private toldProblem: string | undefined;

  constructor({ fs, directory, clock, segments, recoveryPoint, onProblem }: LogDiskOptions) {
    this.onProblem = onProblem;
    this.directory = directory;
    this.segments = new SegmentList(fs, directory, clock, segments);
    const onFailure = (error: unknown): void => void this.fail(error);
    this.syncs = new SyncTracker(fs, directory, clock, { recoveryPoint, onFailure });
  }

  /** Why nothing is done any more. */
  get failure(): LogError | undefined {
    return this.shut;
  }

  /** Everything below it is on the disk. */
  get recoveryPoint(): number {
    return this.syncs.recoveryPoint;
  }

  /** Runs what works on files; LogError KAFKA_STORAGE_ERROR when they refuse, or for ever after a failed sync. */
  work<T>(run: () => T): T {
    if (this.shut) throw this.shut;
    try {
      return run();
    } catch (error) {
      throw error instanceof LogError ? error : this.storageError(error);
    }
  }

  /** The active segment, or a new one when the batch does not belong into it any more (LogSegment.shouldRoll). */
  segmentFor(
    batch: { bytes: number; baseOffset: number; lastOffset: number; timestampMs: number },
    config: LogConfig,
    nowMs: number,
    beforeRoll: () => void,
  ): Segment {
    const { active } = this.segments;
    const full =
      active.sizeBytes + batch.bytes > config.segmentBytes ||
      (active.sizeBytes > 0 && active.filledForMs(nowMs, batch.timestampMs) > rollAfterMs(config, active.jitter)) ||
      active.indexesFull(config.segmentIndexBytes) ||
      !active.canHold(batch.lastOffset);
    return full ? this.roll(batch.baseOffset, config, beforeRoll) : active;
  }

  /** A new active segment at `offset`; the old one is synced in the background. */
  roll(offset: number, { indexIntervalBytes }: LogConfig, beforeRoll: () => void): Segment {
    const old = this.segments.active;
    if (old.baseOffset === offset) return old;
    beforeRoll();
    const next = this.segments.roll(offset, indexIntervalBytes);
    this.syncs.namesChanged();
    this.syncs.inBackground(() => this.syncSegmentsBelow(offset), offset);
    return next;
  }

  /**
   * Puts a cleaned segment, which is on the disk, in the place of others; false when those are not there any more. A
   * crash leaves the old ones or the new one: `.swap` says that the new one is whole (LocalLog.replaceSegments).
   */
  replace(run: readonly Segment[], by: Segment, delayMs: number): boolean {
    if (!this.segments.hasRun(run)) return false;
    try {
      by.become('.swap');
      this.syncs.syncNames();
      this.segments.replaceRun(run, by, delayMs);
      by.become('');
      this.syncs.syncNames();
    } catch (error) {
      throw this.fail(error); // which files are there is found out at the next start
    }
    return true;
  }

  /** Segments that end at `offset` or before it are on the disk when this settles. */
  async syncBelow(offset: number): Promise<void> {
    if (this.recoveryPoint < offset) this.syncs.inBackground(() => this.syncSegmentsBelow(offset), offset);
    await this.settled();
  }

  /** All that were not synced: after a crash these are more than the last one. */
  private async syncSegmentsBelow(offset: number): Promise<void> {
    const { all } = this.segments;
    const unsynced = all.slice(this.segments.indexFor(this.recoveryPoint), this.segments.indexFor(offset));
    for (const segment of unsynced) await segment.syncInBackground();
  }

  /** Everything below `logEndOffset` is on the disk when this returns. */
  flush(logEndOffset: number): void {
    const { all, active } = this.segments;
    const unsynced = all.slice(this.segments.indexFor(this.recoveryPoint), -1);
    if (active.transactionIndex.hasNews) this.syncs.namesChanged();
    this.sync(logEndOffset, () => {
      for (const segment of unsynced) segment.sync();
      active.log.sync(); // its other indexes are made anew after a crash
      active.transactionIndex.sync();
    });
  }

  /** Starts a sync when the last one was `flushMs` ago and something was appended since. */
  flushIfDue(logEndOffset: number, flushMs: number): void {
    if (this.syncs.msSinceSync() >= flushMs) this.flushInBackground(logEndOffset);
  }

  flushInBackground(logEndOffset: number): void {
    if (this.recoveryPoint >= logEndOffset) return;
    const { active } = this.segments;
    if (active.transactionIndex.hasNews) this.syncs.namesChanged();
    this.syncs.inBackground(async () => {
      await this.syncSegmentsBelow(active.baseOffset);
      await active.log.syncInBackground();
      await active.transactionIndex.syncInBackground();
    }, logEndOffset);
  }

  settled(): Promise<void> {
    return this.syncs.settled();
  }

  /** Leaves the last segment complete, and all of them on the disk. */
  finish(logEndOffset: number): void {
    if (this.shut) return;
    const { active } = this.segments;
    this.work(() => {
      active.seal();
      if (active.log.storedBytes() !== active.sizeBytes) active.log.truncate(active.sizeBytes);
    });
    this.flush(logEndOffset);
    this.sync(logEndOffset, () => active.sync());
  }

  /** Closes all files; `why` is what is thrown from now on. */
  close(why: LogError): void {
    this.shut ??= why;
    this.syncs.stop();
    this.segments.close();
  }

  private sync(upTo: number, run: () => void): void {
    try {
      this.syncs.now(run, upTo);
    } catch (error) {
      throw this.fail(error);
    }
  }

  /** After a failed sync nobody knows what is on the disk. */
  private fail(error: unknown): LogError {
    this.shut = this.storageError(error);
    return this.shut;
  }

  private storageError(error: unknown): LogError {
    const problem = new LogError('KAFKA_STORAGE_ERROR', `${this.directory}: ${(error as Error).message}`, {
      cause: error,
    });
    if (problem.message !== this.toldProblem) this.onProblem?.(problem);
    this.toldProblem = problem.message;
    return problem;
  }
}

/** How long the segment may be filling (LogConfig.maxSegmentMs): a record that waits in it is not compacted. */
function rollAfterMs(
  { segmentMs, segmentJitterMs, cleanupPolicy, maxCompactionLagMs }: LogConfig,
  jitter: number,
): number {
  const ms = cleanupPolicy.includes('compact') ? Math.min(segmentMs, maxCompactionLagMs) : segmentMs;
  return ms - Math.floor(jitter * Math.min(segmentJitterMs, segmentMs));
}
