/** Topics that somebody has named, or a failure that says which was probably meant. */
import { raise } from '../kafka/error.ts';
import type { Cluster, TopicMetadata } from '../kafka/index.ts';
import { Failure } from '../lib/failure.ts';
import { ifMeant } from '../lib/meant.ts';

/** In the order named, each once. Throws a Failure for those that do not exist, before anything has changed. */
export async function knownTopics(cluster: Cluster, names: readonly string[]): Promise<TopicMetadata[]> {
  const wanted = [...new Set(names)];
  const { topics } = await cluster.metadata(wanted);
  const unknown = unknownAmong(topics);
  if (unknown.length > 0) throw await unknownTopics(cluster, unknown, '; nothing was changed');
  return wanted.map(name => topics.find(topic => topic.name === name)!);
}

/** For readers. Throws a Failure when there is none, KafkaError when it may not be seen. */
export async function knownTopic(cluster: Cluster, name: string): Promise<TopicMetadata> {
  const { topics } = await cluster.metadata([name]);
  if (unknownAmong(topics).length > 0) throw await unknownTopics(cluster, [name]);
  return topics[0]!;
}

/** Names of those that do not exist. Throws KafkaError for what else is wrong with one, such as that it may not be seen. */
function unknownAmong(topics: readonly TopicMetadata[]): string[] {
  raise(topics.flatMap(({ error }) => (error && error.code !== 'UNKNOWN_TOPIC_OR_PARTITION' ? error : [])));
  return topics.filter(({ error }) => error !== undefined).map(({ name }) => name);
}

/** What was probably meant instead; `tail` ends the sentence. */
export async function unknownTopics(
  cluster: Cluster,
  unknown: readonly string[],
  tail = '',
  advice: readonly string[] = [],
): Promise<Failure> {
  const known = (await cluster.metadata()).topics.map(({ name }) => name);
  const subject = unknown.length === 1 ? `topic ${unknown[0]} does` : `topics ${unknown.join(', ')} do`;
  const tries = [...unknown.flatMap(name => ifMeant(name, known) ?? []), ...advice];
  return new Failure(`${subject} not exist${tail}`, {
    code: 'UNKNOWN_TOPIC_OR_PARTITION',
    advice: tries.length > 0 ? tries : 'mq topic list',
  });
}
