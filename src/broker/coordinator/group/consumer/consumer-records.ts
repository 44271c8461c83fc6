/** What is written to `__consumer_offsets` of a consumer group (Kafka's GroupCoordinatorRecordHelpers). */
import type { GroupRecord } from '../records.ts';
import { listOf, NO_PARTITIONS, type TopicPartitions } from '../topic-partitions.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerMember, stateCodes } from './consumer-member.ts';
import type { ResolvedRegex } from './subscriptions.ts';

export const epochRecord = (groupId: string, epoch: number, metadataHash: number): GroupRecord => ({
  kind: 'consumerGroupMetadata',
  key: { groupId },
  value: { epoch, metadataHash },
});

export const memberRecord = (groupId: string, member: ConsumerMember): GroupRecord => ({
  kind: 'consumerGroupMemberMetadata',
  key: { groupId, memberId: member.memberId },
  value: {
    instanceId: member.instanceId,
    rackId: member.rackId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: [...member.subscribedTopicNames].sort(),
    subscribedTopicRegex: member.subscribedTopicRegex,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    serverAssignor: member.serverAssignor,
    classicMemberMetadata: member.classic && {
      sessionTimeoutMs: member.classic.sessionTimeoutMs,
      supportedProtocols: [...member.classic.supportedProtocols],
    },
  },
});

export const targetRecord = (groupId: string, memberId: string, partitions: TopicPartitions): GroupRecord => ({
  kind: 'consumerGroupTargetAssignmentMember',
  key: { groupId, memberId },
  value: { topicPartitions: listOf(partitions) },
});

export const targetEpochRecord = (groupId: string, assignmentEpoch: number): GroupRecord => ({
  kind: 'consumerGroupTargetAssignmentMetadata',
  key: { groupId },
  value: { assignmentEpoch },
});

export const progressRecord = (groupId: string, member: ConsumerMember): GroupRecord => ({
  kind: 'consumerGroupCurrentMemberAssignment',
  key: { groupId, memberId: member.memberId },
  value: {
    memberEpoch: member.memberEpoch,
    previousMemberEpoch: member.previousMemberEpoch,
    state: stateCodes[member.state],
    assignedPartitions: listOf(member.assigned),
    partitionsPendingRevocation: listOf(member.pendingRevocation),
  },
});

export const regexRecord = (
  groupId: string,
  regex: string,
  { topics, version, timestampMs }: ResolvedRegex,
): GroupRecord => ({
  kind: 'consumerGroupRegularExpression',
  key: { groupId, regularExpression: regex },
  value: { topics: [...topics].sort(), version, timestamp: timestampMs },
});

export const regexTombstone = (groupId: string, regularExpression: string): GroupRecord => ({
  kind: 'consumerGroupRegularExpression',
  key: { groupId, regularExpression },
  value: null,
});

export const partitionMetadataTombstone = (groupId: string): GroupRecord => ({
  kind: 'consumerGroupPartitionMetadata',
  key: { groupId },
  value: null,
});

const progressTombstone = (groupId: string, memberId: string): GroupRecord => ({
  kind: 'consumerGroupCurrentMemberAssignment',
  key: { groupId, memberId },
  value: null,
});

const targetTombstone = (groupId: string, memberId: string): GroupRecord => ({
  kind: 'consumerGroupTargetAssignmentMember',
  key: { groupId, memberId },
  value: null,
});

const memberTombstone = (groupId: string, memberId: string): GroupRecord => ({
  kind: 'consumerGroupMemberMetadata',
  key: { groupId, memberId },
  value: null,
});

/** In this order, which Kafka insists on when it reads them: what a member owns is gone before the member is. */
export const memberTombstones = (groupId: string, memberId: string): GroupRecord[] => [
  progressTombstone(groupId, memberId),
  targetTombstone(groupId, memberId),
  memberTombstone(groupId, memberId),
];

/** The end of a group whose members have these ids. */
export const groupTombstones = (
  { groupId, members, regexes }: ConsumerGroup,
  memberIds: readonly string[] = [...members.keys()],
): GroupRecord[] => [
  ...memberIds.map(memberId => progressTombstone(groupId, memberId)),
  ...memberIds.map(memberId => targetTombstone(groupId, memberId)),
  { kind: 'consumerGroupTargetAssignmentMetadata', key: { groupId }, value: null },
  ...memberIds.map(memberId => memberTombstone(groupId, memberId)),
  ...[...regexes.keys()].map(regex => regexTombstone(groupId, regex)),
  partitionMetadataTombstone(groupId),
  { kind: 'consumerGroupMetadata', key: { groupId }, value: null },
];

/** Everything that is known of a group, as for one that was of another kind before. */
export function recordsOf({ groupId, groupEpoch, metadataHash, members, targets }: ConsumerGroup): GroupRecord[] {
  const all = [...members.values()];
  return [
    ...all.map(member => memberRecord(groupId, member)),
    epochRecord(groupId, groupEpoch, metadataHash),
    ...all.map(({ memberId }) => targetRecord(groupId, memberId, targets.get(memberId) ?? NO_PARTITIONS)),
    targetEpochRecord(groupId, groupEpoch),
    ...all.map(member => progressRecord(groupId, member)),
  ];
}
