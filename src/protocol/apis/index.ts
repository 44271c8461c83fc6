// Generated from the files of this folder by `npm run generate`.
import type { AnyApi } from '../api.ts';
import { produce } from './00-produce.ts';
import { fetch } from './01-fetch.ts';
import { listOffsets } from './02-list-offsets.ts';
import { metadata } from './03-metadata.ts';
import { heartbeat } from './12-heartbeat.ts';
import { apiVersions } from './18-api-versions.ts';
import { createTopics } from './19-create-topics.ts';
import { deleteTopics } from './20-delete-topics.ts';
import { createPartitions } from './37-create-partitions.ts';

export { produce } from './00-produce.ts';
export { fetch } from './01-fetch.ts';
export { listOffsets } from './02-list-offsets.ts';
export { metadata } from './03-metadata.ts';
export { heartbeat } from './12-heartbeat.ts';
export { apiVersions } from './18-api-versions.ts';
export { createTopics } from './19-create-topics.ts';
export { deleteTopics } from './20-delete-topics.ts';
export { createPartitions } from './37-create-partitions.ts';

/** Every declared API, by key. */
export const apis: readonly AnyApi[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  heartbeat,
  apiVersions,
  createTopics,
  deleteTopics,
  createPartitions,
];
