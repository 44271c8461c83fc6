/** A group as it comes out of its record: Stable with the members there were, or Empty. */
import { ClassicGroup } from './group.ts';
import { Member } from './member.ts';
import type { GroupRecord } from './records.ts';

type GroupValue = NonNullable<Extract<GroupRecord, { kind: 'groupMetadata' }>['value']>;

/** As GroupMetadataManager.replay: a rebalance that was under way is forgotten, its members find out by the codes. */
export function groupOf(groupId: string, value: GroupValue): ClassicGroup {
  const since = value.currentStateTimestamp === -1 ? undefined : value.currentStateTimestamp;
  const group = new ClassicGroup(groupId, value.members.length === 0 ? 'Empty' : 'Stable', since);
  group.generationId = value.generation;
  group.protocolName = value.protocol;
  group.leaderId = value.leader;
  for (const stored of value.members) {
    const { memberId, groupInstanceId, clientId, clientHost, sessionTimeout } = stored;
    const member = new Member(
      { memberId, groupInstanceId, clientId, clientHost, protocolType: value.protocolType },
      {
        sessionTimeoutMs: sessionTimeout,
        rebalanceTimeoutMs: stored.rebalanceTimeout === -1 ? sessionTimeout : stored.rebalanceTimeout,
        // Only the protocol in use is stored: until a member joins again it counts as supporting no other.
        protocols: [{ name: value.protocol ?? '', metadata: Buffer.from(stored.subscription) }],
      },
    );
    member.assignment = Buffer.from(stored.assignment);
    group.add(member);
  }
  group.protocolType = value.protocolType === '' ? null : value.protocolType;
  group.subscribedTopics = group.computeSubscribedTopics();
  return group;
}
