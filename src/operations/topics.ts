/** Topics as an operator sees them, at a glance. What describing one needs is in topic-description.ts, to keep listing quick to load. */
import type { Cluster, TopicMetadata } from '../kafka/index.ts';

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
      replicationFactor: replicationFactorOf(topic),
      internal: topic.internal,
    }))
    .sort(byName);
}

/** Of the partition that has most; see TopicSummary. */
export const replicationFactorOf = ({ partitions }: TopicMetadata) =>
  Math.max(0, ...partitions.map(({ replicas }) => replicas.length));

export const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
