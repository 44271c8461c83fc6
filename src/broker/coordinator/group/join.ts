/** JoinGroup to a classic group (Kafka's GroupMetadataManager.classicGroupJoin*). */
import { joinConsumerGroup } from './consumer/classic-join.ts';
import type { ConsumerGroup } from './consumer/consumer-group.ts';
import { groupTombstones } from './consumer/consumer-records.ts';
import type { ClassicGroup } from './group.ts';
import { GroupError } from './group-error.ts';
import type { Joining } from './joining.ts';
import { type JoinReply, type JoinRequest, Member, termsOf } from './member.ts';
import { expectMember, generationFor, joinError, parkJoin, rebalance, restartSession } from './rebalance.ts';
import { emptyGroupRecord } from './records.ts';
import { Reply } from './reply.ts';
import type { RequestContext } from './request-context.ts';
import type { Shard } from './shard.ts';
import { joinAsStaticMember } from './static-member.ts';

/** First version that has to come back with the member id it was given (KIP-394). */
const KNOWN_MEMBER_ID_VERSION = 4;

/** How long the join of a new member is kept parked; its session cannot count, for it does not know its id yet. */
const NEW_MEMBER_JOIN_TIMEOUT_MS = 5 * 60 * 1000;

/** Answers at once or when the round of joining ends. A group comes up with the first member that has no id yet. */
export function join(shard: Shard, request: JoinRequest, context: RequestContext): Promise<JoinReply> {
  const { groupId, memberId } = request;
  const existing = shard.groups.get(groupId);
  if (existing?.type === 'consumer' && !existing.isEmpty)
    return Promise.resolve(joinConsumerGroup(shard, existing, request, context));
  // An empty group changes its kind, whatever the policy of migration.
  const isNewGroup = existing === undefined || existing.type === 'consumer';
  if (isNewGroup && memberId !== '') return Promise.resolve(joinError('UNKNOWN_MEMBER_ID', memberId));
  const group = existing?.type === 'classic' ? existing : shard.newClassicGroup(groupId);
  const reply = new Reply<JoinReply>();
  try {
    decide(shard, group, { request, context, reply });
  } catch (error) {
    if (!(error instanceof GroupError)) throw error;
    reply.give(joinError(error.error, memberId));
  }
  if (isNewGroup) recordNewGroup(shard, group, reply, existing?.type === 'consumer' ? existing : undefined);
  return reply.promise;
}

function decide(shard: Shard, group: ClassicGroup, joining: Joining): void {
  const { memberId, protocolType, protocols } = joining.request;
  if (!hasRoomFor(shard, group, memberId)) {
    group.remove(memberId);
    joining.reply.give(joinError('GROUP_MAX_SIZE_REACHED', ''));
  } else if (!group.supports(protocolType, protocols)) throw new GroupError('INCONSISTENT_GROUP_PROTOCOL');
  else if (memberId === '') joinWithoutId(shard, group, joining);
  else if (group.pendingJoin.has(memberId)) joinWithGivenId(shard, group, joining);
  else joinAgain(shard, group, joining);
}

/** group.max.size; while joining goes on, those count that have come, so that the last ones to rejoin stay out. */
function hasRoomFor(shard: Shard, group: ClassicGroup, memberId: string): boolean {
  const member = group.members.get(memberId);
  switch (group.state) {
    case 'Empty':
    case 'Dead':
      return true;
    case 'PreparingRebalance':
      return member?.awaitingJoin !== undefined || group.membersAwaitingJoin < shard.config.maxSize;
    case 'CompletingRebalance':
    case 'Stable':
      return member !== undefined || group.members.size < shard.config.maxSize;
  }
}

function joinWithoutId(shard: Shard, group: ClassicGroup, joining: Joining): void {
  const { groupInstanceId, sessionTimeoutMs } = joining.request;
  const memberId = shard.newMemberId(groupInstanceId ?? joining.context.clientId);
  const existingId = groupInstanceId === null ? undefined : group.staticMembers.get(groupInstanceId);
  if (existingId !== undefined) {
    joinAsStaticMember(shard, group, joining, { oldId: existingId, newId: memberId });
  } else if (groupInstanceId === null && joining.context.apiVersion >= KNOWN_MEMBER_ID_VERSION) {
    expectMember(shard, group, memberId, sessionTimeoutMs);
    joining.reply.give(joinError('MEMBER_ID_REQUIRED', memberId));
  } else {
    addMember(shard, group, memberId, joining);
  }
}

function joinWithGivenId(shard: Shard, group: ClassicGroup, joining: Joining): void {
  const { memberId, groupInstanceId } = joining.request;
  // Only dynamic members are given an id beforehand.
  if (groupInstanceId !== null) throw new GroupError('UNKNOWN_SERVER_ERROR', `${memberId} is no static member`);
  addMember(shard, group, memberId, joining);
}

function addMember(shard: Shard, group: ClassicGroup, memberId: string, { request, context, reply }: Joining): void {
  const { groupInstanceId, protocolType } = request;
  const { clientId, clientHost } = context;
  const member = new Member({ memberId, groupInstanceId, clientId, clientHost, protocolType }, termsOf(request));
  member.isNew = true;
  if (group.is('PreparingRebalance') && group.previousState === 'Empty') group.newMemberAdded = true;
  group.add(member);
  parkJoin(member, reply);
  restartSession(shard, group, member, NEW_MEMBER_JOIN_TIMEOUT_MS);
  rebalance(shard, group, `member ${memberId} joins${reasonOf(request)}`);
}

/** A member of the generation before, or of this one. */
function joinAgain(shard: Shard, group: ClassicGroup, { request, reply }: Joining): void {
  const member = group.memberFor(request.memberId, request.groupInstanceId);
  const unchanged = member.matches(request.protocols);
  const keepsGeneration =
    // It may have missed the answer to its first join.
    (group.is('CompletingRebalance') && unchanged) ||
    // The leader joins again to have the group rebalanced, for reasons that do not show in its metadata.
    (group.is('Stable') && unchanged && group.leaderId !== member.memberId);
  if (keepsGeneration) {
    reply.give(generationFor(group, member));
    return;
  }
  member.terms = termsOf(request);
  parkJoin(member, reply);
  rebalance(shard, group, `member ${member.memberId} joins again${reasonOf(request)}`);
}

/** KIP-800 */
const reasonOf = (request: JoinRequest): string => (request.reason ? `: ${request.reason}` : '');

/** Without its record there is no group, and nobody to wait for in it. */
function recordNewGroup(shard: Shard, group: ClassicGroup, reply: Reply<JoinReply>, before?: ConsumerGroup): void {
  try {
    shard.write([...(before === undefined ? [] : groupTombstones(before)), emptyGroupRecord(group)]);
  } catch (error) {
    if (!(error instanceof GroupError)) throw error;
    shard.removeGroup(group.groupId);
    if (before !== undefined) shard.groups.set(group.groupId, before);
    if (!reply.given) reply.give(joinError(error.error, ''));
  }
}
