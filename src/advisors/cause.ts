/** One broker that is away takes something from hundreds of topics: that is one finding about the broker, with its topics, the most hit first. */
import { counted } from '../lib/counted.ts';
import type { Subject, TopicPart } from './finding.ts';
import { listText } from './wording.ts';

const MOST_NAMED = 10;

/** The most partitions first. */
export const worstFirst = <T extends TopicPart>(hits: readonly T[]): T[] =>
  [...hits].sort((a, b) => b.partitions.length - a.partitions.length || (a.topic < b.topic ? -1 : 1));

/** The broker, when there is one cause; else the topic, or the cluster where there are several topics too. */
export function causeSubject(brokers: readonly number[], hits: readonly TopicPart[]): Subject {
  const topics = hits.map(({ topic, partitions }) => ({ topic, partitions }));
  if (brokers.length === 1) return { type: 'broker', broker: brokers[0]!, topics };
  return topics.length === 1 ? { type: 'topic', ...topics[0]! } : { type: 'cluster', topics };
}

/** '12 partitions of 5 topics (orders: 4, bills: 3, …)'. */
export function hitsText(hits: readonly TopicPart[]): string {
  const partitions = hits.reduce((sum, hit) => sum + hit.partitions.length, 0);
  const names = hits.map(hit =>
    partitions === hits.length || hits.length === 1 ? hit.topic : `${hit.topic}: ${hit.partitions.length}`,
  );
  return `${counted(partitions, 'partition')} of ${counted(hits.length, 'topic')} (${listText(names, MOST_NAMED)})`;
}
