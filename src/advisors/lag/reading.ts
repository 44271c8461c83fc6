/** Who reads what, and how far: groups, commits and ends put together, without what no member reads any more. */
import type { GroupFacts, GroupOffsets } from '../evidence/group-facts.ts';
import type { EvidenceKinds } from '../evidence/kinds.ts';
import type { PartitionOffsets } from '../evidence/topic-facts.ts';
import { lagOf } from './point.ts';

export interface Reading {
  readonly group: GroupFacts;
  readonly topic: string;
  /** By the group's members; for a group without members, of what it has committed. In order of partition. */
  readonly positions: readonly Position[];
}

export interface Position {
  readonly partition: number;
  /** Undefined where nothing is committed. */
  readonly committed: number | undefined;
  /** Null while nobody leads the partition. */
  readonly start: number | null;
  readonly end: number | null;
  /** Offsets; undefined where no number would be true. */
  readonly lag: number | undefined;
  readonly owned: boolean;
}

/** A group of consumers: Connect's workers, schema registries and others use groups too, and commit nothing. */
export const consumes = ({ protocolType }: GroupFacts): boolean => protocolType === 'consumer' || protocolType === '';

/** Commits without membership (`assign`, tools): Kafka cannot tell whether somebody is there. */
export const isSimple = ({ protocolType, members }: GroupFacts): boolean => protocolType === '' && members.length === 0;

/** Kafka Streams (its classic protocol) deals out tasks of its own. */
export const isStreams = ({ assignor }: GroupFacts): boolean => assignor === 'stream';

/** Names that kafka-console-consumer makes up for one run. */
export const isThrowaway = ({ group }: GroupFacts): boolean => /^console-consumer-\d+$/.test(group);

/** Topics that the members read: what they subscribe to and what is assigned to them. */
export function topicsRead({ members }: GroupFacts): Set<string> {
  return new Set(
    members.flatMap(({ subscription, assignment }) => [
      ...(subscription ?? []),
      ...assignment.map(({ topic }) => topic),
    ]),
  );
}

export function readings({
  groups,
  committed,
  offsets,
}: Pick<EvidenceKinds, 'groups' | 'committed' | 'offsets'>): Reading[] {
  const commits = new Map(committed.map(each => [each.group, each]));
  return groups.filter(consumes).flatMap(group => {
    const own = commitsByTopic(commits.get(group.group));
    const owned = ownedByTopic(group);
    const topics = group.members.length > 0 ? [...topicsRead(group)] : [...own.keys()];
    return topics
      .filter(topic => offsets[topic] !== undefined)
      .sort()
      .map(topic => {
        const positions = positionsOf(offsets[topic]!, own.get(topic) ?? new Map(), owned.get(topic) ?? new Set());
        return {
          group,
          topic,
          positions: group.members.length > 0 ? positions : positions.filter(each => each.committed !== undefined),
        };
      });
  });
}

const commitsByTopic = (commits: GroupOffsets | undefined): Map<string, ReadonlyMap<number, number>> =>
  new Map(
    commits?.topics.map(({ topic, partitions }) => [
      topic,
      new Map(partitions.map(({ partition, offset }) => [partition, offset])),
    ]),
  );

function ownedByTopic({ members }: GroupFacts): Map<string, ReadonlySet<number>> {
  const owned = new Map<string, Set<number>>();
  for (const { assignment } of members)
    for (const { topic, partitions } of assignment) {
      const some = owned.get(topic) ?? new Set();
      for (const partition of partitions) some.add(partition);
      owned.set(topic, some);
    }
  return owned;
}

const positionsOf = (
  offsets: readonly PartitionOffsets[],
  commits: ReadonlyMap<number, number>,
  owned: ReadonlySet<number>,
): Position[] =>
  offsets.map(({ partition, start, end }) => {
    const committed = commits.get(partition);
    const known = committed !== undefined && start !== null && end !== null;
    const lag = known ? lagOf({ committed, start, end }) : undefined;
    return { partition, committed, start, end, lag, owned: owned.has(partition) };
  });
