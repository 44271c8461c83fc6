/** What a cluster tells a planner: brokers, the topic, all others, how long data is kept. Reads only. */
import { describeEachConfig } from '../../../kafka/admin/configs.ts';
import type { Cluster } from '../../../kafka/cluster.ts';
import { kafkaDefaults, type Storage } from '../partitions/costs.ts';
import { existingTopic } from './existing-topic.ts';

export interface ClusterFacts {
  readonly brokers: number;
  /** Of the topic, else what a new topic would get. */
  readonly replicationFactor: number;
  readonly topic: { readonly name: string; readonly partitions: number | undefined } | undefined;
  readonly others: { readonly partitions: number; readonly replicas: number };
  readonly storage: Storage;
  /** Which settings may not be seen, in a sentence for the plan; Kafka's defaults stand in for them. */
  readonly notDescribed: string | undefined;
}

/** The topic may be missing: then it is to be created. Throws KafkaError; goes on without settings that may not be seen. */
export async function collectFacts(cluster: Cluster, topicName: string | undefined): Promise<ClusterFacts> {
  const [{ brokers, topics }, existing] = await Promise.all([
    cluster.metadata(),
    topicName === undefined ? undefined : existingTopic(cluster, topicName),
  ]);
  const others = topics.filter(({ name }) => name !== existing?.name).flatMap(({ partitions }) => partitions);
  const broker = { type: 'broker' as const, name: String(brokers[0]?.nodeId ?? 0) };
  const resources = existing === undefined ? [broker] : [broker, { type: 'topic' as const, name: existing.name }];
  const described = await describeEachConfig(cluster, resources);
  const configsOf = (type: 'broker' | 'topic') => {
    const found = described.find(answer => answer.type === type);
    return found === undefined || 'error' in found
      ? undefined
      : new Map(found.configs.map(({ name, value }) => [name, value ?? undefined]));
  };
  const [ofBroker, ofTopic] = [configsOf('broker'), configsOf('topic')];
  const refused = described.flatMap(answer =>
    'error' in answer ? [answer.type === 'broker' ? 'the brokers' : answer.name] : [],
  );
  const number = (brokerKey: string, topicKey: string): number | undefined => {
    const value = Number(ofTopic?.get(topicKey) ?? ofBroker?.get(brokerKey) ?? Number.NaN);
    return Number.isNaN(value) ? undefined : value;
  };
  const unlessNegative = (value: number | undefined) => (value === undefined || value < 0 ? undefined : value);
  const retentionMs = number('log.retention.ms', 'retention.ms') ?? hours(ofBroker?.get('log.retention.hours'));
  const replicas = existing?.partitions[0]?.replicas.length;
  return {
    brokers: brokers.length,
    replicationFactor: replicas ?? Math.min(brokers.length, Number(ofBroker?.get('default.replication.factor') ?? 1)),
    topic: topicName === undefined ? undefined : { name: topicName, partitions: existing?.partitions.length },
    others: { partitions: others.length, replicas: others.reduce((sum, { replicas }) => sum + replicas.length, 0) },
    storage: {
      ...kafkaDefaults,
      segmentBytes: number('log.segment.bytes', 'segment.bytes') ?? kafkaDefaults.segmentBytes,
      retentionMs: unlessNegative(retentionMs ?? kafkaDefaults.retentionMs),
      retentionBytes: unlessNegative(number('log.retention.bytes', 'retention.bytes')),
    },
    notDescribed:
      refused.length === 0
        ? undefined
        : `The settings of ${refused.join(' and of ')} may not be seen (DESCRIBE_CONFIGS): Kafka's defaults stand in for them.`,
  };
}

const hours = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : Number(value) * 3_600_000;
