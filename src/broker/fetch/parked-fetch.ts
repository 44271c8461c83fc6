/**
 * A fetch that waits for bytes (Kafka: DelayedFetch). It counts what each partition could give, and ends when that is
 * enough, when a partition can no longer be read, when its time is up, or when its client is gone.
 */
import { LogError } from '../log/log-error.ts';
import { DelayedOperation, type Purgatory } from '../purgatory.ts';
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

interface Waiting {
  readonly isolation: Isolation;
  readonly minBytes: number;
  readonly maxWaitMs: number;
  onceClosed(run: () => void): () => void;
}

/**
 * Resolves with true when it is time to read, with false when the client is gone. `available` are the bytes counted
 * before, one number for each of `watched`.
 */
export function parkFetch(
  watched: readonly Watched[],
  available: number[],
  waiting: Waiting,
  purgatory: Purgatory<Partition>,
): Promise<boolean> {
  return new Promise(resolve => {
    const fetch = new DelayedFetch(watched, available, waiting, resolve);
    const partitions = watched.map(({ partition }) => partition);
    purgatory.tryCompleteElseWatch(fetch, partitions);
  });
}

class DelayedFetch extends DelayedOperation<Partition> {
  private readonly watched: readonly Watched[];
  private readonly available: number[];
  private readonly isolation: Isolation;
  private readonly minBytes: number;
  private readonly answer: (isWanted: boolean) => void;
  private readonly forgetClient: () => void;
  private readonly places = new Map<Partition, number>();
  private totalBytes: number;
  private isClientGone = false;

  constructor(
    watched: readonly Watched[],
    available: number[],
    { isolation, minBytes, maxWaitMs, onceClosed }: Waiting,
    answer: (isWanted: boolean) => void,
  ) {
    super(maxWaitMs);
    this.watched = watched;
    this.available = available;
    this.isolation = isolation;
    this.minBytes = minBytes;
    this.answer = answer;
    this.totalBytes = available.reduce((sum, bytes) => sum + bytes, 0);
    for (const [i, { partition }] of watched.entries()) this.places.set(partition, i);
    this.forgetClient = onceClosed(() => {
      this.isClientGone = true;
      this.forceComplete();
    });
  }

  override tryComplete(changed?: Partition): boolean {
    const place = changed === undefined ? undefined : this.places.get(changed);
    if (place === undefined) return false; // whoever parks it has counted just before
    const bytes = availableBytes(this.watched[place]!, this.isolation);
    this.totalBytes += (bytes ?? 0) - this.available[place]!;
    this.available[place] = bytes ?? 0;
    if (bytes !== undefined && this.totalBytes < this.minBytes) return false;
    return this.forceComplete();
  }

  protected override onComplete(): void {
    this.forgetClient();
    // After everything that came with the same read of the socket: one response for all of it.
    queueMicrotask(() => this.answer(!this.isClientGone));
  }
}
