/** The rules for a topic that is to be created (Kafka: ReplicationControlManager.createTopic and its callees). */

import type { Settings } from '../config/settings.ts';
import { checkValue, InvalidConfig } from '../config/value.ts';
import { topicConfigKeys } from '../config.ts';
import { MetadataError } from './metadata-error.ts';
import { nameProblem } from './topic-name.ts';

export interface NewTopic {
  readonly name: string;
  /** −1 for the broker's default, or with assignments. */
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly assignments?: readonly { readonly partitionIndex: number; readonly brokerIds: readonly number[] }[];
  readonly configs?: readonly { readonly name: string; readonly value: string | null }[];
}

export interface CheckedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly configs: ReadonlyMap<string, string>;
}

/** Throws MetadataError. */
export function checkNewTopic(topic: NewTopic, settings: Settings, nodeId: number): CheckedTopic {
  checkName(topic.name);
  const configs = checkConfigs(topic.configs ?? []);
  const partitions =
    (topic.assignments?.length ?? 0) > 0 ? assignedPartitions(topic, nodeId) : placedPartitions(topic, settings);
  return { name: topic.name, partitions, configs };
}

function checkName(name: string): void {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new MetadataError('INVALID_TOPIC_EXCEPTION', `Topic name is invalid: ${problem}`);
}

/** ConfigurationControlManager: unknown keys, null and impossible values. */
function checkConfigs(configs: NonNullable<NewTopic['configs']>): Map<string, string> {
  const checked = new Map<string, string>();
  for (const { name, value } of configs) {
    if (value === null)
      throw new MetadataError('INVALID_CONFIG', `Null value not supported for topic configs: ${name}`);
    checkTopicConfig(name, value);
    checked.set(name, value);
  }
  return checked;
}

function checkTopicConfig(name: string, value: string): void {
  const key = topicConfigKeys.get(name);
  if (key === undefined) throw new MetadataError('INVALID_CONFIG', `Unknown topic config name: ${name}`);
  try {
    checkValue(key, value);
  } catch (error) {
    if (!(error instanceof InvalidConfig)) throw error;
    throw new MetadataError('INVALID_CONFIG', error.message, error);
  }
}

function placedPartitions(topic: NewTopic, settings: Settings): number {
  const { numPartitions, replicationFactor } = topic;
  if (replicationFactor < -1 || replicationFactor === 0)
    throw new MetadataError(
      'INVALID_REPLICATION_FACTOR',
      'Replication factor must be larger than 0, or -1 to use the default value.',
    );
  if (numPartitions < -1 || numPartitions === 0)
    throw new MetadataError('INVALID_PARTITIONS', 'Number of partitions was set to an invalid non-positive value.');
  checkReplicas(replicationFactor === -1 ? settings.number('default.replication.factor') : replicationFactor);
  return numPartitions === -1 ? settings.number('num.partitions') : numPartitions;
}

export function checkReplicas(replicas: number): void {
  if (replicas === 1) return;
  throw new MetadataError(
    'INVALID_REPLICATION_FACTOR',
    `Unable to replicate the partition ${replicas} time(s): The target replication factor of ${replicas} cannot be reached because only 1 broker(s) are registered.`,
  );
}

function assignedPartitions({ numPartitions, replicationFactor, assignments }: NewTopic, nodeId: number): number {
  if (replicationFactor !== -1)
    throw new MetadataError(
      'INVALID_REQUEST',
      'A manual partition assignment was specified, but replication factor was not set to -1.',
    );
  if (numPartitions !== -1)
    throw new MetadataError(
      'INVALID_REQUEST',
      'A manual partition assignment was specified, but numPartitions was not set to -1.',
    );
  const indexes = new Set<number>();
  for (const { partitionIndex, brokerIds } of assignments!) {
    if (indexes.has(partitionIndex))
      throw new MetadataError(
        'INVALID_REPLICA_ASSIGNMENT',
        `Found multiple manual partition assignments for partition ${partitionIndex}`,
      );
    checkReplicaIds(brokerIds, nodeId);
    indexes.add(partitionIndex);
  }
  for (let i = 0; i < indexes.size; i++)
    if (!indexes.has(i))
      throw new MetadataError(
        'INVALID_REPLICA_ASSIGNMENT',
        'partitions should be a consecutive 0-based integer sequence',
      );
  return indexes.size;
}

/** ReplicationControlManager.validateManualPartitionAssignment, where this is the only broker. */
export function checkReplicaIds(brokerIds: readonly number[], nodeId: number): void {
  if (brokerIds.length === 0)
    throw new MetadataError(
      'INVALID_REPLICA_ASSIGNMENT',
      'The manual partition assignment includes an empty replica list.',
    );
  const stranger = brokerIds.find(id => id !== nodeId);
  if (stranger !== undefined)
    throw new MetadataError(
      'INVALID_REPLICA_ASSIGNMENT',
      `The manual partition assignment includes broker ${stranger}, but no such broker is registered.`,
    );
  if (brokerIds.length > 1)
    throw new MetadataError(
      'INVALID_REPLICA_ASSIGNMENT',
      `The manual partition assignment includes the broker ${nodeId} more than once.`,
    );
}
