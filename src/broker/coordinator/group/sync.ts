/** SyncGroup to a classic group (Kafka's GroupMetadataManager.classicGroupSync): the leader's call serves all. */
import { errors } from '../../../protocol/errors.ts';
import { syncConsumerGroup } from './consumer/classic-requests.ts';
import type { ClassicGroup } from './group.ts';
import { GroupError } from './group-error.ts';
import { NO_BYTES, type SyncReply, type SyncRequest } from './member.ts';
import { answerSync, parkSync, rebalance, refuseSyncs, restartSession, syncError } from './rebalance.ts';
import { groupRecord } from './records.ts';
import { Reply } from './reply.ts';
import type { RequestContext } from './request-context.ts';
import type { Shard } from './shard.ts';

/** First version that has to name protocol type and protocol (KIP-559). */
const PROTOCOL_VERSION = 5;

/** Answers at once or when the leader has handed in the assignment. */
export function sync(shard: Shard, request: SyncRequest, context: RequestContext): Promise<SyncReply> {
  const reply = new Reply<SyncReply>();
  const group = shard.groups.get(request.groupId);
  if (group?.type === 'consumer') {
    if (group.isEmpty) reply.give(syncError('UNKNOWN_MEMBER_ID'));
    else reply.give(syncConsumerGroup(shard, group, request));
  } else if (context.apiVersion >= PROTOCOL_VERSION && (request.protocolType === null || request.protocolName === null))
    reply.give(syncError('INCONSISTENT_GROUP_PROTOCOL'));
  else if (group === undefined || group.isEmpty) reply.give(syncError('UNKNOWN_MEMBER_ID'));
  else decide(shard, group, request, reply);
  return reply.promise;
}

function decide(shard: Shard, group: ClassicGroup, request: SyncRequest, reply: Reply<SyncReply>): void {
  const member = group.memberFor(request.memberId, request.groupInstanceId);
  if (request.generationId !== group.generationId) throw new GroupError('ILLEGAL_GENERATION');
  if (contradicts(request.protocolType, group.protocolType) || contradicts(request.protocolName, group.protocolName))
    throw new GroupError('INCONSISTENT_GROUP_PROTOCOL');
  if (group.is('PreparingRebalance')) {
    reply.give(syncError('REBALANCE_IN_PROGRESS'));
    return;
  }
  group.pendingSync.delete(member.memberId);
  if (group.pendingSync.size === 0) group.syncTimer?.cancel();
  if (group.is('Stable')) {
    reply.give(assignmentOf(group, member.assignment));
    return;
  }
  parkSync(member, reply);
  if (group.leaderId === member.memberId) takeAssignment(shard, group, request);
}

const contradicts = (asked: string | null, actual: string | null): boolean =>
  asked !== null && actual !== null && asked !== actual;

const assignmentOf = (group: ClassicGroup, assignment: Buffer): SyncReply => ({
  errorCode: errors.NONE.code,
  protocolType: group.protocolType,
  protocolName: group.protocolName,
  assignment,
});

/** Stores the leader's assignment and hands it out; members that the leader left out get nothing, without an error. */
function takeAssignment(shard: Shard, group: ClassicGroup, request: SyncRequest): void {
  const assignment = new Map(request.assignments.map(part => [part.memberId, Buffer.from(part.assignment)]));
  try {
    shard.write([groupRecord(group, assignment)]);
  } catch (error) {
    if (!(error instanceof GroupError)) throw error;
    refuseSyncs(shard, group, error.error);
    rebalance(shard, group, `the assignment could not be stored: ${error.message}`);
    return;
  }
  for (const member of group.members.values()) {
    member.assignment = assignment.get(member.memberId) ?? NO_BYTES;
    // A session that ended while the sync was parked was passed over, so that it has to begin again here.
    if (answerSync(member, assignmentOf(group, member.assignment))) restartSession(shard, group, member);
  }
  group.moveTo('Stable', shard.clock.nowMs());
}
