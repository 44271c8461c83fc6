/**
 * The gateway to Kafka clusters. The rest of it is imported by file, where it is needed, to keep starting fast: fetch, producer,
 * offsets, groups, admin, member.
 */
export { type CallOptions, Cluster, type ClusterOptions, connect, type Target } from './cluster.ts';
export { KafkaError } from './error.ts';
export type { ClusterMetadata, PartitionMetadata, TopicMetadata } from './metadata.ts';
