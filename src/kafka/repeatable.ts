/** What asking twice does: decides whether a request without an answer is ambiguous, and whether it may be sent again. */
import type { AnyApi } from '../protocol/api.ts';

/** They change nothing. */
const reads = new Set([
  'Fetch',
  'ListOffsets',
  'Metadata',
  'OffsetFetch',
  'FindCoordinator',
  'DescribeGroups',
  'ListGroups',
  'SaslHandshake',
  'ApiVersions',
  'OffsetForLeaderEpoch',
  'DescribeAcls',
  'DescribeConfigs',
  'DescribeLogDirs',
  'SaslAuthenticate',
  'ListPartitionReassignments',
  'DescribeClientQuotas',
  'DescribeUserScramCredentials',
  'DescribeQuorum',
  'DescribeCluster',
  'DescribeProducers',
  'DescribeTransactions',
  'ListTransactions',
  'ConsumerGroupDescribe',
  'DescribeTopicPartitions',
]);

/** The second time changes nothing more, and is answered as the first would have been. */
const sameTwice = new Set([
  'OffsetCommit',
  'DeleteRecords',
  'InitProducerId', // an unused producer id costs nothing
  'IncrementalAlterConfigs', // APPEND and SUBTRACT work on sets
  'AlterConfigs',
  'AlterClientQuotas',
  'AlterUserScramCredentials',
  'AlterPartitionReassignments',
]);

/** Without an answer, something may have changed. */
export const changes = (api: AnyApi): boolean => !reads.has(api.name);

/** May be sent again when it is unknown whether the first one arrived. */
export const isRepeatable = (api: AnyApi): boolean => reads.has(api.name) || sameTwice.has(api.name);
