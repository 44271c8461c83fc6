/**
 * `uniform` when all members subscribe to the same topics: everybody's share is known beforehand, and one pass over the
 * members decides what each keeps, a second one what it gets (Kafka's UniformHomogeneousAssignmentBuilder).
 */
import { has, type TopicPartitions } from '../topic-partitions.ts';
import type { GroupSpec, MemberSpec } from './assignor.ts';
import { Draft } from './draft.ts';

/**
 * The share is total / members, and the first `total % members` members that can use it get one more. A member
 * that has less than its share leaves the extra one to a later member — which may have it already, and so need not give
 * it up — as long as enough members follow to take all the extra ones.
 */
export function assignSameTopics({ members, partitionCount }: GroupSpec): ReadonlyMap<string, TopicPartitions> {
  const draft = new Draft(members);
  const topicIds = members[0]?.topicIds ?? new Set<string>();
  const owned = allPrevious(members);
  const free: { topicId: string; partition: number }[] = [];
  let total = 0;
  for (const topicId of topicIds) {
    const partitions = partitionCount(topicId);
    total += partitions;
    for (let partition = 0; partition < partitions; partition++)
      if (!has(owned, topicId, partition)) free.push({ topicId, partition });
  }

  const share = Math.floor(total / members.length);
  let extra = total % members.length;
  const unfilled: { memberId: string; room: number }[] = [];
  for (const [index, { memberId, previous }] of members.entries()) {
    let takesExtra = extra > 0;
    let room = share + (takesExtra ? 1 : 0);
    for (const [topicId, partitions] of previous) {
      if (!topicIds.has(topicId)) continue;
      for (const partition of [...partitions].sort((a, b) => a - b)) {
        if (room > 0) {
          draft.give(memberId, topicId, partition);
          room--;
        } else {
          free.push({ topicId, partition });
        }
      }
    }
    if (takesExtra && room > 0 && members.length - index > extra) {
      takesExtra = false;
      room--;
    }
    if (takesExtra) extra--;
    if (room > 0) unfilled.push({ memberId, room });
  }

  let next = 0;
  for (const { memberId, room } of unfilled)
    for (const { topicId, partition } of free.slice(next, (next += room))) draft.give(memberId, topicId, partition);
  return draft.assignment;
}

/** What anybody had. */
function allPrevious(members: readonly MemberSpec[]): TopicPartitions {
  const all = new Map<string, Set<number>>();
  for (const { previous } of members)
    for (const [topicId, partitions] of previous) {
      let known = all.get(topicId);
      if (known === undefined) all.set(topicId, (known = new Set()));
      for (const partition of partitions) known.add(partition);
    }
  return all;
}
