/**
 * Makes the records of a consumer group part of the state, when just written and when read back (the replay methods of Kafka's
 * GroupMetadataManager).
 */

import type { KnownRecord } from '../../../../protocol/coordinator-records.ts';
import { ProtocolError } from '../../../../protocol/error.ts';
import type { Group } from '../any-group.ts';
import { NO_PARTITIONS, partitionsOf } from '../topic-partitions.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerMember, LEAVE_EPOCH, newMember, stateOf } from './consumer-member.ts';

export type ConsumerGroupRecord = Exclude<KnownRecord, { kind: 'offsetCommit' | 'groupMetadata' }>;

type ValueOf<Kind> = NonNullable<Extract<ConsumerGroupRecord, { kind: Kind }>['value']>;

export function applyConsumerGroupRecord(groups: Map<string, Group>, record: ConsumerGroupRecord): void {
  const { groupId } = record.key;
  const group = record.value === null ? consumerGroup(groups, groupId) : consumerGroupOrNew(groups, groupId);
  // A tombstone of a group that is gone already.
  if (group === undefined) return;
  switch (record.kind) {
    case 'consumerGroupMetadata':
      if (record.value === null) {
        group.cancelTimers();
        groups.delete(groupId);
      } else {
        group.groupEpoch = record.value.epoch;
        group.metadataHash = record.value.metadataHash;
      }
      return;
    case 'consumerGroupPartitionMetadata':
      group.hasPartitionMetadata = record.value !== null;
      return;
    case 'consumerGroupMemberMetadata': {
      const { memberId } = record.key;
      if (record.value === null) group.remove(memberId);
      else group.put(withProfile(group.members.get(memberId) ?? newMember(memberId), record.value));
      return;
    }
    case 'consumerGroupTargetAssignmentMetadata':
      group.assignmentEpoch = record.value?.assignmentEpoch ?? -1;
      return;
    case 'consumerGroupTargetAssignmentMember':
      if (record.value === null) group.targets.delete(record.key.memberId);
      else group.targets.set(record.key.memberId, partitionsOf(record.value.topicPartitions));
      return;
    case 'consumerGroupCurrentMemberAssignment': {
      const { memberId } = record.key;
      const member = group.members.get(memberId);
      if (record.value !== null) group.put(withProgress(member ?? newMember(memberId), record.value));
      else if (member !== undefined) group.put({ ...member, ...nothing });
      return;
    }
    case 'consumerGroupRegularExpression': {
      const { regularExpression } = record.key;
      if (record.value === null) group.regexes.delete(regularExpression);
      else {
        const { topics, version, timestamp } = record.value;
        group.regexes.set(regularExpression, { topics: new Set(topics), version, timestampMs: timestamp });
      }
    }
  }
}

const nothing = {
  memberEpoch: LEAVE_EPOCH,
  previousMemberEpoch: LEAVE_EPOCH,
  state: 'stable',
  assigned: NO_PARTITIONS,
  pendingRevocation: NO_PARTITIONS,
} as const;

function consumerGroup(groups: Map<string, Group>, groupId: string): ConsumerGroup | undefined {
  const group = groups.get(groupId);
  return group?.type === 'consumer' ? group : undefined;
}

function consumerGroupOrNew(groups: Map<string, Group>, groupId: string): ConsumerGroup {
  const group = groups.get(groupId);
  if (group?.type === 'consumer') return group;
  // One that came up with offsets only, whose records stood before those of the group.
  if (group !== undefined && !group.isSimple)
    throw new ProtocolError(`a record of consumer group ${groupId}, which is a classic group`);
  const created = new ConsumerGroup(groupId);
  groups.set(groupId, created);
  return created;
}

const withProfile = (member: ConsumerMember, value: ValueOf<'consumerGroupMemberMetadata'>): ConsumerMember => ({
  ...member,
  instanceId: value.instanceId,
  rackId: value.rackId,
  clientId: value.clientId,
  clientHost: value.clientHost,
  subscribedTopicNames: new Set(value.subscribedTopicNames),
  subscribedTopicRegex: value.subscribedTopicRegex ?? '',
  rebalanceTimeoutMs: value.rebalanceTimeoutMs,
  serverAssignor: value.serverAssignor,
  classic: value.classicMemberMetadata && {
    sessionTimeoutMs: value.classicMemberMetadata.sessionTimeoutMs,
    // The record is a view on a batch that is about to go.
    supportedProtocols: value.classicMemberMetadata.supportedProtocols.map(({ name, metadata }) => ({
      name,
      metadata: Buffer.from(metadata),
    })),
  },
});

const withProgress = (
  member: ConsumerMember,
  value: ValueOf<'consumerGroupCurrentMemberAssignment'>,
): ConsumerMember => ({
  ...member,
  memberEpoch: value.memberEpoch,
  previousMemberEpoch: value.previousMemberEpoch,
  state: stateOf(value.state),
  assigned: partitionsOf(value.assignedPartitions),
  pendingRevocation: partitionsOf(value.partitionsPendingRevocation),
});
