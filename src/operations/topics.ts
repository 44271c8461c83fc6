/** Topics as an operator sees them. */
import type { Cluster } from '../kafka/index.ts';

export interface TopicSummary {
  name: string;
  partitions: number;
  /** Of the partition that has most; partitions may differ while a reassignment runs. */
  replicationFactor: number;
  internal: boolean;
}

/** All topics by name; Kafka's own only when asked for. */
export async function listTopics(cluster: Cluster, { internal }: { internal: boolean }): Promise<TopicSummary[]> {
  const { topics } = await cluster.metadata();
  return topics
    .filter(topic => internal || !topic.internal)
    .map(topic => ({
      name: topic.name,
      partitions: topic.partitions.length,
      replicationFactor: Math.max(0, ...topic.partitions.map(partition => partition.replicas.length)),
      internal: topic.internal,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
