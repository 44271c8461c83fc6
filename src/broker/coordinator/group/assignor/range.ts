/**
 * `range`: each topic on its own is cut into as many contiguous pieces as it has subscribers, and members take the
 * pieces in the order of their ids (Kafka's RangeAssignor).
 *
 *     5 partitions, 2 members         2 topics of 3 partitions, 2 members
 *     A: 0 1 2                        A: t1-0 t1-1  t2-0 t2-1
 *     B: 3 4                          B: t1-2       t2-2
 *
 * What it is good for: topics with the same number of partitions are co-partitioned. Whoever has partition 0 of one has
 * partition 0 of the others, which is what a join of two streams by key needs.
 *
 * What it costs: when partitions do not divide evenly, the odd ones go to the first members — of *every* topic, always
 * the same members. The skew adds up over topics: with 10 topics of 3 partitions and 2 members A has 20 partitions and
 * B has 10, and a third member would halve A's load without B noticing. `uniform` looks at all topics together and
 * gives 15 to each. Nor does range keep anything on purpose: a new member that sorts first moves all the others on.
 */
import type { TopicPartitions } from '../topic-partitions.ts';
import type { Assignor, GroupSpec, MemberSpec } from './assignor.ts';

export const range: Assignor = {
  name: 'range',
  assign(group: GroupSpec): ReadonlyMap<string, TopicPartitions> {
    const members = [...group.members].sort(byId);
    const assigned = new Map(members.map(({ memberId }) => [memberId, new Map<string, ReadonlySet<number>>()]));
    for (const topicId of new Set(members.flatMap(({ topicIds }) => [...topicIds]))) {
      const subscribers = members.filter(({ topicIds }) => topicIds.has(topicId));
      const pieces = cut(group.partitionCount(topicId), subscribers.length);
      for (const [index, piece] of pieces.entries())
        if (piece.size > 0) assigned.get(subscribers[index]!.memberId)!.set(topicId, piece);
    }
    return assigned;
  },
};

/** `count` partitions in contiguous pieces; the first `count % parts` pieces are one larger. */
function cut(count: number, parts: number): Set<number>[] {
  const size = Math.floor(count / parts);
  const larger = count % parts;
  let next = 0;
  return Array.from({ length: parts }, (_, index) => {
    const length = size + (index < larger ? 1 : 0);
    return new Set(Array.from({ length }, () => next++));
  });
}

/** Static members first: their instance ids outlive a restart, so that their pieces stay with them. */
function byId(a: MemberSpec, b: MemberSpec): number {
  if (a.instanceId !== null && b.instanceId !== null) return compare(a.instanceId, b.instanceId);
  if (a.instanceId !== null) return -1;
  if (b.instanceId !== null) return 1;
  return compare(a.memberId, b.memberId);
}

/** As Java's String.compareTo: by UTF-16 code units, not by anybody's alphabet. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
