/**
 * A static member that comes back without its member id, after a restart of the client (KIP-345): it gets a new id
 * and the place of its old one, whose requests are fenced from now on.
 */
import type { ClassicGroup } from './group.ts';
import { GroupError } from './group-error.ts';
import type { Joining } from './joining.ts';
import { Member, termsOf } from './member.ts';
import {
  advanceJoin,
  answerJoin,
  answerSync,
  generationFor,
  joinError,
  parkJoin,
  prepareRebalance,
  rebalance,
  restartSession,
  syncError,
} from './rebalance.ts';
import { groupRecord } from './records.ts';
import type { Shard } from './shard.ts';

/** From here on a returning leader can be told that it leads without being asked to assign (KIP-814). */
const SKIP_ASSIGNMENT_VERSION = 9;

/** GroupMetadataManager.updateStaticMemberThenRebalanceOrCompleteJoin */
export function joinAsStaticMember(
  shard: Shard,
  group: ClassicGroup,
  { request, context, reply }: Joining,
  { oldId, newId }: { oldId: string; newId: string },
): void {
  const old = group.members.get(oldId);
  if (old === undefined) throw new Error(`static member ${oldId} is not in group ${group.groupId}`);
  const leaderBefore = group.leaderId;
  const member = takePlaceOf(shard, group, old, newId);
  member.terms = termsOf(request);
  parkJoin(member, reply);

  if (group.is('Stable')) {
    if (group.selectProtocol() !== group.protocolName) {
      rebalance(shard, group, `static member ${newId} came back with other protocols`);
    } else if (storePlace(shard, group, old, member)) {
      const generation = generationFor(group, member);
      const skipAssignment = group.leaderId === newId;
      if (context.apiVersion >= SKIP_ASSIGNMENT_VERSION) answerJoin(member, { ...generation, skipAssignment });
      // Told the id of the leader before, an older client takes itself for a follower and does not assign.
      else answerJoin(member, { ...generation, leader: leaderBefore ?? '', members: [] });
    }
  } else if (group.is('CompletingRebalance')) {
    // The leader may be assigning to the old id right now, and the new one would come away empty.
    prepareRebalance(shard, group, `static member ${newId} came back`);
  } else {
    advanceJoin(shard, group);
  }
}

function takePlaceOf(shard: Shard, group: ClassicGroup, old: Member, memberId: string): Member {
  answerJoin(old, joinError('FENCED_INSTANCE_ID', old.memberId));
  answerSync(old, syncError('FENCED_INSTANCE_ID'));
  const member = new Member({ ...old.identity, memberId }, old.terms);
  member.assignment = old.assignment;
  group.replace(old, member);
  restartSession(shard, group, member);
  return member;
}

/** Protocol and assignments stay, only the new id has to be stored; when it cannot be, the old member is back. */
function storePlace(shard: Shard, group: ClassicGroup, old: Member, member: Member): boolean {
  try {
    const assignments = [...group.members.values()].map(each => [each.memberId, each.assignment] as const);
    shard.write([groupRecord(group, new Map(assignments))]);
    return true;
  } catch (error) {
    if (!(error instanceof GroupError)) throw error;
    group.replace(member, old);
    restartSession(shard, group, old);
    answerJoin(member, { ...generationFor(group, old), memberId: '', members: [], errorCode: error.code });
    return false;
  }
}
