/** What a cluster tells a storage plan: what brokers hold, and how a topic is kept and written to. Reads only, and no record. */
import { describeEachConfig } from '../../../kafka/admin/configs.ts';
import { describeLogDirs, type LogDir } from '../../../kafka/admin/log-dirs.ts';
import type { Cluster } from '../../../kafka/cluster.ts';
import { listOffsets } from '../../../kafka/offsets.ts';
import { existingTopic } from '../observe/existing-topic.ts';
import { type TopicFacts, topicFacts, unlessUnlimited } from '../observe/topic-facts.ts';
import { type TopicRate, topicRate } from '../observe/topic-rate.ts';
import { type BrokerLoad, loadsOf, type Rolling } from './broker-load.ts';

export interface StorageFacts {
  /** Without the topic. */
  readonly present: readonly BrokerLoad[];
  /** Topics of which nobody may see how they roll: Kafka's defaults stand in. */
  readonly topicsNotDescribed: number;
  /** Undefined: no topic was named, or there is none of that name yet. */
  readonly topic: { readonly facts: TopicFacts; readonly written: Written } | undefined;
}

/** Undefined: the topic has no records. */
type Written = { readonly bytesPerSec: number; readonly rate: TopicRate } | undefined;

/** Throws KafkaError, CLUSTER_AUTHORIZATION_FAILED without DESCRIBE on the cluster. */
export async function storageFacts(cluster: Cluster, name: string | undefined): Promise<StorageFacts> {
  const dirs = await describeLogDirs(cluster);
  const others = [...new Set(dirs.flatMap(dir => dir.replicas.map(({ topic }) => topic)))].filter(one => one !== name);
  const rolling = await rollingOf(cluster, others);
  const seen = {
    present: loadsOf(dirs, name, rolling),
    topicsNotDescribed: others.filter(one => !rolling.has(one)).length,
  };
  if (name === undefined || (await existingTopic(cluster, name)) === undefined) return { ...seen, topic: undefined };
  const facts = await topicFacts(cluster, name);
  return { ...seen, topic: { facts, written: await writtenTo(cluster, facts, dirs) } };
}

const rollingKeys = ['cleanup.policy', 'retention.ms', 'segment.bytes', 'segment.ms'];

async function rollingOf(cluster: Cluster, topics: readonly string[]): Promise<Map<string, Rolling>> {
  const resources = topics.map(name => ({ type: 'topic' as const, name }));
  const described = await describeEachConfig(cluster, resources, { names: rollingKeys });
  return new Map(
    described.flatMap(answer => {
      if ('error' in answer) return [];
      const value = new Map(answer.configs.map(({ name, value }) => [name, value ?? '']));
      const isDeleted = value.get('cleanup.policy')?.includes('delete');
      const rolling: Rolling = {
        segmentBytes: Number(value.get('segment.bytes')),
        segmentMs: Number(value.get('segment.ms')),
        retentionMs: isDeleted ? unlessUnlimited(value.get('retention.ms') ?? '-1') : undefined,
      };
      return [[answer.name, rolling]];
    }),
  );
}

/** Records a second times what a record takes on disk. */
async function writtenTo(
  cluster: Cluster,
  { name, partitions }: TopicFacts,
  dirs: readonly LogDir[],
): Promise<Written> {
  const at = (where: 'earliest' | 'latest') =>
    listOffsets(
      cluster,
      name,
      partitions.map(partition => ({ partition, at: where })),
    );
  const [starts, ends, rate] = await Promise.all([at('earliest'), at('latest'), topicRate(cluster, name, partitions)]);
  const records = ends.reduce((sum, { offset }, index) => sum + (offset ?? 0) - (starts[index]!.offset ?? 0), 0);
  const sizes = new Map<number, number>(); // of the largest replica of each partition: others may be catching up
  for (const { topic, partition, sizeBytes } of dirs.flatMap(dir => dir.replicas))
    if (topic === name) sizes.set(partition, Math.max(sizes.get(partition) ?? 0, sizeBytes));
  const size = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  return rate === undefined || records === 0 ? undefined : { bytesPerSec: rate.meanPerSec * (size / records), rate };
}
