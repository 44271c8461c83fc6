/**
 * SyncGroup, Heartbeat and LeaveGroup of members that speak the classic protocol within a consumer group
 * (GroupMetadataManager.classicGroup…ToConsumerGroup).
 */
import type { RequestOf } from '../../../../protocol/api.ts';
import type { heartbeat } from '../../../../protocol/apis/12-heartbeat.ts';
import type { leaveGroup } from '../../../../protocol/apis/13-leave-group.ts';
import { CONSUMER_PROTOCOL_TYPE } from '../../../../protocol/consumer-protocol.ts';
import { errors } from '../../../../protocol/errors.ts';
import { GroupError } from '../group-error.ts';
import type { SyncReply, SyncRequest } from '../member.ts';
import type { Shard } from '../shard.ts';
import { memberFor } from './check-member.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerMember, classicProtocolOf } from './consumer-member.ts';
import { restartConsumerSession, watchJoin } from './deadlines.ts';
import { encodeTarget } from './downgrade.ts';
import { fence } from './fence.ts';

/** The member's present assignment; nobody has to lead. */
export function syncConsumerGroup(shard: Shard, group: ConsumerGroup, request: SyncRequest): SyncReply {
  const { memberId, groupInstanceId, generationId, protocolType, protocolName } = request;
  const member = classicMember(group, memberId, groupInstanceId, generationId);
  const { name, metadata } = classicProtocolOf(member);
  const isOther =
    (protocolType !== null && protocolType !== CONSUMER_PROTOCOL_TYPE) ||
    (protocolName !== null && protocolName !== name);
  if (isOther) throw new GroupError('INCONSISTENT_GROUP_PROTOCOL');
  // One that is giving partitions up has joined already, and joins again when it has.
  if (group.groupEpoch > member.memberEpoch && member.state !== 'unrevoked') {
    watchJoin(shard, group, member);
    throw new GroupError('REBALANCE_IN_PROGRESS');
  }
  group.cancelTimer(memberId, 'sync');
  restartConsumerSession(shard, group, member);
  const assignment = encodeTarget(shard, member.assigned, metadata);
  return { errorCode: errors.NONE.code, protocolType, protocolName, assignment };
}

/** Keeps the session alive; REBALANCE_IN_PROGRESS makes the member join, which is how it is told anything here. */
export function heartbeatConsumerGroup(shard: Shard, group: ConsumerGroup, request: RequestOf<typeof heartbeat>): void {
  const member = classicMember(group, request.memberId, request.groupInstanceId, request.generationId);
  restartConsumerSession(shard, group, member);
  const shallJoin =
    member.memberEpoch < group.groupEpoch ||
    member.state === 'unrevoked' ||
    (member.state === 'unreleased' && !group.waitsForRelease(member));
  if (!shallJoin) return;
  watchJoin(shard, group, member);
  throw new GroupError('REBALANCE_IN_PROGRESS');
}

type Leaver = Pick<RequestOf<typeof leaveGroup>['members'][number], 'memberId' | 'groupInstanceId'>;

/** The error code for each; members of either protocol can be taken out by their instance id. */
export function leaveConsumerGroup(shard: Shard, group: ConsumerGroup, leavers: readonly Leaver[]): number[] {
  const gone = new Set<ConsumerMember>();
  const codes = leavers.map(({ memberId, groupInstanceId }) => {
    try {
      const id = memberId === '' && groupInstanceId !== null ? group.staticMembers.get(groupInstanceId) : memberId;
      gone.add(memberFor(group, id ?? '', groupInstanceId));
      return errors.NONE.code;
    } catch (error) {
      if (error instanceof GroupError) return error.code;
      throw error;
    }
  });
  fence(shard, group, [...gone]);
  return codes;
}

function classicMember(
  group: ConsumerGroup,
  memberId: string,
  instanceId: string | null,
  generationId: number,
): ConsumerMember {
  const member = memberFor(group, memberId, instanceId);
  if (member.classic === null)
    throw new GroupError('UNKNOWN_MEMBER_ID', `Member ${memberId} does not use the classic protocol.`);
  if (member.memberEpoch !== generationId) throw new GroupError('ILLEGAL_GENERATION');
  return member;
}
