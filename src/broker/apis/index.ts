// Generated from the files of this folder by `npm run generate`.
import { produceRow } from './00-produce.ts';
import { fetchRow } from './01-fetch.ts';
import { listOffsetsRow } from './02-list-offsets.ts';
import { metadataRow } from './03-metadata.ts';
import { offsetCommitRow } from './08-offset-commit.ts';
import { offsetFetchRow } from './09-offset-fetch.ts';
import { findCoordinatorRow } from './10-find-coordinator.ts';
import { joinGroupRow } from './11-join-group.ts';
import { heartbeatRow } from './12-heartbeat.ts';
import { leaveGroupRow } from './13-leave-group.ts';
import { syncGroupRow } from './14-sync-group.ts';
import { describeGroupsRow } from './15-describe-groups.ts';
import { listGroupsRow } from './16-list-groups.ts';
import { saslHandshakeRow } from './17-sasl-handshake.ts';
import { apiVersionsRow } from './18-api-versions.ts';
import { createTopicsRow } from './19-create-topics.ts';
import { deleteTopicsRow } from './20-delete-topics.ts';
import { deleteRecordsRow } from './21-delete-records.ts';
import { initProducerIdRow } from './22-init-producer-id.ts';
import { offsetForLeaderEpochRow } from './23-offset-for-leader-epoch.ts';
import { addPartitionsToTxnRow } from './24-add-partitions-to-txn.ts';
import { addOffsetsToTxnRow } from './25-add-offsets-to-txn.ts';
import { endTxnRow } from './26-end-txn.ts';
import { writeTxnMarkersRow } from './27-write-txn-markers.ts';
import { txnOffsetCommitRow } from './28-txn-offset-commit.ts';
import { describeAclsRow } from './29-describe-acls.ts';
import { createAclsRow } from './30-create-acls.ts';
import { deleteAclsRow } from './31-delete-acls.ts';
import { describeConfigsRow } from './32-describe-configs.ts';
import { alterConfigsRow } from './33-alter-configs.ts';
import { alterReplicaLogDirsRow } from './34-alter-replica-log-dirs.ts';
import { describeLogDirsRow } from './35-describe-log-dirs.ts';
import { saslAuthenticateRow } from './36-sasl-authenticate.ts';
import { createPartitionsRow } from './37-create-partitions.ts';
import { deleteGroupsRow } from './42-delete-groups.ts';
import { electLeadersRow } from './43-elect-leaders.ts';
import { incrementalAlterConfigsRow } from './44-incremental-alter-configs.ts';
import { alterPartitionReassignmentsRow } from './45-alter-partition-reassignments.ts';
import { listPartitionReassignmentsRow } from './46-list-partition-reassignments.ts';
import { offsetDeleteRow } from './47-offset-delete.ts';
import { describeClientQuotasRow } from './48-describe-client-quotas.ts';
import { alterClientQuotasRow } from './49-alter-client-quotas.ts';
import { describeUserScramCredentialsRow } from './50-describe-user-scram-credentials.ts';
import { alterUserScramCredentialsRow } from './51-alter-user-scram-credentials.ts';
import { describeQuorumRow } from './55-describe-quorum.ts';
import { updateFeaturesRow } from './57-update-features.ts';
import { describeClusterRow } from './60-describe-cluster.ts';
import { describeProducersRow } from './61-describe-producers.ts';
import { unregisterBrokerRow } from './64-unregister-broker.ts';
import { describeTransactionsRow } from './65-describe-transactions.ts';
import { listTransactionsRow } from './66-list-transactions.ts';
import { consumerGroupHeartbeatRow } from './68-consumer-group-heartbeat.ts';
import { consumerGroupDescribeRow } from './69-consumer-group-describe.ts';
import { listConfigResourcesRow } from './74-list-config-resources.ts';
import { describeTopicPartitionsRow } from './75-describe-topic-partitions.ts';
import type { Row } from './row.ts';

/** What the broker serves, by key. */
export const rows: readonly Row[] = [
  produceRow,
  fetchRow,
  listOffsetsRow,
  metadataRow,
  offsetCommitRow,
  offsetFetchRow,
  findCoordinatorRow,
  joinGroupRow,
  heartbeatRow,
  leaveGroupRow,
  syncGroupRow,
  describeGroupsRow,
  listGroupsRow,
  saslHandshakeRow,
  apiVersionsRow,
  createTopicsRow,
  deleteTopicsRow,
  deleteRecordsRow,
  initProducerIdRow,
  offsetForLeaderEpochRow,
  addPartitionsToTxnRow,
  addOffsetsToTxnRow,
  endTxnRow,
  writeTxnMarkersRow,
  txnOffsetCommitRow,
  describeAclsRow,
  createAclsRow,
  deleteAclsRow,
  describeConfigsRow,
  alterConfigsRow,
  alterReplicaLogDirsRow,
  describeLogDirsRow,
  saslAuthenticateRow,
  createPartitionsRow,
  deleteGroupsRow,
  electLeadersRow,
  incrementalAlterConfigsRow,
  alterPartitionReassignmentsRow,
  listPartitionReassignmentsRow,
  offsetDeleteRow,
  describeClientQuotasRow,
  alterClientQuotasRow,
  describeUserScramCredentialsRow,
  alterUserScramCredentialsRow,
  describeQuorumRow,
  updateFeaturesRow,
  describeClusterRow,
  describeProducersRow,
  unregisterBrokerRow,
  describeTransactionsRow,
  listTransactionsRow,
  consumerGroupHeartbeatRow,
  consumerGroupDescribeRow,
  listConfigResourcesRow,
  describeTopicPartitionsRow,
];
