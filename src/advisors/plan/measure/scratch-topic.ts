/** A topic for the time of a measurement: always removed again. */
import { createTopics, deleteTopics } from '../../../kafka/admin/topics.ts';
import type { Cluster } from '../../../kafka/cluster.ts';
import { KafkaError } from '../../../kafka/error.ts';

interface Scratch {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
}

/** Throws what `measure` throws, and KafkaError. */
export async function onScratchTopic<T>(cluster: Cluster, scratch: Scratch, measure: () => Promise<T>): Promise<T> {
  const { topic, partitions, replicationFactor } = scratch;
  try {
    await createTopics(cluster, [
      {
        name: topic,
        partitions,
        replicationFactor,
        configs: { 'retention.ms': '3600000', 'max.message.bytes': '1048588' },
      },
    ]);
    return await measure();
  } finally {
    await remove(cluster, topic);
  }
}

/** Also when creating it was interrupted: the broker may have done it all the same. */
async function remove(cluster: Cluster, topic: string): Promise<void> {
  try {
    await deleteTopics(cluster, [topic]);
  } catch (error) {
    if (!(error instanceof KafkaError && error.code === 'UNKNOWN_TOPIC_OR_PARTITION')) throw error;
  }
}
