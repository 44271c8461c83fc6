/** What a cluster tells a storage plan: what brokers hold, and how a topic is kept and written to. Reads only, and no record. */
import { describeLogDirs, type LogDir } from '../../../kafka/admin.ts';
import type { Cluster } from '../../../kafka/cluster.ts';
import { listOffsets } from '../../../kafka/offsets.ts';
import { type TopicFacts, topicFacts } from '../observe/topic-facts.ts';
import { topicRate } from '../observe/topic-rate.ts';
import { type BrokerLoad, loadsOf } from './broker-load.ts';

export interface StorageFacts {
  /** Without the topic. */
  readonly present: readonly BrokerLoad[];
  /** Undefined: no topic was named, or there is none of that name yet. */
  readonly topic: { readonly facts: TopicFacts; readonly bytesPerSec: number } | undefined;
}

/** Throws KafkaError, CLUSTER_AUTHORIZATION_FAILED without DESCRIBE on the cluster. */
export async function storageFacts(cluster: Cluster, name: string | undefined): Promise<StorageFacts> {
  const dirs = await describeLogDirs(cluster);
  const { topics } = name === undefined ? { topics: [] } : await cluster.metadata([name]);
  const present = loadsOf(dirs, name);
  if (name === undefined || topics.every(({ error }) => error !== undefined)) return { present, topic: undefined };
  const facts = await topicFacts(cluster, name);
  return { present, topic: { facts, bytesPerSec: await bytesPerSec(cluster, facts, dirs) } };
}

/** Records a second times what a record takes on disk. */
async function bytesPerSec(
  cluster: Cluster,
  { name, partitions }: TopicFacts,
  dirs: readonly LogDir[],
): Promise<number> {
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
  return rate === undefined || records === 0 ? 0 : rate.meanPerSec * (size / records);
}
