/**
 * What of a log is on the disk, and the syncs that get it there: at a roll and by flush.ms in the background, one after
 * the other, so that the recovery point never passes anything that is still on its way.
 */
import type { Clock } from '../../lib/clock.ts';
import type { FileSystem } from './file-system.ts';

export class SyncTracker {
  /** Everything below this offset is on the disk. */
  recoveryPoint: number;

  private readonly fs: FileSystem;
  private readonly directory: string;
  private readonly clock: Clock;
  private readonly onFailure: (error: unknown) => void;
  private lastSyncMs: number;
  private namesSynced = false;
  private stopped = false;
  private background: Promise<void> = Promise.resolve();

  constructor(
    fs: FileSystem,
    directory: string,
    clock: Clock,
    { recoveryPoint, onFailure }: { recoveryPoint: number; onFailure: (error: unknown) => void },
  ) {
    this.fs = fs;
    this.directory = directory;
    this.clock = clock;
    this.recoveryPoint = recoveryPoint;
    this.onFailure = onFailure;
    this.lastSyncMs = clock.nowMs();
  }

  /** Files were made: their names have to be synced as well. */
  namesChanged(): void {
    this.namesSynced = false;
  }

  syncNames(): void {
    this.fs.syncDirectory(this.directory);
    this.namesSynced = true;
  }

  msSinceSync(): number {
    return this.clock.nowMs() - this.lastSyncMs;
  }

  /** Runs a sync of everything below `upTo`; what it throws is thrown. */
  now(sync: () => void, upTo: number): void {
    sync();
    this.done(upTo);
  }

  /** The same later; a failure goes to `onFailure`. */
  inBackground(sync: () => Promise<void>, upTo: number): void {
    this.background = this.background.then(async () => {
      if (this.stopped) return;
      try {
        await sync();
        if (!this.stopped) this.done(upTo);
      } catch (error) {
        if (!this.stopped) this.onFailure(error); // once the log is closed its files may be gone
      }
    });
  }

  stop(): void {
    this.stopped = true;
  }

  /** Settles when no sync is under way. */
  settled(): Promise<void> {
    return this.background;
  }

  private done(upTo: number): void {
    if (!this.namesSynced) this.syncNames();
    this.recoveryPoint = Math.max(this.recoveryPoint, upTo);
    this.lastSyncMs = this.clock.nowMs();
  }
}
