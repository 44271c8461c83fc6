/** Creating and deleting topics so that either all that was asked for happens or nothing, as far as the cluster can be asked before. */
import * as admin from '../kafka/admin/topics.ts';
import { raise } from '../kafka/error.ts';
import type { Cluster, TopicMetadata } from '../kafka/index.ts';
import { Failure } from '../lib/failure.ts';
import { unknownTopics } from './known-topics.ts';
import { partitionBounds } from './position.ts';

export interface TopicCreation {
  names: readonly string[];
  /** The broker's defaults when left out. */
  partitions?: number | undefined;
  replicationFactor?: number | undefined;
  configs: Readonly<Record<string, string>>;
  ifNotExists: boolean;
  dryRun: boolean;
}

export interface CreatedTopic {
  name: string;
  partitions: number;
  replicationFactor: number;
  outcome: 'created' | 'existed' | 'would be created';
}

/** In the order named. Throws KafkaError before anything is created when one of them cannot be. */
export async function createTopics(cluster: Cluster, creation: TopicCreation): Promise<CreatedTopic[]> {
  const { names, partitions, replicationFactor, configs, dryRun } = creation;
  const existing = creation.ifNotExists ? await existingTopics(cluster, names) : [];
  const missing = names.filter(name => !existing.some(topic => topic.name === name));
  const topics = missing.map(name => ({ name, partitions, replicationFactor, configs }));
  const create = (validateOnly: boolean) =>
    topics.length > 0 ? admin.createTopics(cluster, topics, { validateOnly }) : [];
  const checked = dryRun || topics.length > 1 ? await create(true) : [];
  const created = dryRun ? checked : await create(false);
  const outcome = dryRun ? 'would be created' : 'created';
  const rows = new Map<string, CreatedTopic>([
    ...existing.map(topic => [topic.name, existedRow(topic)] as const),
    ...created.map(topic => [topic.name, { ...topic, outcome }] as const),
  ]);
  return names.map(name => rows.get(name)!);
}

const existedRow = ({ name, partitions }: TopicMetadata): CreatedTopic => ({
  name,
  partitions: partitions.length,
  replicationFactor: partitions[0]?.replicas.length ?? 0,
  outcome: 'existed',
});

export interface TopicToDelete {
  name: string;
  partitions: number;
  /** From the first to the next offset of each partition with a leader: about the records. */
  offsets: number;
}

export interface DeletedTopic extends TopicToDelete {
  outcome: 'deleted' | 'would be deleted';
}

/** What a deletion would delete. Throws Failure when a name is unknown or Kafka's own and that was not allowed. */
export async function topicsToDelete(
  cluster: Cluster,
  names: readonly string[],
  { ifExists, internal }: { ifExists: boolean; internal: boolean },
): Promise<TopicToDelete[]> {
  const wanted = [...new Set(names)];
  const found = await existingTopics(cluster, wanted);
  const unknown = wanted.filter(name => !found.some(topic => topic.name === name));
  if (unknown.length > 0 && !ifExists)
    throw await unknownTopics(cluster, unknown, '; nothing was deleted', ['--if-exists to delete those that do']);
  const own = found.find(topic => topic.internal);
  if (own && !internal) {
    throw new Failure(`${own.name} is Kafka's own; nothing was deleted`, {
      code: 'INVALID_TOPIC_EXCEPTION',
      where: `topic ${own.name}`,
      advice:
        '--internal, if losing what Kafka keeps in it (the offsets of all groups, the state of transactions) is what you want',
    });
  }
  return Promise.all(found.map(topic => toDelete(cluster, topic)));
}

export async function deleteTopics(cluster: Cluster, topics: readonly TopicToDelete[]): Promise<DeletedTopic[]> {
  const names = topics.map(({ name }) => name);
  if (names.length > 0) await admin.deleteTopics(cluster, names);
  return topics.map(topic => ({ ...topic, outcome: 'deleted' }));
}

async function toDelete(cluster: Cluster, { name, partitions }: TopicMetadata): Promise<TopicToDelete> {
  const led = partitions.filter(({ leader }) => leader >= 0).map(({ partition }) => partition);
  const bounds = await partitionBounds(cluster, name, led);
  const offsets = bounds.reduce((sum, { startOffset, endOffset }) => sum + endOffset - startOffset, 0);
  return { name, partitions: partitions.length, offsets };
}

async function existingTopics(cluster: Cluster, names: readonly string[]): Promise<TopicMetadata[]> {
  const { topics } = await cluster.metadata(names);
  raise(topics.flatMap(({ error }) => (error && error.code !== 'UNKNOWN_TOPIC_OR_PARTITION' ? error : [])));
  return topics.filter(({ error }) => error === undefined);
}
