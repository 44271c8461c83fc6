/**
 * A classic group of consumers becomes a consumer group when the first member joins with ConsumerGroupHeartbeat: members
 * move over one after the other, without the group stopping (KIP-848; ConsumerGroup.fromClassicGroup).
 */
import { decodeAssignment, decodeSubscription } from '../../../../protocol/consumer-protocol.ts';
import { ProtocolError } from '../../../../protocol/error.ts';
import type { ClassicGroup } from '../group.ts';
import { GroupError } from '../group-error.ts';
import type { Member } from '../member.ts';
import { answerJoin, answerSync, joinError, syncError } from '../rebalance.ts';
import { type GroupRecord, groupTombstone } from '../records.ts';
import type { Shard } from '../shard.ts';
import { NO_PARTITIONS, partitionsOf, type TopicPartitions } from '../topic-partitions.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerMember, newMember } from './consumer-member.ts';
import { recordsOf } from './consumer-records.ts';
import { restartConsumerSession } from './deadlines.ts';
import { hashOfSubscriptions } from './subscriptions.ts';

export interface Upgrade {
  /** What the group will be; not in the shard before the records are written. */
  readonly group: ConsumerGroup;
  readonly records: readonly GroupRecord[];
  /** To be called when they are: whoever waited in the classic group is told to join again. */
  done(live: ConsumerGroup): void;
}

/** GROUP_ID_NOT_FOUND, as in Kafka, when the group has to stay what it is. */
export function upgrade(shard: Shard, classic: ClassicGroup): Upgrade {
  checkUpgrade(shard, classic);
  const { groupId } = classic;
  const group = new ConsumerGroup(groupId);
  group.groupEpoch = group.assignmentEpoch = classic.generationId;
  try {
    for (const member of classic.members.values()) {
      const assigned = assignedTo(shard, member, groupId);
      group.targets.set(member.memberId, assigned);
      group.put(memberOf(classic, member, assigned));
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw refusal(groupId, 'because the embedded consumer protocol is malformed.', error);
  }
  group.metadataHash = hashOfSubscriptions(group.members.values(), group.regexes, shard.topics);
  const members = [...classic.members.values()];
  const done = (live: ConsumerGroup) => {
    for (const member of members) {
      answerJoin(member, joinError('REBALANCE_IN_PROGRESS', member.memberId));
      answerSync(member, syncError('REBALANCE_IN_PROGRESS'));
      const now = live.members.get(member.memberId);
      if (now !== undefined) restartConsumerSession(shard, live, now);
    }
    shard.log('info', `group ${groupId}: became a consumer group`);
  };
  return { group, records: [groupTombstone(groupId), ...recordsOf(group)], done };
}

function checkUpgrade({ config }: Shard, group: ClassicGroup): void {
  const { migrationPolicy, maxSize } = config.consumer;
  if (migrationPolicy !== 'bidirectional' && migrationPolicy !== 'upgrade')
    throw refusal(group.groupId, 'because online upgrade is disabled.');
  if (!group.usesConsumerProtocol)
    throw refusal(group.groupId, 'because the group does not use the consumer embedded protocol.');
  if (group.members.size > maxSize)
    throw refusal(group.groupId, 'because the group size exceeds the consumer group maximum size.');
}

const refusal = (groupId: string, why: string, cause?: unknown): GroupError =>
  new GroupError('GROUP_ID_NOT_FOUND', `Cannot upgrade classic group ${groupId} to consumer group ${why}`, cause);

/** What the leader gave to the member, unless it has not synced yet. */
function assignedTo({ topics }: Shard, { assignment }: Member, groupId: string): TopicPartitions {
  if (assignment.length === 0) return NO_PARTITIONS;
  const { assignedPartitions, userData } = decodeAssignment(assignment);
  if (userData !== null && userData.length > 0)
    throw refusal(
      groupId,
      'because an unsupported custom assignor is in use. Please refer to the documentation or switch to a default assignor before re-attempting the upgrade.',
    );
  return partitionsOf(
    assignedPartitions.flatMap(({ topic, partitions }) => {
      const topicId = topics.byName(topic)?.topicId;
      return topicId === undefined ? [] : [{ topicId, partitions }];
    }),
  );
}

/** It is stable in the generation it is in, which becomes its epoch; the group's next epoch will call it to join. */
function memberOf(group: ClassicGroup, member: Member, assigned: TopicPartitions): ConsumerMember {
  const { memberId, groupInstanceId, clientId, clientHost } = member.identity;
  const { topics, rackId } = decodeSubscription(subscriptionOf(member, group.protocolName ?? group.selectProtocol()));
  const { rebalanceTimeoutMs, sessionTimeoutMs, protocols } = member.terms;
  return {
    ...newMember(memberId),
    instanceId: groupInstanceId,
    rackId,
    clientId,
    clientHost,
    rebalanceTimeoutMs,
    subscribedTopicNames: new Set(topics),
    memberEpoch: group.generationId,
    previousMemberEpoch: group.generationId,
    assigned,
    classic: { sessionTimeoutMs, supportedProtocols: protocols },
  };
}

/** In the protocol of its group; a member that has come back with others for the next generation has it in its first. */
const subscriptionOf = (member: Member, protocolName: string): Buffer =>
  member.supports(protocolName) ? member.metadataFor(protocolName) : member.terms.protocols[0]!.metadata;
