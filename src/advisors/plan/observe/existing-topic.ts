/** A topic that is planned may be one that exists or one to be. A topic that may not be seen is neither: then nothing is known of it. */
import type { Cluster } from '../../../kafka/cluster.ts';
import type { TopicMetadata } from '../../../kafka/metadata.ts';

/** Undefined: there is none of that name. Throws KafkaError, TOPIC_AUTHORIZATION_FAILED and INVALID_TOPIC_EXCEPTION above all. */
export async function existingTopic(cluster: Cluster, name: string): Promise<TopicMetadata | undefined> {
  const { topics } = await cluster.metadata([name]);
  const [topic] = topics;
  if (topic?.error === undefined) return topic;
  if (topic.error.code === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
  throw topic.error;
}
