/** Topics as an operator sees them, in full: partitions, offsets, health, configuration. */
import { type ConfigSource, describeConfigs } from '../kafka/admin/configs.ts';
import { raise } from '../kafka/error.ts';
import { type Cluster, KafkaError, type TopicMetadata } from '../kafka/index.ts';
import { type Trouble, troublesOf } from './partition-health.ts';
import { type PartitionBounds, partitionBounds } from './position.ts';
import { byName, replicationFactorOf } from './topics.ts';

export interface TopicDescription {
  name: string;
  topicId: string | null;
  internal: boolean;
  replicationFactor: number;
  partitions: PartitionDescription[];
  /** What is not Kafka's default, wherever it was set. Null when it may not be read. */
  configs: { name: string; value: string | null; source: ConfigSource }[] | null;
}

export interface PartitionDescription {
  partition: number;
  /** Null while there is none. */
  leader: number | null;
  leaderEpoch: number;
  replicas: readonly number[];
  isr: readonly number[];
  /** The first offset; null without a leader. */
  startOffset: number | null;
  /** The next offset; null without a leader. */
  endOffset: number | null;
  /** Empty when all is well. */
  health: Trouble[];
}

/** In the order named; without names all but Kafka's own. Throws KafkaError when one does not exist. */
export async function describeTopics(cluster: Cluster, names: readonly string[] = []): Promise<TopicDescription[]> {
  const { topics: found } = await cluster.metadata(names.length > 0 ? names : undefined);
  raise(found.flatMap(topic => topic.error ?? []));
  const topics =
    names.length > 0
      ? names.map(name => found.find(topic => topic.name === name)!)
      : found.filter(topic => !topic.internal);
  const [configs, bounds] = await Promise.all([
    settingsOf(cluster, topics),
    Promise.all(topics.map(topic => boundsWithLeader(cluster, topic))),
  ]);
  const described = topics.map((topic, index) => descriptionOf(topic, configs?.[index], bounds[index]!));
  return names.length > 0 ? described : described.sort(byName);
}

type Settings = { name: string; value: string | null; source: ConfigSource }[];

/** In the order of the topics. Describing a topic and reading its configuration are two permissions; without the second: undefined. */
async function settingsOf(cluster: Cluster, topics: readonly TopicMetadata[]): Promise<Settings[] | undefined> {
  try {
    const resources = topics.map(({ name }) => ({ type: 'topic' as const, name }));
    const described = new Map((await describeConfigs(cluster, resources)).map(({ name, configs }) => [name, configs]));
    return topics.map(topic =>
      (described.get(topic.name) ?? []).map(({ name, value, source }) => ({ name, value, source })),
    );
  } catch (error) {
    if (error instanceof KafkaError && error.code === 'TOPIC_AUTHORIZATION_FAILED') return undefined;
    throw error;
  }
}

async function boundsWithLeader(
  cluster: Cluster,
  { name, partitions }: TopicMetadata,
): Promise<Map<number, PartitionBounds>> {
  const led = partitions.filter(({ leader }) => leader >= 0).map(({ partition }) => partition);
  return new Map((await partitionBounds(cluster, name, led)).map(bounds => [bounds.partition, bounds]));
}

function descriptionOf(
  topic: TopicMetadata,
  settings: Settings | undefined,
  bounds: Map<number, PartitionBounds>,
): TopicDescription {
  const minIsr = settings?.find(({ name }) => name === 'min.insync.replicas')?.value ?? null;
  return {
    name: topic.name,
    topicId: topic.topicId ?? null,
    internal: topic.internal,
    replicationFactor: replicationFactorOf(topic),
    partitions: topic.partitions.map(partition => ({
      partition: partition.partition,
      leader: partition.leader < 0 ? null : partition.leader,
      leaderEpoch: partition.leaderEpoch,
      replicas: partition.replicas,
      isr: partition.isr,
      startOffset: bounds.get(partition.partition)?.startOffset ?? null,
      endOffset: bounds.get(partition.partition)?.endOffset ?? null,
      health: troublesOf(partition, minIsr === null ? null : Number(minIsr)),
    })),
    configs: settings?.filter(({ source }) => source !== 'default') ?? null,
  };
}
