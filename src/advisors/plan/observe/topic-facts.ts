/** What a cluster tells of one topic: partitions, replicas, the settings that planners reckon with. Reads only. */
import { describeConfigs } from '../../../kafka/admin/configs.ts';
import type { Cluster } from '../../../kafka/cluster.ts';
import { knownTopic } from '../../../operations/known-topics.ts';

const keys = [
  'cleanup.policy',
  'max.message.bytes',
  'message.timestamp.type',
  'min.insync.replicas',
  'retention.bytes',
  'retention.ms',
  'segment.bytes',
  'segment.ms',
  'unclean.leader.election.enable',
] as const;

export interface TopicFacts {
  readonly name: string;
  readonly partitions: readonly number[];
  readonly replicationFactor: number;
  /** Of the partition that has fewest. */
  readonly inSyncReplicas: number;
  readonly brokers: number;
  readonly configs: Readonly<Record<(typeof keys)[number], string>>;
}

/** Throws a Failure when there is no such topic. */
export async function topicFacts(cluster: Cluster, name: string): Promise<TopicFacts> {
  const topic = await knownTopic(cluster, name);
  const { brokers } = await cluster.metadata([]);
  const [described] = await describeConfigs(cluster, [{ type: 'topic', name }], { names: keys });
  const values = new Map(described?.configs.map(config => [config.name, config.value ?? '']));
  return {
    name,
    partitions: topic.partitions.map(({ partition }) => partition).sort((a, b) => a - b),
    replicationFactor: Math.max(1, ...topic.partitions.map(({ replicas }) => replicas.length)),
    inSyncReplicas: Math.min(...topic.partitions.map(({ isr }) => isr.length)),
    brokers: brokers.length,
    configs: Object.fromEntries(keys.map(key => [key, values.get(key) ?? ''])) as TopicFacts['configs'],
  };
}

/** A setting of which −1 means no limit. */
export const unlessUnlimited = (value: string): number | undefined => (Number(value) < 0 ? undefined : Number(value));
