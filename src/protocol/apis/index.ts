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
import { apiVersions } from './18-api-versions.ts';
import { createTopics } from './19-create-topics.ts';
import { deleteTopics } from './20-delete-topics.ts';
import { deleteRecords } from './21-delete-records.ts';
import { initProducerId } from './22-init-producer-id.ts';
import { offsetForLeaderEpoch } from './23-offset-for-leader-epoch.ts';
import { describeConfigs } from './32-describe-configs.ts';
import { createPartitions } from './37-create-partitions.ts';
import { deleteGroups } from './42-delete-groups.ts';
import { incrementalAlterConfigs } from './44-incremental-alter-configs.ts';
import { offsetDelete } from './47-offset-delete.ts';
import { describeCluster } from './60-describe-cluster.ts';

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
export { apiVersions } from './18-api-versions.ts';
export { createTopics } from './19-create-topics.ts';
export { deleteTopics } from './20-delete-topics.ts';
export { deleteRecords } from './21-delete-records.ts';
export { initProducerId } from './22-init-producer-id.ts';
export { offsetForLeaderEpoch } from './23-offset-for-leader-epoch.ts';
export { describeConfigs } from './32-describe-configs.ts';
export { createPartitions } from './37-create-partitions.ts';
export { deleteGroups } from './42-delete-groups.ts';
export { incrementalAlterConfigs } from './44-incremental-alter-configs.ts';
export { offsetDelete } from './47-offset-delete.ts';
export { describeCluster } from './60-describe-cluster.ts';

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
  apiVersions,
  createTopics,
  deleteTopics,
  deleteRecords,
  initProducerId,
  offsetForLeaderEpoch,
  describeConfigs,
  createPartitions,
  deleteGroups,
  incrementalAlterConfigs,
  offsetDelete,
  describeCluster,
];
