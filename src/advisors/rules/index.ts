// Generated from the files of this folder by `npm run generate`.
import type { AnyRule } from '../rule.ts';
import { offlinePartition } from './cluster/b01-offline-partition.ts';
import { underReplicated } from './cluster/b02-under-replicated.ts';
import { underMinIsr } from './cluster/b03-under-min-isr.ts';
import { atMinIsr } from './cluster/b04-at-min-isr.ts';
import { rfOne } from './cluster/b05-rf-one.ts';
import { rfTwo } from './cluster/b06-rf-two.ts';
import { minIsrOne } from './cluster/b07-min-isr-one.ts';
import { minIsrEqualsFactor } from './cluster/b08-min-isr-eq-rf.ts';
import { minIsrOverFactor } from './cluster/b09-min-isr-gt-rf.ts';
import { uncleanOn } from './cluster/b10-unclean-on.ts';
import { defaultFactorOne } from './cluster/b11-default-rf-one.ts';
import { minIsrScope } from './cluster/b12-elr-min-isr-scope.ts';
import { internalFactor } from './cluster/b13-internal-rf.ts';
import { autoCreate } from './cluster/b14-auto-create.ts';
import { oneFetcher } from './cluster/b15-fetchers-one.ts';
import { wanBuffers } from './cluster/b16-wan-buffers.ts';
import { replicaLagTime } from './cluster/b17-replica-lag-time.ts';
import { messageOverFetch } from './cluster/b18-msgmax-vs-fetch.ts';
import { messageMaxHuge } from './cluster/b19-msgmax-huge.ts';
import { replicasPerBroker } from './cluster/b20-replicas-per-broker.ts';
import { leadersPerBroker } from './cluster/b21-leaders-per-broker.ts';
import { clusterPartitions } from './cluster/b22-cluster-partitions.ts';
import { fileHandles } from './cluster/b23-fd-budget.ts';
import { memoryMaps } from './cluster/b24-mmap-budget.ts';
import { preferredLeaderOff } from './cluster/b25-preferred-leader-off.ts';
import { replicaSkew } from './cluster/b26-replica-skew.ts';
import { leaderSkew } from './cluster/b27-leader-skew-topic.ts';
import { diskSkew } from './cluster/b28-disk-skew.ts';
import { diskFull } from './cluster/b29-disk-full.ts';
import { nMinusOne } from './cluster/b30-n-minus-one.ts';
import { rackPartial } from './cluster/b31-rack-partial.ts';
import { rackViolation } from './cluster/b32-rack-violation.ts';
import { brokerCount } from './cluster/b33-broker-count.ts';
import { quorumSize } from './cluster/b34-quorum-size.ts';
import { combinedMode } from './cluster/b35-combined-mode.ts';
import { quorumLag } from './cluster/b36-quorum-lag.ts';
import { zooKeeperMode } from './cluster/b37-zk-mode.ts';
import { featuresNotFinalized } from './cluster/b38-features-not-finalized.ts';
import { throttleLeft } from './cluster/b39-throttle-left.ts';
import { reassignStuck } from './cluster/b40-reassign-stuck.ts';
import { throttleLow } from './cluster/b41-throttle-low.ts';
import { logDirOffline } from './cluster/b42-logdir-offline.ts';
import { logDirTemporary } from './cluster/b43-logdir-tmp.ts';
import { configDrift } from './cluster/b44-config-drift.ts';
import { plaintext } from './cluster/b45-plaintext.ts';
import { noAuthorizer } from './cluster/b46-no-authorizer.ts';
import { offsetsRetention } from './cluster/b47-offsets-retention.ts';
import { idlePercent } from './cluster/b48-idle-percent.ts';
import { heap } from './cluster/b49-heap.ts';
import { flushSet } from './cluster/b50-flush-set.ts';
import { autoCommit } from './consumer/c01-auto-commit.ts';
import { pollBudget } from './consumer/c02-poll-budget.ts';
import { kafkajsSession } from './consumer/c03-kafkajs-session.ts';
import { heartbeatRatio } from './consumer/c04-heartbeat-ratio.ts';
import { sessionRange } from './consumer/c05-session-range.ts';
import { resetLatest } from './consumer/c06-reset-latest.ts';
import { readUncommitted } from './consumer/c07-read-uncommitted.ts';
import { fetchSmall } from './consumer/c08-fetch-small.ts';
import { strategyIgnored } from './consumer/c09-strategy-ignored.ts';
import { noDedup } from './consumer/c10-no-dedup.ts';
import { setnxUnsafe } from './consumer/c11-setnx-unsafe.ts';
import { commitBeforeProcess } from './consumer/c12-commit-before-process.ts';
import { unsubscribeBeforeClose } from './consumer/c13-unsubscribe-before-close.ts';
import { rackNoSelector } from './consumer/c14-rack-no-selector.ts';
import { singleBootstrap } from './consumer/c15-single-bootstrap.ts';
import { unknownKey } from './file/l01-unknown-key.ts';
import { badValue } from './file/l02-bad-value.ts';
import { absentKey } from './file/l03-absent-key.ts';
import { deprecatedKey } from './file/l04-deprecated-key.ts';
import { duplicateKey } from './file/l05-duplicate-key.ts';
import { secretInClear } from './file/l06-secret-in-clear.ts';
import { lagState } from './group/g01-lag-state.ts';
import { timeLag } from './group/g02-time-lag.ts';
import { drainEta } from './group/g03-drain-eta.ts';
import { idleMembers } from './group/g04-idle-members.ts';
import { tooFewMembers } from './group/g05-too-few-members.ts';
import { unowned } from './group/g06-unowned.ts';
import { uneven } from './group/g07-uneven.ts';
import { mixedSubscription } from './group/g08-mixed-subscription.ts';
import { rebalanceChurn } from './group/g09-rebalance-churn.ts';
import { offsetOutOfRange } from './group/g10-offset-out-of-range.ts';
import { neverCommitted } from './group/g11-never-committed.ts';
import { offsetsExpiring } from './group/g12-offsets-expiring.ts';
import { eagerAssignor } from './group/g13-eager-assignor.ts';
import { deadWithLag } from './group/g14-dead-with-lag.ts';
import { newPartitionLatest } from './group/g15-new-partition-latest.ts';
import { acksZero } from './producer/p01-acks-zero.ts';
import { acksOne } from './producer/p02-acks-one.ts';
import { idempotenceOff } from './producer/p03-idempotence-off.ts';
import { inflightGt5 } from './producer/p04-inflight-gt-5.ts';
import { reorder } from './producer/p05-reorder.ts';
import { retriesZero } from './producer/p06-retries-zero.ts';
import { lingerBatch } from './producer/p07-linger-batch.ts';
import { bufferVsPartitions } from './producer/p08-buffer-vs-partitions.ts';
import { deliveryTimeout } from './producer/p09-delivery-timeout.ts';
import { requestSize } from './producer/p10-request-size.ts';
import { fireAndForget } from './producer/p11-fire-and-forget.ts';
import { legacyKeys } from './producer/p12-legacy-keys.ts';
import { partitionerMix } from './producer/p13-partitioner-mix.ts';
import { bufferBlock } from './producer/p14-buffer-block.ts';
import { dlqMissing } from './relay/d01-dlq-missing.ts';
import { dlqUnwatched } from './relay/d02-dlq-unwatched.ts';
import { dlqNarrow } from './relay/d03-dlq-narrow.ts';
import { dlqRetention } from './relay/d04-dlq-retention.ts';
import { dlqGrowth } from './relay/d05-dlq-growth.ts';
import { dlqHeaders } from './relay/d06-dlq-headers.ts';
import { connectTolerance } from './relay/d07-connect-tolerance.ts';
import { delayRetention } from './relay/d08-delay-retention.ts';
import { delayCompacted } from './relay/d09-delay-compacted.ts';
import { delayMixed } from './relay/d10-delay-mixed.ts';
import { delayClock } from './relay/d11-delay-clock.ts';
import { delayOverdue } from './relay/d12-delay-overdue.ts';
import { retryLoop } from './relay/d13-retry-loop.ts';
import { drainNotWider } from './relay/d14-drain-not-wider.ts';
import { drainExpiring } from './relay/d15-drain-expiring.ts';
import { replayWindow } from './relay/d16-replay-window.ts';
import { singlePartition } from './topic/t01-single-partition.ts';
import { belowPlan } from './topic/t02-below-plan.ts';
import { notMultiple } from './topic/t03-not-multiple.ts';
import { fewerThanBrokers } from './topic/t04-fewer-than-brokers.ts';
import { overPartitioned } from './topic/t05-over-partitioned.ts';
import { retentionVsLag } from './topic/t06-retention-vs-lag.ts';
import { retentionInfinite } from './topic/t07-retention-infinite.ts';
import { retentionShort } from './topic/t08-retention-short.ts';
import { retentionBytes } from './topic/t09-retention-bytes.ts';
import { segmentMs } from './topic/t10-segment-ms.ts';
import { segmentMin } from './topic/t11-segment-min.ts';
import { compactNullKey } from './topic/t12-compact-null-key.ts';
import { timestampSkew } from './topic/t13-timestamp-skew.ts';
import { recompress } from './topic/t14-recompress.ts';
import { uncompressed } from './topic/t15-uncompressed.ts';
import { hotPartition } from './topic/t16-hot-partition.ts';
import { nullKeyOrdered } from './topic/t17-null-key-ordered.ts';
import { keyedPartitionsGrew } from './topic/t18-keyed-partitions-grew.ts';
import { internalPartitionsAltered } from './topic/t19-internal-partitions-altered.ts';
import { unused } from './topic/t20-unused.ts';
import { legacyTopicConfig } from './topic/t21-legacy-topic-config.ts';
import { nameOfTopic } from './topic/t22-name.ts';
import { oneTopicHog } from './topic/t23-one-topic-hog.ts';

/** Every rule, by id. */
export const rules: readonly AnyRule[] = [
  offlinePartition,
  underReplicated,
  underMinIsr,
  atMinIsr,
  rfOne,
  rfTwo,
  minIsrOne,
  minIsrEqualsFactor,
  minIsrOverFactor,
  uncleanOn,
  defaultFactorOne,
  minIsrScope,
  internalFactor,
  autoCreate,
  oneFetcher,
  wanBuffers,
  replicaLagTime,
  messageOverFetch,
  messageMaxHuge,
  replicasPerBroker,
  leadersPerBroker,
  clusterPartitions,
  fileHandles,
  memoryMaps,
  preferredLeaderOff,
  replicaSkew,
  leaderSkew,
  diskSkew,
  diskFull,
  nMinusOne,
  rackPartial,
  rackViolation,
  brokerCount,
  quorumSize,
  combinedMode,
  quorumLag,
  zooKeeperMode,
  featuresNotFinalized,
  throttleLeft,
  reassignStuck,
  throttleLow,
  logDirOffline,
  logDirTemporary,
  configDrift,
  plaintext,
  noAuthorizer,
  offsetsRetention,
  idlePercent,
  heap,
  flushSet,
  autoCommit,
  pollBudget,
  kafkajsSession,
  heartbeatRatio,
  sessionRange,
  resetLatest,
  readUncommitted,
  fetchSmall,
  strategyIgnored,
  noDedup,
  setnxUnsafe,
  commitBeforeProcess,
  unsubscribeBeforeClose,
  rackNoSelector,
  singleBootstrap,
  dlqMissing,
  dlqUnwatched,
  dlqNarrow,
  dlqRetention,
  dlqGrowth,
  dlqHeaders,
  connectTolerance,
  delayRetention,
  delayCompacted,
  delayMixed,
  delayClock,
  delayOverdue,
  retryLoop,
  drainNotWider,
  drainExpiring,
  replayWindow,
  lagState,
  timeLag,
  drainEta,
  idleMembers,
  tooFewMembers,
  unowned,
  uneven,
  mixedSubscription,
  rebalanceChurn,
  offsetOutOfRange,
  neverCommitted,
  offsetsExpiring,
  eagerAssignor,
  deadWithLag,
  newPartitionLatest,
  unknownKey,
  badValue,
  absentKey,
  deprecatedKey,
  duplicateKey,
  secretInClear,
  acksZero,
  acksOne,
  idempotenceOff,
  inflightGt5,
  reorder,
  retriesZero,
  lingerBatch,
  bufferVsPartitions,
  deliveryTimeout,
  requestSize,
  fireAndForget,
  legacyKeys,
  partitionerMix,
  bufferBlock,
  singlePartition,
  belowPlan,
  notMultiple,
  fewerThanBrokers,
  overPartitioned,
  retentionVsLag,
  retentionInfinite,
  retentionShort,
  retentionBytes,
  segmentMs,
  segmentMin,
  compactNullKey,
  timestampSkew,
  recompress,
  uncompressed,
  hotPartition,
  nullKeyOrdered,
  keyedPartitionsGrew,
  internalPartitionsAltered,
  unused,
  legacyTopicConfig,
  nameOfTopic,
  oneTopicHog,
];
