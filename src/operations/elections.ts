/** Leaders chosen anew: which partitions need it, what stands in the way, and what an unclean election may lose. */
import { type Election, electLeaders } from '../kafka/admin/elections.ts';
import type { Cluster, PartitionMetadata, TopicMetadata } from '../kafka/index.ts';
import { sleep } from '../kafka/retry.ts';
import { Failure } from '../lib/failure.ts';
import { knownTopics } from './known-topics.ts';

export interface ElectionScope {
  /** All topics when left out. */
  readonly topic?: string | undefined;
  readonly partition?: number | undefined;
}

export interface ElectionPlan {
  readonly topic: string;
  readonly partition: number;
  /** Null while there is none. */
  readonly leader: number | null;
  /** Who would lead: the preferred replica, or any that is alive. Empty when nobody can. */
  readonly candidates: readonly number[];
  /** Empty while none is left of them, where the controller keeps account of eligible leaders (KIP-966). */
  readonly isr: readonly number[];
  /** Replicas that are not there: what only they have, an unclean election loses. */
  readonly away: readonly number[];
}

/** Partitions that another than their preferred replica leads; a candidate must be in sync. */
export async function planPreferred(cluster: Cluster, scope: ElectionScope): Promise<ElectionPlan[]> {
  const needed = (await partitionsOf(cluster, scope)).filter(({ leader, replicas }) => leader !== replicas[0]);
  return needed.map(each =>
    planOf(
      each,
      each.replicas.slice(0, 1).filter(replica => each.isr.includes(replica)),
    ),
  );
}

/** Partitions without a leader; any replica that is alive is a candidate. */
export async function planUnclean(cluster: Cluster, scope: ElectionScope): Promise<ElectionPlan[]> {
  const offline = (await partitionsOf(cluster, scope)).filter(({ leader }) => leader < 0);
  return offline.map(each =>
    planOf(
      each,
      each.replicas.filter(replica => !each.offlineReplicas.includes(replica)),
    ),
  );
}

type Partition = PartitionMetadata & { topic: string };

const planOf = (
  { topic, partition, leader, isr, offlineReplicas }: Partition,
  candidates: readonly number[],
): ElectionPlan => ({
  topic,
  partition,
  leader: leader < 0 ? null : leader,
  candidates,
  isr,
  away: offlineReplicas,
});

async function partitionsOf(cluster: Cluster, { topic, partition }: ElectionScope): Promise<Partition[]> {
  const topics: readonly TopicMetadata[] =
    topic === undefined ? (await cluster.metadata()).topics : await knownTopics(cluster, [topic]);
  const all = topics.flatMap(({ name, partitions }) => partitions.map(each => ({ ...each, topic: name })));
  if (partition === undefined) return all;
  const one = all.filter(each => each.partition === partition);
  if (one.length > 0) return one;
  throw new Failure(`${topic} has no partition ${partition}; it has ${all.length}`, {
    code: 'USAGE',
    where: '--partition',
    advice: `mq topic describe ${topic}`,
  });
}

const LONGEST_MS = 5_000;

/** Holds the election where there is a candidate, and waits until the brokers tell of the new leaders. */
export async function elect(
  cluster: Cluster,
  type: 'preferred' | 'unclean',
  plans: readonly ElectionPlan[],
): Promise<Election[]> {
  const possible = plans.filter(({ candidates }) => candidates.length > 0);
  const elections = possible.length > 0 ? await electLeaders(cluster, type, possible) : [];
  const elected = possible.filter(
    each =>
      !elections.some(({ topic, partition, error }) => error && topic === each.topic && partition === each.partition),
  );
  const names = [...new Set(elected.map(({ topic }) => topic))];
  const deadlineMs = performance.now() + LONGEST_MS;
  while (elected.length > 0 && performance.now() < deadlineMs) {
    const { topics } = await cluster.metadata(names);
    const leaders = new Map(topics.map(({ name, partitions }) => [name, partitions.map(({ leader }) => leader)]));
    if (elected.every(each => each.candidates.includes(leaders.get(each.topic)?.[each.partition] ?? -1))) break;
    await sleep(20, cluster.signal);
  }
  return elections;
}
