/**
 * A partition that this broker leads: its log, its leader epoch, and who waits for it to change. With one replica the
 * high watermark is the log's end.
 */
import type { ErrorName } from '../../protocol/errors.ts';
import type { Appended, PartitionLog } from '../log/partition-log.ts';

/** Called after records were appended, and when the partition is deleted. */
export type Watcher = () => void;

export class Partition {
  readonly index: number;
  readonly leaderEpoch: number;
  readonly log: PartitionLog;
  private readonly watchers = new Set<Watcher>();
  private deleted = false;

  constructor(index: number, leaderEpoch: number, log: PartitionLog) {
    this.index = index;
    this.leaderEpoch = leaderEpoch;
    this.log = log;
  }

  get isDeleted(): boolean {
    return this.deleted;
  }

  /** Throws LogError. `verified` as in PartitionLog.append. */
  append(batch: Buffer, origin: 'client' | 'coordinator', verified = false): Appended {
    const result = this.log.append(batch, { leaderEpoch: this.leaderEpoch, origin, verified });
    if (!result.duplicate) this.changed();
    return result;
  }

  /**
   * Why a client is not answered that knows another leader epoch (KIP-320; −1 is one that does not say), or while the log
   * cannot be read (ReplicaManager.getPartitionOrError).
   */
  epochError(currentLeaderEpoch: number): ErrorName | undefined {
    if (this.log.offline !== undefined) return this.log.offline.error;
    if (currentLeaderEpoch === -1 || currentLeaderEpoch === this.leaderEpoch) return undefined;
    return currentLeaderEpoch < this.leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH';
  }

  watch(watcher: Watcher): void {
    this.watchers.add(watcher);
  }

  unwatch(watcher: Watcher): void {
    this.watchers.delete(watcher);
  }

  /** The log is gone; whoever waits for it finds out. */
  markDeleted(): void {
    this.deleted = true;
    this.changed();
  }

  private changed(): void {
    for (const watcher of this.watchers) watcher();
  }
}
