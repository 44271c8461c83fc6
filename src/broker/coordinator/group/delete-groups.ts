/** DeleteGroups (Kafka's GroupCoordinatorShard.deleteGroups). */
import { errors } from '../../../protocol/errors.ts';
import type { Group } from './any-group.ts';
import { groupTombstones } from './consumer/consumer-records.ts';
import { type GroupRecord, groupTombstone, offsetTombstone } from './records.ts';
import type { Shard } from './shard.ts';

/** Deletes those groups of the shard that are empty, with their offsets, in one write; the error code of each. */
export function deleteGroups(shard: Shard, groupIds: readonly string[]): Map<string, number> {
  const codes = new Map<string, number>();
  const records: GroupRecord[] = [];
  for (const groupId of groupIds) {
    const group = shard.groups.get(groupId);
    if (group === undefined) codes.set(groupId, errors.GROUP_ID_NOT_FOUND.code);
    else if (!group.isEmpty) codes.set(groupId, errors.NON_EMPTY_GROUP.code);
    else {
      records.push(...offsetTombstones(shard, groupId), ...tombstonesOf(group));
      codes.set(groupId, errors.NONE.code);
    }
  }
  shard.commit(records);
  return codes;
}

/** One for each partition that the group has committed, also in transactions that are still open. */
function* offsetTombstones(shard: Shard, groupId: string): Generator<GroupRecord> {
  for (const [topic, partitions] of shard.offsets.of(groupId))
    for (const partition of partitions.keys()) yield offsetTombstone(groupId, topic, partition);
  for (const { topic, partition } of shard.pending.partitionsOf(groupId))
    if (shard.offsets.get(groupId, topic, partition) === undefined) yield offsetTombstone(groupId, topic, partition);
}

/** The end of a group without members. */
export const tombstonesOf = (group: Group): GroupRecord[] =>
  group.type === 'consumer' ? groupTombstones(group) : [groupTombstone(group.groupId)];
