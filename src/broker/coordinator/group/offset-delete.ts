/** How offsets go: by OffsetDelete, or with their topic (Kafka's OffsetMetadataManager). */
import type { RequestOf, ResponseInput } from '../../../protocol/api.ts';
import type { offsetDelete } from '../../../protocol/apis/47-offset-delete.ts';
import { errors } from '../../../protocol/errors.ts';
import { GroupError } from './group-error.ts';
import { type GroupRecord, offsetTombstone } from './records.ts';
import type { Shard } from './shard.ts';

/** Forgets offsets of topics that the group does not read; those of others stay, GROUP_SUBSCRIBED_TO_TOPIC. */
export function deleteOffsets(
  shard: Shard,
  { groupId, topics }: RequestOf<typeof offsetDelete>,
): ResponseInput<typeof offsetDelete> {
  const group = shard.groups.get(groupId);
  if (group === undefined) throw new GroupError('GROUP_ID_NOT_FOUND');
  // Only of consumers it is known what they are subscribed to.
  if (group.type === 'classic' && !group.isEmpty && !group.usesConsumerProtocol)
    throw new GroupError('NON_EMPTY_GROUP');
  const records: GroupRecord[] = [];
  const results = topics.map(({ name, partitions }) => {
    const subscribed = group.isSubscribedTo(name);
    return {
      name,
      partitions: partitions.map(({ partitionIndex }) => {
        if (subscribed) return { partitionIndex, errorCode: errors.GROUP_SUBSCRIBED_TO_TOPIC.code };
        if (hasOffset(shard, groupId, name, partitionIndex))
          records.push(offsetTombstone(groupId, name, partitionIndex));
        return { partitionIndex, errorCode: errors.NONE.code };
      }),
    };
  });
  shard.commit(records);
  return { errorCode: errors.NONE.code, throttleTimeMs: 0, topics: results };
}

const hasOffset = (shard: Shard, groupId: string, topic: string, partition: number): boolean =>
  shard.offsets.get(groupId, topic, partition) !== undefined || shard.pending.has(groupId, topic, partition);

/** A topic is gone, and with it what any group has committed of it. */
export function forgetTopic(shard: Shard, topic: string): void {
  const records: GroupRecord[] = [];
  for (const groupId of shard.offsets.groupIds)
    for (const partition of shard.offsets.of(groupId).get(topic)?.keys() ?? [])
      records.push(offsetTombstone(groupId, topic, partition));
  for (const groupId of new Set(shard.pending.groupIds()))
    for (const pending of shard.pending.partitionsOf(groupId))
      if (pending.topic === topic && shard.offsets.get(groupId, topic, pending.partition) === undefined)
        records.push(offsetTombstone(groupId, topic, pending.partition));
  shard.commitEach(records);
}
