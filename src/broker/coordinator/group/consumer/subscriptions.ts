/** What the members of a consumer group subscribe to, all together (the bookkeeping of Kafka's ModernGroup). */
import { createHash } from 'node:crypto';
import { isSameSet } from '../topic-partitions.ts';
import type { TopicsView } from '../topics-view.ts';
import type { ConsumerMember } from './consumer-member.ts';

/** The topics that a regular expression matched. */
export interface ResolvedRegex {
  readonly topics: ReadonlySet<string>;
  /** Of the topics that there were, TopicsView.versionWithNewTopics. */
  readonly version: number;
  readonly timestampMs: number;
}

export type ResolvedRegexes = ReadonlyMap<string, ResolvedRegex>;

/** Names of all topics that a member subscribes to, whether they exist or not. */
export function topicsOf(member: ConsumerMember, regexes: ResolvedRegexes): ReadonlySet<string> {
  const matched = regexes.get(member.subscribedTopicRegex)?.topics;
  return matched === undefined ? member.subscribedTopicNames : new Set([...member.subscribedTopicNames, ...matched]);
}

/** Whether all members subscribe to the same topics: each by the same names, or each by the same expression only. */
export function isHomogeneous(members: Iterable<ConsumerMember>): boolean {
  const [first, ...others] = members;
  if (first === undefined) return true;
  const all = [first, ...others];
  if (all.some(({ subscribedTopicRegex }) => subscribedTopicRegex !== ''))
    return all.every(
      ({ subscribedTopicRegex, subscribedTopicNames }) =>
        subscribedTopicRegex === first.subscribedTopicRegex && subscribedTopicNames.size === 0,
    );
  return others.every(({ subscribedTopicNames }) => isSameSet(subscribedTopicNames, first.subscribedTopicNames));
}

/**
 * Changes when a topic that somebody subscribes to appears, goes, comes anew or gets more partitions (KIP-1101). Kafka's
 * is an XXH3 of the same facts; both only compare theirs with their own, and one that the other wrote makes for one more epoch.
 * 48 bits, so that it is exact as a number. 0 when there is no topic.
 */
export function metadataHashOf(names: Iterable<string>, topics: TopicsView): number {
  const facts = [...new Set(names)].sort().flatMap(name => {
    const topic = topics.byName(name);
    return topic === undefined ? [] : [`${topic.topicId} ${name} ${topic.partitionCount}`];
  });
  if (facts.length === 0) return 0;
  return createHash('sha256').update(facts.join('\n')).digest().readUIntBE(0, 6);
}

/** The hash for a group that has these members and expressions. */
export function hashOfSubscriptions(
  members: Iterable<ConsumerMember>,
  regexes: ResolvedRegexes,
  topics: TopicsView,
): number {
  const names = new Set<string>();
  for (const { subscribedTopicNames } of members) for (const name of subscribedTopicNames) names.add(name);
  for (const resolved of regexes.values()) for (const name of resolved.topics) names.add(name);
  return metadataHashOf(names, topics);
}
