/**
 * ConsumerGroupHeartbeat (KIP-848): joining, staying alive, reporting what is owned, learning what to own
 * (GroupMetadataManager.consumerGroupHeartbeat).
 */
import { errors } from '../../../../protocol/errors.ts';
import { GroupError } from '../group-error.ts';
import type { GroupRecord } from '../records.ts';
import { groupTombstone } from '../records.ts';
import type { RequestContext } from '../request-context.ts';
import type { Shard } from '../shard.ts';
import { isSame, listOf, partitionsOf, type TopicPartitions } from '../topic-partitions.ts';
import { Change } from './change.ts';
import { checkNotFull, checkOwner, checkReleased } from './check-member.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { leaveByHeartbeat } from './consumer-leave.ts';
import { LEAVE_EPOCH, LEAVE_FOR_A_WHILE_EPOCH, newMember } from './consumer-member.ts';
import { restartConsumerSession, watchRebalance } from './deadlines.ts';
import type { HeartbeatReply, HeartbeatRequest } from './messages.ts';
import { checkEpoch } from './reconcile.ts';
import { refreshRegexes, updateRegex } from './regex-refresh.ts';
import { type Upgrade, upgrade } from './upgrade.ts';

export function consumerHeartbeat(shard: Shard, request: HeartbeatRequest, context: RequestContext): HeartbeatReply {
  const { memberEpoch } = request;
  if (memberEpoch === LEAVE_EPOCH || memberEpoch === LEAVE_FOR_A_WHILE_EPOCH) return leaveByHeartbeat(shard, request);

  const reported = request.topicPartitions === null ? undefined : partitionsOf(request.topicPartitions);
  const { change, upgraded } = begin(shard, request, reported);
  const { group } = change;
  const { before } = change;
  const renamed = change.update({
    instanceId: request.instanceId ?? before.instanceId,
    rackId: request.rackId ?? before.rackId,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs === -1 ? before.rebalanceTimeoutMs : request.rebalanceTimeoutMs,
    serverAssignor: request.serverAssignor ?? before.serverAssignor,
    subscribedTopicNames:
      request.subscribedTopicNames === null ? before.subscribedTopicNames : new Set(request.subscribedTopicNames),
    subscribedTopicRegex: request.subscribedTopicRegex ?? before.subscribedTopicRegex,
    clientId: context.clientId,
    clientHost: context.clientHost,
    classic: null,
  });
  const regex = updateRegex(change);
  change.updateEpoch(group.groupEpoch === 0 || renamed || regex.bump);
  change.reconcile(change.updateTarget(), reported);
  const live = change.commit();
  const { member } = change;
  upgraded?.done(live);
  if (change.hasMoved) watchRebalance(shard, live, member);
  restartConsumerSession(shard, live, member);
  if (regex.refresh) refreshRegexes(shard, live, context);

  // A member that sends everything, as when it joins or after an error, is told everything.
  const saysAll =
    request.rebalanceTimeoutMs !== -1 &&
    (request.subscribedTopicNames !== null || request.subscribedTopicRegex !== null) &&
    request.topicPartitions !== null;
  const tell = memberEpoch === 0 || saysAll || !isSame(before.assigned, member.assigned);
  return {
    throttleTimeMs: 0,
    errorCode: errors.NONE.code,
    memberId: member.memberId,
    memberEpoch: member.memberEpoch,
    heartbeatIntervalMs: shard.config.consumer.heartbeatIntervalMs(group.groupId),
    assignment: tell ? { topicPartitions: listOf(member.assigned) } : null,
  };
}

/** Finds the group and the member, or makes them, for those who join; and refuses all others. */
function begin(
  shard: Shard,
  request: HeartbeatRequest,
  reported: TopicPartitions | undefined,
): { change: Change; upgraded?: Upgrade } {
  const { groupId, instanceId, memberEpoch } = request;
  const joins = memberEpoch === 0;
  const records: GroupRecord[] = [];
  const { group, upgraded } = groupFor(shard, groupId, joins, records);
  checkNotFull(shard, group, request.memberId);
  const memberId = request.memberId === '' ? shard.newUuid() : request.memberId;
  const found = { ...(upgraded === undefined ? {} : { upgraded }) };
  if (instanceId === null) {
    const member = joins ? (group.members.get(memberId) ?? newMember(memberId)) : group.member(memberId);
    checkEpoch(member, memberEpoch, reported);
    return { change: new Change(shard, group, member, records), ...found };
  }
  const existing = group.staticMember(instanceId);
  if (!joins) {
    const member = checkOwner(existing, memberId, instanceId);
    checkEpoch(member, memberEpoch, reported);
    return { change: new Change(shard, group, member, records), ...found };
  }
  const change = new Change(shard, group, group.members.get(memberId) ?? newMember(memberId), records);
  if (existing !== undefined) {
    // One that speaks the classic protocol is on its way to this one, and need not have said goodbye.
    if (existing.classic === null) checkReleased(existing, memberId, instanceId);
    change.replace(existing);
  }
  return { change, ...found };
}

function groupFor(shard: Shard, groupId: string, joins: boolean, records: GroupRecord[]) {
  const group = shard.groups.get(groupId);
  if (group?.type === 'consumer') return { group, upgraded: undefined };
  if (!joins)
    throw new GroupError(
      'GROUP_ID_NOT_FOUND',
      group === undefined ? `Consumer group ${groupId} not found.` : `Group ${groupId} is not a consumer group.`,
    );
  if (group !== undefined && !group.isEmpty) {
    const upgraded = upgrade(shard, group);
    records.push(...upgraded.records);
    return { group: upgraded.group, upgraded };
  }
  // An empty group changes its kind, whatever the policy of migration.
  if (group !== undefined) records.push(groupTombstone(groupId));
  return { group: new ConsumerGroup(groupId), upgraded: undefined };
}
