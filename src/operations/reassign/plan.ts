/** What a reassignment would do: which replicas go where, how many bytes that copies, and what speaks against it. */
import { type ConfigResource, describeConfigs } from '../../kafka/admin/configs.ts';
import { describeLogDirs } from '../../kafka/admin/log-dirs.ts';
import { listReassignments } from '../../kafka/admin/reassignments.ts';
import type { Cluster, ClusterMetadata, TopicMetadata } from '../../kafka/index.ts';
import { Failure } from '../../lib/failure.ts';
import { knownTopics } from '../known-topics.ts';
import { type Assignment, type BrokerShare, comingTo, type Move, sharesOf, sizesOf } from './moves.ts';
import { place } from './placement.ts';
import { type RefusedMeanwhile, refusedMeanwhile, requireFreeDisk, requireMinIsr } from './requirements.ts';

export interface ReassignmentPlan {
  readonly topics: readonly string[];
  /** Only partitions that change. */
  readonly moves: readonly Move[];
  readonly brokers: readonly BrokerShare[];
  readonly bytes: number;
  readonly factorChanges: boolean;
  /** Brokers that hold replicas and are not there just now. */
  readonly away: readonly number[];
  readonly refusedMeanwhile: readonly RefusedMeanwhile[];
}

export interface Wish {
  readonly topics: readonly string[];
  readonly replicationFactor?: number | undefined;
  /** All that are there when left out. */
  readonly brokers?: readonly number[] | undefined;
}

/** Throws a Failure before anything is changed: for what is impossible, or would stop producers or fill a disk. */
export async function planReassignment(cluster: Cluster, wish: Wish): Promise<ReassignmentPlan> {
  const topics = await knownTopics(cluster, wish.topics);
  const all = await cluster.metadata();
  const alive = all.brokers.map(({ nodeId }) => nodeId);
  const named = targetsOf(wish, all, topics);
  const away = [...new Set(topics.flatMap(replicasOf))].filter(broker => !alive.includes(broker)).sort((a, b) => a - b);
  const load = replicaCounts(all.topics.filter(({ name }) => !wish.topics.includes(name)));
  const wanted = topics.flatMap(topic => {
    const placed = place({
      current: topic.partitions.map(({ replicas }) => replicas),
      targets: all.brokers.filter(({ nodeId }) => named.includes(nodeId)),
      mayStay: wish.brokers === undefined ? away : [],
      replicationFactor: wish.replicationFactor,
      load,
    });
    for (const broker of placed.flat()) load.set(broker, (load.get(broker) ?? 0) + 1);
    return placed.map((replicas, partition) => ({ topic: topic.name, partition, replicas }));
  });
  const plan = await planOf(cluster, topics, wanted, all, away);
  await requireMinIsr(plan.moves, minIsrAt(cluster));
  return plan;
}

/** To exactly these replicas, as they were before: for the way back. */
export async function planReturn(cluster: Cluster, wanted: readonly Assignment[]): Promise<ReassignmentPlan> {
  const topics = await knownTopics(
    cluster,
    wanted.map(({ topic }) => topic),
  );
  return planOf(cluster, topics, wanted, await cluster.metadata(), []);
}

async function planOf(
  cluster: Cluster,
  topics: readonly TopicMetadata[],
  wanted: readonly Assignment[],
  { brokers }: ClusterMetadata,
  away: readonly number[],
): Promise<ReassignmentPlan> {
  const names = topics.map(({ name }) => name);
  await requireAtRest(cluster, names);
  const dirs = await describeLogDirs(cluster, { topics: names });
  const sizes = sizesOf(dirs);
  const partitionOf = new Map(
    topics.flatMap(({ name, partitions }) => partitions.map(p => [`${name}-${p.partition}`, p])),
  );
  const moves = wanted.flatMap(({ topic, partition, replicas: after }): Move[] => {
    const before = partitionOf.get(`${topic}-${partition}`)?.replicas ?? [];
    if (before.join() === after.join()) return [];
    const size = sizes.get(`${topic}-${partition}`) ?? 0;
    return [{ topic, partition, before, after, bytes: size * comingTo({ before, after }).length }];
  });
  const shareOf = sharesOf(topics, moves, sizes);
  const plan = {
    topics: names,
    moves,
    brokers: brokers
      .map(({ nodeId, rack }) => ({ broker: nodeId, rack, ...shareOf(nodeId) }))
      .sort((a, b) => a.broker - b.broker),
    bytes: moves.reduce((sum, { bytes }) => sum + bytes, 0),
    factorChanges: moves.some(({ before, after }) => before.length !== after.length),
    away,
    refusedMeanwhile: await refusedMeanwhile(moves, minIsrAt(cluster)),
  };
  requireFreeDisk(plan.brokers, dirs);
  return plan;
}

const minIsrAt = (cluster: Cluster) => (topics: ConfigResource[]) =>
  describeConfigs(cluster, topics, { names: ['min.insync.replicas'] });

function targetsOf(
  { brokers, replicationFactor }: Wish,
  all: ClusterMetadata,
  topics: readonly TopicMetadata[],
): number[] {
  const alive = all.brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b);
  const unknown = brokers?.find(broker => !alive.includes(broker));
  if (unknown !== undefined)
    throw new Failure(`there is no broker ${unknown} at present`, {
      code: 'USAGE',
      where: '--brokers',
      advice: `--brokers ${alive.join(',')}`,
    });
  const targets = [...new Set(brokers ?? alive)];
  const most =
    replicationFactor ?? Math.max(...topics.flatMap(({ partitions }) => partitions.map(p => p.replicas.length)));
  if (brokers === undefined && replicationFactor === undefined) return targets;
  if (most <= targets.length) return targets;
  throw new Failure(`${most} replicas need ${most} brokers; there are ${targets.length} (${targets.join(', ')})`, {
    code: 'USAGE',
    where: brokers === undefined ? '--replication-factor' : '--brokers',
    advice: `--replication-factor ${targets.length}`,
  });
}

async function requireAtRest(cluster: Cluster, topics: readonly string[]): Promise<void> {
  const moving = (await listReassignments(cluster)).filter(({ topic }) => topics.includes(topic));
  if (moving.length === 0) return;
  const names = [...new Set(moving.map(({ topic }) => topic))].join(' ');
  throw new Failure(`${moving.length} partition(s) of ${names} are being reassigned already`, {
    code: 'REASSIGNMENT_IN_PROGRESS',
    advice: [`mq topic reassign ${names} --status`, `mq topic reassign ${names} --cancel`],
  });
}

const replicasOf = ({ partitions }: TopicMetadata): number[] => partitions.flatMap(({ replicas }) => [...replicas]);

function replicaCounts(topics: readonly TopicMetadata[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const broker of topics.flatMap(replicasOf)) counts.set(broker, (counts.get(broker) ?? 0) + 1);
  return counts;
}
