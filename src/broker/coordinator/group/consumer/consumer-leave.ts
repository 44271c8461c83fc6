/** Members that say goodbye, for good or for a while (GroupMetadataManager.consumerGroupLeave). */
import { errors } from '../../../../protocol/errors.ts';
import { GroupError } from '../group-error.ts';
import type { Shard } from '../shard.ts';
import { NO_PARTITIONS } from '../topic-partitions.ts';
import { checkOwner } from './check-member.ts';
import { LEAVE_FOR_A_WHILE_EPOCH } from './consumer-member.ts';
import { progressRecord } from './consumer-records.ts';
import { fence } from './fence.ts';
import type { HeartbeatReply, HeartbeatRequest } from './messages.ts';

export function leaveByHeartbeat(shard: Shard, request: HeartbeatRequest): HeartbeatReply {
  const { groupId, memberId, memberEpoch, instanceId } = request;
  const group = shard.groups.get(groupId);
  if (group === undefined) throw new GroupError('GROUP_ID_NOT_FOUND', `Group ${groupId} not found.`);
  if (group.type !== 'consumer')
    throw new GroupError('GROUP_ID_NOT_FOUND', `Group ${groupId} is not a consumer group.`);
  const member =
    instanceId === null ? group.member(memberId) : checkOwner(group.staticMember(instanceId), memberId, instanceId);
  // Its partitions wait for it as long as its session lasts; whoever comes with its instance id gets them.
  if (instanceId !== null && memberEpoch === LEAVE_FOR_A_WHILE_EPOCH)
    shard.commit([progressRecord(groupId, { ...member, memberEpoch, pendingRevocation: NO_PARTITIONS })]);
  else fence(shard, group, [member]);
  return { throttleTimeMs: 0, errorCode: errors.NONE.code, memberId, memberEpoch, heartbeatIntervalMs: 0 };
}
