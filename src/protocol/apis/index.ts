// Generated from the files of this folder by `npm run generate`.
import type { AnyApi } from '../api.ts';
import { produce } from './00-produce.ts';
import { fetch } from './01-fetch.ts';
import { listOffsets } from './02-list-offsets.ts';
import { metadata } from './03-metadata.ts';
import { offsetCommit } from './08-offset-commit.ts';
import { offsetFetch } from './09-offset-fetch.ts';
import { findCoordinator } from './10-find-coordinator.ts';
import { joinGroup } from './11-join-group.ts';
import { heartbeat } from './12-heartbeat.ts';
import { leaveGroup } from './13-leave-group.ts';
import { syncGroup } from './14-sync-group.ts';
import { describeGroups } from './15-describe-groups.ts';
import { listGroups } from './16-list-groups.ts';
import { saslHandshake } from './17-sasl-handshake.ts';
import { apiVersions } from './18-api-versions.ts';
import { createTopics } from './19-create-topics.ts';
import { deleteTopics } from './20-delete-topics.ts';
import { deleteRecords } from './21-delete-records.ts';
import { initProducerId } from './22-init-producer-id.ts';
import { offsetForLeaderEpoch } from './23-offset-for-leader-epoch.ts';
import { addPartitionsToTxn } from './24-add-partitions-to-txn.ts';
import { addOffsetsToTxn } from './25-add-offsets-to-txn.ts';
import { endTxn } from './26-end-txn.ts';
import { writeTxnMarkers } from './27-write-txn-markers.ts';
import { txnOffsetCommit } from './28-txn-offset-commit.ts';
import { describeAcls } from './29-describe-acls.ts';
import { createAcls } from './30-create-acls.ts';
import { deleteAcls } from './31-delete-acls.ts';
import { describeConfigs } from './32-describe-configs.ts';
import { alterConfigs } from './33-alter-configs.ts';
import { alterReplicaLogDirs } from './34-alter-replica-log-dirs.ts';
import { describeLogDirs } from './35-describe-log-dirs.ts';
import { saslAuthenticate } from './36-sasl-authenticate.ts';
import { createPartitions } from './37-create-partitions.ts';
import { deleteGroups } from './42-delete-groups.ts';
import { electLeaders } from './43-elect-leaders.ts';
import { incrementalAlterConfigs } from './44-incremental-alter-configs.ts';
import { alterPartitionReassignments } from './45-alter-partition-reassignments.ts';
import { listPartitionReassignments } from './46-list-partition-reassignments.ts';
import { offsetDelete } from './47-offset-delete.ts';
import { describeClientQuotas } from './48-describe-client-quotas.ts';
import { alterClientQuotas } from './49-alter-client-quotas.ts';
import { describeUserScramCredentials } from './50-describe-user-scram-credentials.ts';
import { alterUserScramCredentials } from './51-alter-user-scram-credentials.ts';
import { describeQuorum } from './55-describe-quorum.ts';
import { updateFeatures } from './57-update-features.ts';
import { describeCluster } from './60-describe-cluster.ts';
import { describeProducers } from './61-describe-producers.ts';
import { unregisterBroker } from './64-unregister-broker.ts';
import { describeTransactions } from './65-describe-transactions.ts';
import { listTransactions } from './66-list-transactions.ts';
import { consumerGroupHeartbeat } from './68-consumer-group-heartbeat.ts';
import { consumerGroupDescribe } from './69-consumer-group-describe.ts';
import { listConfigResources } from './74-list-config-resources.ts';
import { describeTopicPartitions } from './75-describe-topic-partitions.ts';
import { shareGroupDescribe } from './77-share-group-describe.ts';

export { produce } from './00-produce.ts';
export { fetch } from './01-fetch.ts';
export { listOffsets } from './02-list-offsets.ts';
export { metadata } from './03-metadata.ts';
export { offsetCommit } from './08-offset-commit.ts';
export { offsetFetch } from './09-offset-fetch.ts';
export { findCoordinator } from './10-find-coordinator.ts';
export { joinGroup } from './11-join-group.ts';
export { heartbeat } from './12-heartbeat.ts';
export { leaveGroup } from './13-leave-group.ts';
export { syncGroup } from './14-sync-group.ts';
export { describeGroups } from './15-describe-groups.ts';
export { listGroups } from './16-list-groups.ts';
export { saslHandshake } from './17-sasl-handshake.ts';
export { apiVersions } from './18-api-versions.ts';
export { createTopics } from './19-create-topics.ts';
export { deleteTopics } from './20-delete-topics.ts';
export { deleteRecords } from './21-delete-records.ts';
export { initProducerId } from './22-init-producer-id.ts';
export { offsetForLeaderEpoch } from './23-offset-for-leader-epoch.ts';
export { addPartitionsToTxn } from './24-add-partitions-to-txn.ts';
export { addOffsetsToTxn } from './25-add-offsets-to-txn.ts';
export { endTxn } from './26-end-txn.ts';
export { writeTxnMarkers } from './27-write-txn-markers.ts';
export { txnOffsetCommit } from './28-txn-offset-commit.ts';
export { describeAcls } from './29-describe-acls.ts';
export { createAcls } from './30-create-acls.ts';
export { deleteAcls } from './31-delete-acls.ts';
export { describeConfigs } from './32-describe-configs.ts';
export { alterConfigs } from './33-alter-configs.ts';
export { alterReplicaLogDirs } from './34-alter-replica-log-dirs.ts';
export { describeLogDirs } from './35-describe-log-dirs.ts';
export { saslAuthenticate } from './36-sasl-authenticate.ts';
export { createPartitions } from './37-create-partitions.ts';
export { deleteGroups } from './42-delete-groups.ts';
export { electLeaders } from './43-elect-leaders.ts';
export { incrementalAlterConfigs } from './44-incremental-alter-configs.ts';
export { alterPartitionReassignments } from './45-alter-partition-reassignments.ts';
export { listPartitionReassignments } from './46-list-partition-reassignments.ts';
export { offsetDelete } from './47-offset-delete.ts';
export { describeClientQuotas } from './48-describe-client-quotas.ts';
export { alterClientQuotas } from './49-alter-client-quotas.ts';
export { describeUserScramCredentials } from './50-describe-user-scram-credentials.ts';
export { alterUserScramCredentials } from './51-alter-user-scram-credentials.ts';
export { describeQuorum } from './55-describe-quorum.ts';
export { updateFeatures } from './57-update-features.ts';
export { describeCluster } from './60-describe-cluster.ts';
export { describeProducers } from './61-describe-producers.ts';
export { unregisterBroker } from './64-unregister-broker.ts';
export { describeTransactions } from './65-describe-transactions.ts';
export { listTransactions } from './66-list-transactions.ts';
export { consumerGroupHeartbeat } from './68-consumer-group-heartbeat.ts';
export { consumerGroupDescribe } from './69-consumer-group-describe.ts';
export { listConfigResources } from './74-list-config-resources.ts';
export { describeTopicPartitions } from './75-describe-topic-partitions.ts';
export { shareGroupDescribe } from './77-share-group-describe.ts';

/** Every declared API, by key. */
export const apis: readonly AnyApi[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  offsetCommit,
  offsetFetch,
  findCoordinator,
  joinGroup,
  heartbeat,
  leaveGroup,
  syncGroup,
  describeGroups,
  listGroups,
  saslHandshake,
  apiVersions,
  createTopics,
  deleteTopics,
  deleteRecords,
  initProducerId,
  offsetForLeaderEpoch,
  addPartitionsToTxn,
  addOffsetsToTxn,
  endTxn,
  writeTxnMarkers,
  txnOffsetCommit,
  describeAcls,
  createAcls,
  deleteAcls,
  describeConfigs,
  alterConfigs,
  alterReplicaLogDirs,
  describeLogDirs,
  saslAuthenticate,
  createPartitions,
  deleteGroups,
  electLeaders,
  incrementalAlterConfigs,
  alterPartitionReassignments,
  listPartitionReassignments,
  offsetDelete,
  describeClientQuotas,
  alterClientQuotas,
  describeUserScramCredentials,
  alterUserScramCredentials,
  describeQuorum,
  updateFeatures,
  describeCluster,
  describeProducers,
  unregisterBroker,
  describeTransactions,
  listTransactions,
  consumerGroupHeartbeat,
  consumerGroupDescribe,
  listConfigResources,
  describeTopicPartitions,
  shareGroupDescribe,
];
