/**
 * The records of `__consumer_offsets` in which a consumer group (KIP-848) is kept: the group's epoch; each member's
 * subscription, the partitions it shall have (target) and those it has (current); and what regular expressions match.
 * Names are those of Kafka's specifications; types are the int16 before the keys.
 */
import { message } from './api.ts';
import { array, bytes, type Fields, int8, int32, int64, string, struct, uuid } from './schema.ts';

const VERSIONS = { min: 0, max: 0 };
const writtenVersion = 0;

const keyMessage = <F extends Fields>(name: string, fields: F) =>
  message(`ConsumerGroup${name}Key`, VERSIONS, 'none', fields);
const valueMessage = <F extends Fields>(name: string, fields: F) =>
  message(`ConsumerGroup${name}Value`, VERSIONS, '0+', fields);

const ofGroup = { groupId: string('0+') };
const ofMember = { groupId: string('0+'), memberId: string('0+') };
const topicPartitions = array('0+', { topicId: uuid('0+'), partitions: array('0+', int32()) });

/** The epoch that grows with every change of members, subscriptions or topics. */
const consumerGroupMetadata = {
  types: [3],
  key: keyMessage('Metadata', ofGroup),
  value: valueMessage('Metadata', {
    epoch: int32('0+'),
    metadataHash: int64('0+', { tag: 0, tagged: '0+', default: 0, about: 'of the topics subscribed to (KIP-1101)' }),
  }),
  writtenVersion,
} as const;

/** What Kafka kept of topics before 4.1 in place of the hash; only its tombstones are written. */
const consumerGroupPartitionMetadata = {
  types: [4],
  key: keyMessage('PartitionMetadata', ofGroup),
  value: valueMessage('PartitionMetadata', {
    topics: array('0+', {
      topicId: uuid('0+'),
      topicName: string('0+'),
      numPartitions: int32('0+'),
      partitionMetadata: array('0+', {
        partition: int32('0+'),
        racks: array('0+', string()),
      }),
    }),
  }),
  writtenVersion,
} as const;

/** Who a member is and what it subscribes to. */
const consumerGroupMemberMetadata = {
  types: [5],
  key: keyMessage('MemberMetadata', ofMember),
  value: valueMessage('MemberMetadata', {
    instanceId: string('0+', { nullable: '0+' }),
    rackId: string('0+', { nullable: '0+' }),
    clientId: string('0+'),
    clientHost: string('0+'),
    subscribedTopicNames: array('0+', string()),
    subscribedTopicRegex: string('0+', { nullable: '0+' }),
    rebalanceTimeoutMs: int32('0+', { default: -1 }),
    serverAssignor: string('0+', { nullable: '0+' }),
    classicMemberMetadata: struct(
      '0+',
      {
        sessionTimeoutMs: int32('0+'),
        supportedProtocols: array('0+', {
          name: string('0+'),
          metadata: bytes('0+'),
        }),
      },
      {
        nullable: '0+',
        tag: 0,
        tagged: '0+',
        about: 'of a member that speaks the classic protocol; null, which has to be said, for others',
      },
    ),
  }),
  writtenVersion,
} as const;

/** Of which group epoch the target assignment is. */
const consumerGroupTargetAssignmentMetadata = {
  types: [6],
  key: keyMessage('TargetAssignmentMetadata', ofGroup),
  value: valueMessage('TargetAssignmentMetadata', { assignmentEpoch: int32('0+') }),
  writtenVersion,
} as const;

/** The partitions that a member shall have. */
const consumerGroupTargetAssignmentMember = {
  types: [7],
  key: keyMessage('TargetAssignmentMember', ofMember),
  value: valueMessage('TargetAssignmentMember', { topicPartitions }),
  writtenVersion,
} as const;

/** The partitions that a member has, and its epoch: how far it has come on its way to the target. */
const consumerGroupCurrentMemberAssignment = {
  types: [8],
  key: keyMessage('CurrentMemberAssignment', ofMember),
  value: valueMessage('CurrentMemberAssignment', {
    memberEpoch: int32('0+'),
    previousMemberEpoch: int32('0+'),
    state: int8('0+', { about: '0 stable, 1 unrevoked partitions, 2 unreleased partitions' }),
    assignedPartitions: topicPartitions,
    partitionsPendingRevocation: topicPartitions,
  }),
  writtenVersion,
} as const;

/** The topics that a regular expression matched when it was looked at last. */
const consumerGroupRegularExpression = {
  types: [16],
  key: keyMessage('RegularExpression', { groupId: string('0+'), regularExpression: string('0+') }),
  value: valueMessage('RegularExpression', {
    topics: array('0+', string()),
    version: int64('0+', { about: 'of the metadata that was looked at' }),
    timestamp: int64('0+'),
  }),
  writtenVersion,
} as const;

export const consumerGroupRecords = {
  consumerGroupMetadata,
  consumerGroupPartitionMetadata,
  consumerGroupMemberMetadata,
  consumerGroupTargetAssignmentMetadata,
  consumerGroupTargetAssignmentMember,
  consumerGroupCurrentMemberAssignment,
  consumerGroupRegularExpression,
} as const;
