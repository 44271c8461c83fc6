/** Topics that somebody has named, or a failure that says which was probably meant. */
import { raise } from '../kafka/error.ts';
import type { Cluster, TopicMetadata } from '../kafka/index.ts';
import { Failure } from '../lib/failure.ts';
import { nearest } from '../lib/near.ts';

/** In the order named, each once. Throws a Failure for those that do not exist. */
export async function knownTopics(cluster: Cluster, names: readonly string[]): Promise<TopicMetadata[]> {
  const wanted = [...new Set(names)];
  const { topics } = await cluster.metadata(wanted);
  raise(topics.flatMap(({ error }) => (error && error.code !== 'UNKNOWN_TOPIC_OR_PARTITION' ? error : [])));
  const unknown = topics.filter(({ error }) => error !== undefined).map(({ name }) => name);
  if (unknown.length === 0) return wanted.map(name => topics.find(topic => topic.name === name)!);
  throw await unknownTopics(cluster, unknown, 'changed');
}

/** What was probably meant instead; `done` ends 'nothing was …'. */
export async function unknownTopics(
  cluster: Cluster,
  unknown: readonly string[],
  done: 'changed' | 'deleted',
  advice: readonly string[] = [],
): Promise<Failure> {
  const known = (await cluster.metadata()).topics.map(({ name }) => name);
  const near = unknown.flatMap(name => nearest(name, known) ?? []);
  const subject = unknown.length === 1 ? `topic ${unknown[0]} does` : `topics ${unknown.join(', ')} do`;
  const tries = [...near.map(name => `${name}, if that is meant`), ...advice];
  return new Failure(`${subject} not exist; nothing was ${done}`, {
    code: 'UNKNOWN_TOPIC_OR_PARTITION',
    advice: tries.length > 0 ? tries : 'mq topic list',
  });
}
