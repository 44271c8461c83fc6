/**
 * Compacts the dirtiest log there is, then the next, and looks again after a while (Kafka: LogCleaner.java,
 * LogCleanerManager.java). How far each log was compacted is kept in `cleaner-offset-checkpoint`.
 */
import type { Clock, Timer } from '../../../lib/clock.ts';
import type { FileSystem } from '../file-system.ts';
import { partitionDirectory } from '../names.ts';
import { OffsetCheckpoint } from '../offset-checkpoint.ts';
import { type CleanerMemory, cleanLog, type Pass } from './clean-log.ts';
import { cleanableRange } from './cleanable-range.ts';
import type { CompactableLog } from './compactable-log.ts';
import { CleaningAborted, Pace } from './pace.ts';

/** Kafka's broker settings log.cleaner.*, as they are now. */
export interface CleanerSettings extends CleanerMemory {
  readonly threads: number;
  readonly maxBytesPerSecond: number;
  readonly backoffMs: number;
}

/** A log that may be compacted, and whose old segments the cleaner deletes between its passes. */
export interface CleanedLog {
  readonly compaction: CompactableLog;
  enforceRetention(): number;
}

export interface LogCleanerOptions {
  readonly fs: FileSystem;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logs: () => Iterable<CleanedLog>;
  readonly settings: () => CleanerSettings;
  readonly onCleaned?: ((name: string, pass: Pass) => void) | undefined;
  readonly onError: (error: unknown) => void;
}

interface DirtyLog {
  readonly name: string;
  readonly log: CompactableLog;
  readonly from: number;
  readonly upTo: number;
  readonly ratio: number;
}

const nameOf = ({ log }: CompactableLog): string => partitionDirectory(log.topic, log.partition);

export class LogCleaner {
  private readonly options: LogCleanerOptions;
  private readonly checkpoint: OffsetCheckpoint;
  private readonly cleanedUpTo: Map<string, number>;
  /** Logs that a pass could not read, until the next start. */
  private readonly uncleanable = new WeakSet<CompactableLog>();
  private readonly pace: Pace;
  private timer: Timer | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(options: LogCleanerOptions) {
    this.options = options;
    this.checkpoint = new OffsetCheckpoint(options.fs, options.dataDir, 'cleaner-offset-checkpoint');
    this.cleanedUpTo = this.checkpoint.read();
    this.pace = new Pace(options.clock, () => options.settings().maxBytesPerSecond);
    this.lookAgainAfter(0);
  }

  /** Settles when the pass under way has been given up. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    this.pace.stop();
    await this.round;
  }

  /** The partition is gone; another one may get its name. */
  forget(name: string): void {
    if (this.cleanedUpTo.delete(name)) this.save();
  }

  private lookAgainAfter(delayMs: number): void {
    this.timer = this.options.clock.after(delayMs, () => {
      this.round = this.runRound().then(() => {
        if (!this.stopped) this.lookAgainAfter(this.options.settings().backoffMs);
      });
    });
  }

  private async runRound(): Promise<void> {
    const failed = new Set<CompactableLog>();
    while (!this.stopped) {
      const dirtiest = this.dirtiest(failed);
      if (dirtiest !== undefined && !(await this.clean(dirtiest))) failed.add(dirtiest.log);
      this.enforceRetention();
      if (dirtiest === undefined) return;
    }
  }

  /** `failed` have had their chance in this round. */
  private dirtiest(failed: ReadonlySet<CompactableLog>): DirtyLog | undefined {
    if (this.options.settings().threads === 0) return undefined;
    const nowMs = this.options.clock.nowMs();
    let dirtiest: DirtyLog | undefined;
    for (const log of this.compacted()) {
      if (failed.has(log) || this.uncleanable.has(log)) continue;
      const name = nameOf(log);
      try {
        const range = cleanableRange(log.segments, log.log, this.cleanedUpTo.get(name), log.log.config, nowMs);
        if (!range.isDue || (dirtiest !== undefined && range.ratio <= dirtiest.ratio)) continue;
        dirtiest = { name, log, from: range.firstDirtyOffset, upTo: range.firstUncleanableOffset, ratio: range.ratio };
      } catch (error) {
        this.giveUp(log, error);
      }
    }
    return dirtiest;
  }

  /** Whether it went well. */
  private async clean({ name, log, from, upTo }: DirtyLog): Promise<boolean> {
    const { settings, clock, onCleaned } = this.options;
    try {
      const pass = await cleanLog(log, { from, upTo }, settings(), this.pace, clock.nowMs());
      this.cleanedUpTo.set(name, pass.cleanedUpTo);
      this.save();
      onCleaned?.(name, pass);
      return true;
    } catch (error) {
      if (!(error instanceof CleaningAborted || log.isShut)) this.giveUp(log, error);
      return false;
    }
  }

  /** For good, unless it was the disk: else it would be as unreadable the next time. */
  private giveUp(log: CompactableLog, cause: unknown): void {
    if ((cause as NodeJS.ErrnoException).code === undefined) this.uncleanable.add(log);
    this.options.onError(new Error(`${nameOf(log)} was not compacted: ${(cause as Error).message}`, { cause }));
  }

  /** Here and not on the timer of other logs, so that no pass finds its segments deleted. */
  private enforceRetention(): void {
    for (const log of this.options.logs()) {
      if (!isCompacted(log.compaction) || log.compaction.isShut) continue;
      try {
        log.enforceRetention();
      } catch (error) {
        this.options.onError(error);
      }
    }
  }

  private *compacted(): Generator<CompactableLog> {
    for (const { compaction } of this.options.logs())
      if (isCompacted(compaction) && !compaction.isShut) yield compaction;
  }

  private save(): void {
    const offsets = [...this.options.logs()].flatMap(({ compaction }) => {
      const offset = this.cleanedUpTo.get(nameOf(compaction));
      return offset === undefined ? [] : [{ ...compaction.log, offset }];
    });
    try {
      this.checkpoint.write(offsets);
    } catch (error) {
      this.options.onError(error);
    }
  }
}

export const isCompacted = ({ log }: CompactableLog): boolean => log.config.cleanupPolicy.includes('compact');
