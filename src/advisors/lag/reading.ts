/** Who reads what, and how far: groups, commits and ends put together, without what no member reads any more. */
import type { GroupFacts, GroupOffsets } from '../evidence/group-facts.ts';
import type { EvidenceKinds } from '../evidence/kinds.ts';
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
    const own = commits.get(group.group);
    const topics = group.members.length > 0 ? [...topicsRead(group)] : (own?.topics ?? []).map(({ topic }) => topic);
    return topics
      .filter(topic => offsets[topic] !== undefined)
      .sort()
      .map(topic => ({ group, topic, positions: positionsOf(group, topic, own, offsets[topic]!) }));
  });
}

function positionsOf(
  { members }: GroupFacts,
  topic: string,
  commits: GroupOffsets | undefined,
  offsets: EvidenceKinds['offsets'][string],
): Position[] {
  const committedAt = new Map(
    commits?.topics.find(each => each.topic === topic)?.partitions.map(({ partition, offset }) => [partition, offset]),
  );
  const owned = new Set(
    members.flatMap(({ assignment }) => assignment.flatMap(each => (each.topic === topic ? each.partitions : []))),
  );
  return offsets
    .filter(({ partition }) => members.length > 0 || committedAt.has(partition))
    .map(({ partition, start, end }) => {
      const committed = committedAt.get(partition);
      const known = committed !== undefined && start !== null && end !== null;
      const lag = known ? lagOf({ committed, start, end }) : undefined;
      return { partition, committed, start, end, lag, owned: owned.has(partition) };
    });
}
