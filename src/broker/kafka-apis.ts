/**
 * The APIs that Kafka 4.1.1 offers on a client listener (KRaft, default settings, read from a running node, and four that it can be
 * made to offer), with the versions that it advertises, and why the bundled broker does not serve some of them. What it serves is in the rows of apis/.
 */
import { parseSpan, type Span } from '../protocol/span.ts';

export interface KafkaApi {
  readonly key: number;
  readonly name: string;
  /** Versions that Kafka 4.1.1 advertises. */
  readonly versions: Span;
  /** The last version that Kafka 4.0 removed (KIP-896); −1 when none is. */
  readonly removedUpTo: number;
  /** Why it is not served here; undefined for an API that is to be. */
  readonly unserved: string | undefined;
}

const DELEGATION_TOKENS = 'delegation tokens: off in Kafka too, until it has a master key';
const SHARE_GROUPS = 'share groups (KIP-932): a preview in 4.1, off by default';
const SHARE_STATE = 'share groups, between brokers';
const TELEMETRY = 'client telemetry (KIP-714): not shown by Kafka either, unless a plugin takes what clients push';
const STREAMS = 'groups of Kafka Streams (KIP-1071): early access in 4.1, not shown unless turned on';
const VOTERS = 'one node is its own quorum: no voters come or go';

const declared: readonly (readonly [
  key: number,
  name: string,
  versions: Span,
  removedUpTo?: number,
  unserved?: string,
])[] = [
  [0, 'Produce', '0-13', 2],
  [1, 'Fetch', '4-18', 3],
  [2, 'ListOffsets', '1-10', 0],
  [3, 'Metadata', '0-13'],
  [8, 'OffsetCommit', '2-9', 1],
  [9, 'OffsetFetch', '1-9', 0],
  [10, 'FindCoordinator', '0-6'],
  [11, 'JoinGroup', '0-9'],
  [12, 'Heartbeat', '0-4'],
  [13, 'LeaveGroup', '0-5'],
  [14, 'SyncGroup', '0-5'],
  [15, 'DescribeGroups', '0-6'],
  [16, 'ListGroups', '0-5'],
  [17, 'SaslHandshake', '0-1'],
  [18, 'ApiVersions', '0-4'],
  [19, 'CreateTopics', '2-7', 1],
  [20, 'DeleteTopics', '1-6', 0],
  [21, 'DeleteRecords', '0-2'],
  [22, 'InitProducerId', '0-5'],
  [23, 'OffsetForLeaderEpoch', '2-4', 1],
  [24, 'AddPartitionsToTxn', '0-5'],
  [25, 'AddOffsetsToTxn', '0-4'],
  [26, 'EndTxn', '0-5'],
  [27, 'WriteTxnMarkers', '1', 0],
  [28, 'TxnOffsetCommit', '0-5'],
  [29, 'DescribeAcls', '1-3', 0],
  [30, 'CreateAcls', '1-3', 0],
  [31, 'DeleteAcls', '1-3', 0],
  [32, 'DescribeConfigs', '1-4', 0],
  [33, 'AlterConfigs', '0-2'],
  [34, 'AlterReplicaLogDirs', '1-2', 0],
  [35, 'DescribeLogDirs', '1-4', 0],
  [36, 'SaslAuthenticate', '0-2'],
  [37, 'CreatePartitions', '0-3'],
  [38, 'CreateDelegationToken', '1-3', 0, DELEGATION_TOKENS],
  [39, 'RenewDelegationToken', '1-2', 0, DELEGATION_TOKENS],
  [40, 'ExpireDelegationToken', '1-2', 0, DELEGATION_TOKENS],
  [41, 'DescribeDelegationToken', '1-3', 0, DELEGATION_TOKENS],
  [42, 'DeleteGroups', '0-2'],
  [43, 'ElectLeaders', '0-2'],
  [44, 'IncrementalAlterConfigs', '0-1'],
  [45, 'AlterPartitionReassignments', '0-1'],
  [46, 'ListPartitionReassignments', '0'],
  [47, 'OffsetDelete', '0'],
  [48, 'DescribeClientQuotas', '0-1'],
  [49, 'AlterClientQuotas', '0-1'],
  [50, 'DescribeUserScramCredentials', '0'],
  [51, 'AlterUserScramCredentials', '0'],
  [55, 'DescribeQuorum', '0-2'],
  [57, 'UpdateFeatures', '0-2'],
  [60, 'DescribeCluster', '0-2'],
  [61, 'DescribeProducers', '0'],
  [64, 'UnregisterBroker', '0'],
  [65, 'DescribeTransactions', '0'],
  [66, 'ListTransactions', '0-2'],
  [68, 'ConsumerGroupHeartbeat', '0-1'],
  [69, 'ConsumerGroupDescribe', '0-1'],
  [71, 'GetTelemetrySubscriptions', '0', -1, TELEMETRY],
  [72, 'PushTelemetry', '0', -1, TELEMETRY],
  [74, 'ListConfigResources', '0-1'],
  [75, 'DescribeTopicPartitions', '0'],
  [76, 'ShareGroupHeartbeat', '1', -1, SHARE_GROUPS],
  [77, 'ShareGroupDescribe', '1', -1, SHARE_GROUPS],
  [78, 'ShareFetch', '1', -1, SHARE_GROUPS],
  [79, 'ShareAcknowledge', '1', -1, SHARE_GROUPS],
  [80, 'AddRaftVoter', '0', -1, VOTERS],
  [81, 'RemoveRaftVoter', '0', -1, VOTERS],
  [83, 'InitializeShareGroupState', '0', -1, SHARE_STATE],
  [84, 'ReadShareGroupState', '0', -1, SHARE_STATE],
  [85, 'WriteShareGroupState', '0', -1, SHARE_STATE],
  [86, 'DeleteShareGroupState', '0', -1, SHARE_STATE],
  [87, 'ReadShareGroupStateSummary', '0', -1, SHARE_STATE],
  [88, 'StreamsGroupHeartbeat', '0', -1, STREAMS],
  [89, 'StreamsGroupDescribe', '0', -1, STREAMS],
  [90, 'DescribeShareGroupOffsets', '0', -1, SHARE_GROUPS],
  [91, 'AlterShareGroupOffsets', '0', -1, SHARE_GROUPS],
  [92, 'DeleteShareGroupOffsets', '0', -1, SHARE_GROUPS],
];

export const kafkaApis: readonly KafkaApi[] = declared.map(([key, name, versions, removedUpTo = -1, unserved]) => {
  parseSpan(versions);
  return { key, name, versions, removedUpTo, unserved };
});

/** Of the times of ZooKeeper and of controllers and brokers among themselves: known by name only. */
const others: Readonly<Record<number, string>> = {
  4: 'LeaderAndIsr',
  5: 'StopReplica',
  6: 'UpdateMetadata',
  7: 'ControlledShutdown',
  52: 'Vote',
  53: 'BeginQuorumEpoch',
  54: 'EndQuorumEpoch',
  56: 'AlterPartition',
  58: 'Envelope',
  59: 'FetchSnapshot',
  62: 'BrokerRegistration',
  63: 'BrokerHeartbeat',
  67: 'AllocateProducerIds',
  70: 'ControllerRegistration',
  73: 'AssignReplicasToDirs',
  82: 'UpdateRaftVoter',
};

/** The name of an API by its key, served or not. */
export const apiName = (key: number): string | undefined => kafkaApis.find(api => api.key === key)?.name ?? others[key];
