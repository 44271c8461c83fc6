/** What a partition's log is opened with, and what it answers. */
import type { Clock } from '../../lib/clock.ts';
import type { FileSystem } from './file-system.ts';
import type { LogConfig } from './log-config.ts';
import type { LogError } from './log-error.ts';
import type { UnsyncedLogs } from './unsynced-logs.ts';
import type { AppendOrigin } from './validate-batch.ts';

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
  /** Offsets may be missing in the middle because the log was compacted once, whatever its policy is now. */
  readonly hasGaps?: boolean;
  /** Told of each append, for whoever syncs sooner than the topic asks for. */
  readonly unsynced?: UnsyncedLogs | undefined;
  readonly onProblem?: ((problem: LogError) => void) | undefined;
  /** DeleteRecords moved the start: a checkpoint should be written before a crash can undo that. */
  readonly onStartMoved?: () => void;
}

export interface AppendOptions {
  readonly leaderEpoch: number;
  readonly origin: AppendOrigin;
  /** The coordinator says that the partition belongs to the transaction of the batch (KIP-890). */
  readonly verified?: boolean;
}

export interface Appended {
  /** Of a duplicate: those that the batch got when it first came. */
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** −1 where the topic keeps the producer's time, but for a duplicate. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  /** Nothing was appended: the producer sent the batch again. */
  readonly duplicate: boolean;
}

export interface ReadResult {
  /** Whole batches, in order; the first one may begin below the offset asked for. */
  readonly records: readonly Buffer[];
  readonly bytes: number;
  /** The offset after them; that which was asked for when there are none. */
  readonly nextOffset: number;
}
