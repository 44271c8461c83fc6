/** How far partitions on the move are: what has been copied of what is to be. */
import { describeLogDirs } from '../../kafka/admin/log-dirs.ts';
import { listReassignments } from '../../kafka/admin/reassignments.ts';
import type { Cluster } from '../../kafka/index.ts';
import { sleep } from '../../kafka/retry.ts';
import { sizesOf } from './moves.ts';

export interface Moving {
  readonly topic: string;
  readonly partition: number;
  readonly adding: readonly number[];
  readonly removing: readonly number[];
  readonly copiedBytes: number;
  /** Grows while producers write. */
  readonly totalBytes: number;
}

/** Of the topics named, or of all that move. */
export async function movingNow(cluster: Cluster, topics: readonly string[] = []): Promise<Moving[]> {
  const all = await listReassignments(cluster);
  const moving = all.filter(({ topic }) => topics.length === 0 || topics.includes(topic));
  if (moving.length === 0) return [];
  const dirs = await describeLogDirs(cluster, { topics: [...new Set(moving.map(({ topic }) => topic))] });
  const sizes = sizesOf(dirs);
  const copies = new Map(
    dirs.flatMap(({ node, replicas }) => replicas.map(r => [`${r.topic}-${r.partition}@${node}`, r.sizeBytes])),
  );
  return moving.map(({ topic, partition, adding, removing }) => {
    const size = sizes.get(`${topic}-${partition}`) ?? 0;
    const copied = adding.map(broker => copies.get(`${topic}-${partition}@${broker}`) ?? 0);
    const copiedBytes = copied.reduce((sum, bytes) => sum + bytes, 0);
    return { topic, partition, adding, removing, copiedBytes, totalBytes: size * adding.length };
  });
}

const POLL_MS = { first: 100, last: 1_000 };

/** Resolves true when nothing of the topics moves any more, false when the signal comes first. */
export async function arrived(
  cluster: Cluster,
  topics: readonly string[],
  { signal, onMoving }: { signal: AbortSignal; onMoving: (moving: readonly Moving[]) => void },
): Promise<boolean> {
  for (let waitMs = POLL_MS.first; ; waitMs = Math.min(POLL_MS.last, waitMs * 2)) {
    const moving = await movingNow(cluster, topics);
    onMoving(moving);
    if (moving.length === 0) return true;
    if (signal.aborted) return false;
    await sleep(waitMs, signal).catch(() => {}); // the signal is looked at above, after one more look at the cluster
  }
}
