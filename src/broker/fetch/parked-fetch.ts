/**
 * A fetch that waits for bytes (Kafka: DelayedFetch). It counts what each partition could give, and ends when that is
 * enough, when a partition can no longer be read, when its time is up, or when its client is gone.
 */
import type { Clock } from '../../lib/clock.ts';
import { LogError } from '../log/log-error.ts';
import type { Partition } from '../replication/partition.ts';
import type { WantedPartition } from './fetch-session.ts';
import { boundOf, divergence, type Isolation, refusalOf } from './read-partition.ts';

export interface Watched {
  readonly partition: Partition;
  readonly wanted: WantedPartition;
}

/** Bytes that a read of the partition would find; undefined when it would give an error or diverges. */
export function availableBytes({ partition, wanted }: Watched, isolation: Isolation): number | undefined {
  if (partition.isDeleted || refusalOf(partition, wanted) !== undefined) return undefined;
  if (divergence(partition, wanted) !== undefined) return undefined;
  const { log } = partition;
  try {
    return Math.min(log.sizeFrom(wanted.fetchOffset, boundOf(partition, isolation)), wanted.partitionMaxBytes);
  } catch (error) {
    if (error instanceof LogError) return undefined; // reading will say the same
    throw error;
  }
}

/**
 * Resolves with true when it is time to read, with false when the client is gone. `available` are the bytes counted
 * before, one number for each of `watched`.
 */
export function parkFetch(
  watched: readonly Watched[],
  available: number[],
  options: {
    readonly isolation: Isolation;
    readonly minBytes: number;
    readonly maxWaitMs: number;
    readonly clock: Clock;
    onceClosed(run: () => void): () => void;
  },
): Promise<boolean> {
  return new Promise(resolve => {
    let total = available.reduce((sum, bytes) => sum + bytes, 0);
    let isDone = false;
    const watchers = watched.map((each, i) => () => {
      const bytes = isDone ? 0 : availableBytes(each, options.isolation);
      total += (bytes ?? 0) - available[i]!;
      available[i] = bytes ?? 0;
      if (bytes !== undefined && total < options.minBytes) return;
      // After everything that came with the same read of the socket: one response for all of it.
      queueMicrotask(() => end(true));
    });
    const timer = options.clock.after(options.maxWaitMs, () => end(true));
    const forgetClient = options.onceClosed(() => end(false));
    const end = (isWanted: boolean) => {
      if (isDone) return;
      isDone = true;
      timer.cancel();
      forgetClient();
      for (const [i, { partition }] of watched.entries()) partition.unwatch(watchers[i]!);
      resolve(isWanted);
    };
    for (const [i, { partition }] of watched.entries()) partition.watch(watchers[i]!);
  });
}
