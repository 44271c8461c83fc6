/**
 * The throttle of replication while partitions move (KIP-73): a rate on each broker, and on each topic the replicas that it counts for. One that is
 * forgotten slows down every replica that has to catch up later, so whoever sets it takes it away, and so does whoever looks afterwards.
 */
import { type ConfigChange, describeConfigs, incrementalAlterConfigs } from '../../kafka/admin/configs.ts';
import { listReassignments } from '../../kafka/admin/reassignments.ts';
import type { Cluster } from '../../kafka/index.ts';
import { comingTo, type Move } from './moves.ts';

const rates = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'];
const sending = 'leader.replication.throttled.replicas';
const receiving = 'follower.replication.throttled.replicas';

/** On the topics that move, and on the brokers that send or receive. */
export async function setThrottle(cluster: Cluster, moves: readonly Move[], bytesPerSec: number): Promise<void> {
  const alive = (await cluster.metadata([])).brokers.map(({ nodeId }) => nodeId);
  const involved = new Set(moves.flatMap(({ before, after }) => [...before, ...after]));
  const value = String(Math.max(1, Math.round(bytesPerSec)));
  const brokers = alive
    .filter(broker => involved.has(broker))
    .map(
      (broker): ConfigChange => ({
        type: 'broker',
        name: String(broker),
        changes: rates.map(name => ({ name, operation: 'set', value })),
      }),
    );
  const topics = [...Map.groupBy(moves, ({ topic }) => topic)].map(([name, list]): ConfigChange => {
    const replicas = (of: (move: Move) => readonly number[]) =>
      list.flatMap(move => of(move).map(broker => `${move.partition}:${broker}`)).join(',');
    return {
      type: 'topic',
      name,
      changes: [
        { name: sending, operation: 'set', value: replicas(({ before }) => before) },
        { name: receiving, operation: 'set', value: replicas(comingTo) },
      ],
    };
  });
  await incrementalAlterConfigs(cluster, [...brokers, ...topics]);
}

/**
 * Takes the throttle off topics that move no longer, and off the brokers when nothing moves at all (as kafka-reassign-partitions.sh --verify).
 * Resolves with whether there was one.
 */
export async function clearThrottle(cluster: Cluster, topics: readonly string[]): Promise<boolean> {
  const moving = await listReassignments(cluster);
  const atRest = topics.filter(name => !moving.some(({ topic }) => topic === name));
  const brokers = moving.length > 0 ? [] : (await cluster.metadata([])).brokers;
  const resources = [
    ...atRest.map(name => ({ type: 'topic' as const, name })),
    ...brokers.map(({ nodeId }) => ({ type: 'broker' as const, name: String(nodeId) })),
  ];
  if (resources.length === 0) return false;
  const described = await describeConfigs(cluster, resources, { names: [sending, receiving, ...rates] });
  const left = described.flatMap(({ type, name, configs }): ConfigChange[] => {
    const set = configs.filter(({ source }) => source === type);
    return set.length === 0
      ? []
      : [{ type, name, changes: set.map(config => ({ name: config.name, operation: 'delete' })) }];
  });
  if (left.length > 0) await incrementalAlterConfigs(cluster, left);
  return left.length > 0;
}
