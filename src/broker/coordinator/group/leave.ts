/** LeaveGroup: members say goodbye, or an administrator takes static ones out (GroupMetadataManager.classicGroupLeave). */
import type { RequestOf, ResponseInput } from '../../../protocol/api.ts';
import type { leaveGroup } from '../../../protocol/apis/13-leave-group.ts';
import { errors } from '../../../protocol/errors.ts';
import { leaveConsumerGroup } from './consumer/classic-requests.ts';
import type { ClassicGroup } from './group.ts';
import { GroupError } from './group-error.ts';
import { advanceJoin, prepareRebalance, removeMember } from './rebalance.ts';
import type { RequestContext } from './request-context.ts';
import type { Shard } from './shard.ts';

type LeaveRequest = RequestOf<typeof leaveGroup>;
type LeaveReply = ResponseInput<typeof leaveGroup>;
type Leaver = Pick<LeaveRequest['members'][number], 'memberId' | 'groupInstanceId' | 'reason'>;

/** First version that names several members and answers for each. */
const BATCH_VERSION = 3;

export function leave(shard: Shard, request: LeaveRequest, { apiVersion }: RequestContext): LeaveReply {
  const leavers: readonly Leaver[] =
    apiVersion >= BATCH_VERSION
      ? request.members
      : [{ memberId: request.memberId, groupInstanceId: null, reason: null }];
  const group = shard.groups.get(request.groupId);
  const codes =
    group?.type === 'consumer'
      ? leaveConsumerGroup(shard, group, leavers)
      : leavers.map(leaver => leaveOne(group, leaver));
  const members = leavers.map(({ memberId, groupInstanceId }, index) => ({
    memberId,
    groupInstanceId,
    errorCode: codes[index]!,
  }));
  const gone = members.filter(member => member.errorCode === errors.NONE.code).map(member => member.memberId);
  if (group?.type === 'classic' && gone.length > 0) {
    if (group.is('Stable', 'CompletingRebalance')) prepareRebalance(shard, group, `${gone.join(', ')} left`);
    else advanceJoin(shard, group);
  }
  if (apiVersion >= BATCH_VERSION) return { errorCode: errors.NONE.code, members };
  return { errorCode: members[0]?.errorCode ?? errors.NONE.code };
}

/** The error code for one leaver. */
function leaveOne(group: ClassicGroup | undefined, { memberId, groupInstanceId }: Leaver): number {
  try {
    if (group === undefined) throw new GroupError('UNKNOWN_MEMBER_ID');
    if (group.pendingJoin.has(memberId)) {
      group.remove(memberId);
      return errors.NONE.code;
    }
    // Administrators know static members by their instance ids only.
    const byInstance = memberId === '' && groupInstanceId !== null;
    const id = byInstance ? (group.staticMembers.get(groupInstanceId) ?? '') : memberId;
    removeMember(group, group.memberFor(id, groupInstanceId));
    return errors.NONE.code;
  } catch (error) {
    if (error instanceof GroupError) return error.code;
    throw error;
  }
}
