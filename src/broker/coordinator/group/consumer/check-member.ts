/** Who may speak as a member of a consumer group, and whether there is room for one more. */
import { GroupError } from '../group-error.ts';
import type { Shard } from '../shard.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerMember, LEAVE_FOR_A_WHILE_EPOCH } from './consumer-member.ts';

/** group.consumer.max.size */
export function checkNotFull({ config }: Shard, group: ConsumerGroup, memberId: string): void {
  const { maxSize } = config.consumer;
  if (group.members.size >= maxSize && !group.members.has(memberId))
    throw new GroupError(
      'GROUP_MAX_SIZE_REACHED',
      `The consumer group has reached its maximum capacity of ${maxSize} members.`,
    );
}

/** The static member, if it has that id. */
export function checkOwner(existing: ConsumerMember | undefined, memberId: string, instanceId: string): ConsumerMember {
  if (existing === undefined) throw new GroupError('UNKNOWN_MEMBER_ID', `Instance id ${instanceId} is unknown.`);
  if (existing.memberId !== memberId)
    throw new GroupError(
      'FENCED_INSTANCE_ID',
      `Static member ${memberId} with instance id ${instanceId} was fenced by member ${existing.memberId}.`,
    );
  return existing;
}

/** An instance can be taken over once its last owner has said that it is away for a while. */
export function checkReleased(existing: ConsumerMember, memberId: string, instanceId: string): void {
  if (existing.memberEpoch !== LEAVE_FOR_A_WHILE_EPOCH)
    throw new GroupError(
      'UNRELEASED_INSTANCE_ID',
      `Static member ${memberId} with instance id ${instanceId} cannot join the group because the instance id is owned by ${existing.memberId} member.`,
    );
}

/** The member that a request of the classic protocol speaks for. */
export function memberFor(group: ConsumerGroup, memberId: string, instanceId: string | null): ConsumerMember {
  return instanceId === null
    ? group.member(memberId)
    : checkOwner(group.staticMember(instanceId), memberId, instanceId);
}
