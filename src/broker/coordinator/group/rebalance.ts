/**
 * How a classic group gets from one generation to the next: a round of joining that waits for its members, then a
 * round of syncing, and the time-outs of both (Kafka's GroupMetadataManager, prepareRebalance to expirePendingSync).
 */
import { type ErrorName, errors } from '../../../protocol/errors.ts';
import type { ClassicGroup } from './group.ts';
import { GroupError } from './group-error.ts';
import { type JoinReply, type Member, NO_BYTES, type SyncReply } from './member.ts';
import { groupRecord } from './records.ts';
import type { Reply } from './reply.ts';
import type { Shard } from './shard.ts';

export const joinError = (error: ErrorName, memberId: string): JoinReply => ({
  errorCode: errors[error].code,
  memberId,
  protocolName: null,
  leader: '',
  members: [],
});

export const syncError = (error: ErrorName): SyncReply => ({ errorCode: errors[error].code, assignment: NO_BYTES });

/** The generation as one member is told it; the leader with all members, whose metadata it needs to assign. */
export const generationFor = (group: ClassicGroup, member: Member): JoinReply => ({
  errorCode: errors.NONE.code,
  memberId: member.memberId,
  generationId: group.generationId,
  protocolType: group.protocolType,
  protocolName: group.protocolName,
  leader: group.leaderId ?? '',
  members: group.leaderId === member.memberId ? membersForLeader(group) : [],
});

function membersForLeader(group: ClassicGroup): JoinReply['members'] {
  const { protocolName } = group;
  if (protocolName === null) return [];
  return [...group.members.values()].map(member => ({
    memberId: member.memberId,
    groupInstanceId: member.identity.groupInstanceId,
    metadata: member.metadataFor(protocolName),
  }));
}

export function answerJoin(member: Member, answer: JoinReply): void {
  const reply = member.awaitingJoin;
  member.awaitingJoin = undefined;
  reply?.give(answer);
}

export function answerSync(member: Member, answer: SyncReply): boolean {
  const reply = member.awaitingSync;
  member.awaitingSync = undefined;
  reply?.give(answer);
  return reply !== undefined;
}

/**
 * Parks a join. One that the member has parked already is from a connection it gave up on; Kafka never answers
 * that one, here it is told to join again.
 */
export function parkJoin(member: Member, reply: Reply<JoinReply>): void {
  answerJoin(member, joinError('REBALANCE_IN_PROGRESS', member.memberId));
  member.awaitingJoin = reply;
}

/** Parks a sync, as parkJoin. */
export function parkSync(member: Member, reply: Reply<SyncReply>): void {
  answerSync(member, syncError('REBALANCE_IN_PROGRESS'));
  member.awaitingSync = reply;
}

/** Takes a member out. Whatever it has parked is answered UNKNOWN_MEMBER_ID: if it still lives it starts anew. */
export function removeMember(group: ClassicGroup, member: Member): void {
  answerJoin(member, joinError('UNKNOWN_MEMBER_ID', ''));
  answerSync(member, syncError('UNKNOWN_MEMBER_ID'));
  group.remove(member.memberId);
}

/** Lets the member's session run anew from now. */
export function restartSession(
  shard: Shard,
  group: ClassicGroup,
  member: Member,
  timeoutMs = member.terms.sessionTimeoutMs,
): void {
  member.session?.cancel();
  member.session = shard.clock.after(timeoutMs, () => expireMember(shard, group, member));
}

function expireMember(shard: Shard, group: ClassicGroup, member: Member): void {
  if (member.isAlive) return;
  shard.log('info', `group ${group.groupId}: member ${member.memberId} has failed, its session timed out`);
  removeMember(group, member);
  if (group.is('Stable', 'CompletingRebalance')) prepareRebalance(shard, group, `${member.memberId} timed out`);
  else completeJoinIfAllThere(shard, group);
}

/** Gives a member id out (KIP-394) and waits for its owner to join with it. */
export function expectMember(shard: Shard, group: ClassicGroup, memberId: string, sessionTimeoutMs: number): void {
  const expire = () => {
    group.remove(memberId);
    completeJoinIfAllThere(shard, group);
  };
  group.pendingJoin.set(memberId, shard.clock.after(sessionTimeoutMs, expire));
}

/** A member that was waited for is gone. Unlike a join this also ends the delay of a first rebalance. */
function completeJoinIfAllThere(shard: Shard, group: ClassicGroup): void {
  if (group.is('PreparingRebalance') && group.allMembersJoined) completeJoin(shard, group);
}

/** A member came, left or changed: starts a rebalance, or moves on with the one that waits for joins. */
export function rebalance(shard: Shard, group: ClassicGroup, reason: string): void {
  if (group.canRebalance) prepareRebalance(shard, group, reason);
  else advanceJoin(shard, group);
}

/** Ends the round of joining if all are there; the delay of a first rebalance is always waited for. */
export function advanceJoin(shard: Shard, group: ClassicGroup): void {
  if (group.previousState !== 'Empty') completeJoinIfAllThere(shard, group);
}

export function prepareRebalance(shard: Shard, group: ClassicGroup, reason: string): void {
  if (group.is('CompletingRebalance')) refuseSyncs(shard, group, 'REBALANCE_IN_PROGRESS');
  group.pendingSync.clear();
  group.syncTimer?.cancel();
  const first = group.isEmpty;
  if (first) {
    const delayMs = shard.config.initialRebalanceDelayMs;
    delayFirstJoin(shard, group, delayMs, Math.max(group.rebalanceTimeoutMs - delayMs, 0));
  }
  group.moveTo('PreparingRebalance', shard.clock.nowMs());
  shard.log('info', `group ${group.groupId}: rebalance after generation ${group.generationId}: ${reason}`);
  if (first) return;
  if (group.allMembersJoined) completeJoin(shard, group);
  else waitForJoins(shard, group);
}

/** The first rebalance waits, and again while members keep coming, up to the rebalance timeout in all (KIP-134). */
function delayFirstJoin(shard: Shard, group: ClassicGroup, delayMs: number, remainingMs: number): void {
  group.joinTimer?.cancel();
  group.joinTimer = shard.clock.after(delayMs, () => {
    if (!group.newMemberAdded || remainingMs === 0) return completeJoin(shard, group);
    group.newMemberAdded = false;
    const nextMs = Math.min(shard.config.initialRebalanceDelayMs, remainingMs);
    delayFirstJoin(shard, group, nextMs, Math.max(remainingMs - delayMs, 0));
  });
}

function waitForJoins(shard: Shard, group: ClassicGroup): void {
  group.joinTimer?.cancel();
  group.joinTimer = shard.clock.after(group.rebalanceTimeoutMs, () => completeJoin(shard, group));
}

/** Ends the round of joining: without those dynamic members that have not come, in the next generation. */
function completeJoin(shard: Shard, group: ClassicGroup): void {
  group.joinTimer?.cancel();
  if (group.is('Dead')) return;
  for (const member of [...group.members.values()])
    if (member.awaitingJoin === undefined && !member.isStatic) removeMember(group, member);
  if (!group.electJoinedLeader() && group.members.size > 0) {
    // Only static members are left and none came: wait until one does or their sessions end.
    waitForJoins(shard, group);
    return;
  }
  group.startGeneration(shard.clock.nowMs());
  const { groupId, generationId, members } = group;
  shard.log('info', `group ${groupId}: generation ${generationId} with ${members.size} members`);
  if (group.isEmpty) {
    recordEmptiness(shard, group);
    return;
  }
  for (const member of members.values()) {
    answerJoin(member, generationFor(group, member));
    restartSession(shard, group, member);
    member.isNew = false;
    group.pendingSync.add(member.memberId);
  }
  group.syncTimer = shard.clock.after(group.rebalanceTimeoutMs, () => expireSync(shard, group, generationId));
}

/** If this cannot be written, the generation before comes back with a restart and times out: safe, so only told. */
function recordEmptiness(shard: Shard, group: ClassicGroup): void {
  try {
    shard.write([groupRecord(group, new Map())]);
  } catch (error) {
    if (!(error instanceof GroupError)) throw error;
    shard.log('warn', `group ${group.groupId} is empty, which could not be stored: ${error.message}`);
  }
}

function expireSync(shard: Shard, group: ClassicGroup, generationId: number): void {
  if (group.generationId !== generationId || !group.is('CompletingRebalance', 'Stable')) return;
  if (group.pendingSync.size === 0) return;
  const missing = [...group.pendingSync];
  for (const memberId of missing) group.remove(memberId);
  prepareRebalance(shard, group, `no SyncGroup from ${missing.join(', ')}`);
}

/** Takes all assignments back and answers the parked syncs with an error. */
export function refuseSyncs(shard: Shard, group: ClassicGroup, error: ErrorName): void {
  for (const member of group.members.values()) {
    member.assignment = NO_BYTES;
    if (answerSync(member, syncError(error))) restartSession(shard, group, member);
  }
}
