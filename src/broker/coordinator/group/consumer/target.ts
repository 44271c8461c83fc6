/** A new target assignment for a whole group (Kafka's TargetAssignmentBuilder), as records of what differs from the last. */
import type { Assignor } from '../assignor/assignor.ts';
import { GroupError } from '../group-error.ts';
import type { GroupRecord } from '../records.ts';
import type { Shard } from '../shard.ts';
import { isSame, NO_PARTITIONS, type TopicPartitions } from '../topic-partitions.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerMember } from './consumer-member.ts';
import { targetEpochRecord, targetRecord } from './consumer-records.ts';
import { preferredAssignor } from './preferred-assignor.ts';
import { isHomogeneous, type ResolvedRegexes, topicsOf } from './subscriptions.ts';

export interface Retargeting {
  readonly shard: Shard;
  readonly group: ConsumerGroup;
  /** The epoch that the assignment will be for. */
  readonly groupEpoch: number;
  /** As they will be. */
  readonly members: ReadonlyMap<string, ConsumerMember>;
  readonly regexes: ResolvedRegexes;
  /** The one of them that may not be in the group yet. */
  readonly member: ConsumerMember;
}

/** The records, and the partitions that `member` shall have. */
export function computeTarget({ shard, group, groupEpoch, members, regexes, member }: Retargeting): {
  records: GroupRecord[];
  partitions: TopicPartitions;
} {
  const { topics } = shard;
  const specs = [...members.values()].map(each => ({
    memberId: each.memberId,
    instanceId: each.instanceId,
    topicIds: new Set([...topicsOf(each, regexes)].flatMap(name => topics.byName(name)?.topicId ?? [])),
    previous: (each === member ? group.targetOf(each) : group.targets.get(each.memberId)) ?? NO_PARTITIONS,
  }));
  const assigned = assign(preferredAssignor(members.values(), shard.config.consumer.assignors, member), groupEpoch, {
    members: specs,
    isHomogeneous: isHomogeneous(members.values()),
    partitionCount: topicId => topics.byId(topicId)?.partitionCount ?? 0,
  });
  const records: GroupRecord[] = [];
  for (const memberId of members.keys()) {
    const before = group.targets.get(memberId);
    const after = assigned.get(memberId) ?? NO_PARTITIONS;
    if (before === undefined || !isSame(before, after)) records.push(targetRecord(group.groupId, memberId, after));
  }
  records.push(targetEpochRecord(group.groupId, groupEpoch));
  return { records, partitions: assigned.get(member.memberId) ?? NO_PARTITIONS };
}

/** Whatever an assignor throws is told to the member that wanted to know, and nothing changes. */
function assign(assignor: Assignor, epoch: number, group: Parameters<Assignor['assign']>[0]) {
  try {
    return assignor.assign(group);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GroupError(
      'UNKNOWN_SERVER_ERROR',
      `Failed to compute a new target assignment for epoch ${epoch}: ${why}`,
      error,
    );
  }
}
