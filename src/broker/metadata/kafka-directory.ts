/**
 * Takes over a directory that Apache Kafka wrote: which topics there are and how they are configured stands in its
 * metadata log, `__cluster_metadata-0`, and in the newest snapshot of it (Kafka: KafkaRaftLog.java, MetadataImage.java).
 * Their records, and the offsets of groups among them, are in directories of the same format as ours.
 */
import { join } from 'node:path';
import { Failure } from '../../lib/failure.ts';
import { ProtocolError } from '../../protocol/error.ts';
import { decodeMetadataRecord, type MetadataRecord } from '../../protocol/metadata-records.ts';
import { attributes, isControl, verifyCrc, wholeBatches } from '../../protocol/records/batch.ts';
import { RecordCursor } from '../../protocol/records/cursor.ts';
import { brokerKeys, clientMetricsResourceKeys, groupResourceKeys, topicConfigKeys } from '../config.ts';
import type { FileSystem } from '../log/file-system.ts';
import { METADATA_LOG } from '../log/names.ts';
import { readWholeFile } from '../log/whole-file.ts';
import type { Log } from '../log-line.ts';
import { BROKER, CLIENT_METRICS, GROUP, TOPIC } from './config-target.ts';
import { KafkaAccess } from './kafka-access.ts';
import type { StoredMetadata, StoredTopic } from './metadata-file.ts';

const NOT_TAKEN = new Map([[10, 'delegation tokens']]);

/** Undefined when it has no metadata log. Failure when the partitions are not all here, or the log cannot be read. */
export function readKafkaDirectory(
  fs: FileSystem,
  dataDir: string,
  nodeId: number,
  log: Log,
): StoredMetadata | undefined {
  const directory = join(dataDir, METADATA_LOG);
  if (fs.status(directory) === undefined) return undefined;
  const image = new Image(nodeId);
  const access = new KafkaAccess();
  try {
    for (const record of recordsOf(fs, directory)) {
      image.take(record);
      access.take(record);
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw foreign(directory, `cannot be read: ${error.message}`);
  }
  if (image.elsewhere !== undefined) throw foreign(directory, `is of a cluster: ${image.elsewhere} is on other nodes`);
  const { topics } = image.stored;
  log(
    'info',
    `${dataDir} was written by Apache Kafka: taking over its ${topics.length} topics, and what is set for them`,
  );
  for (const name of image.notTaken) log('warn', `${name} in ${directory} are not taken over`);
  return { ...image.stored, ...access.stored };
}

type OfResources = Record<string, Record<string, string>>;

/** What the records say, taken one after the other. */
class Image {
  readonly stored = {
    format: 1 as const,
    nextProducerId: 0,
    topics: [] as StoredTopic[],
    brokerConfigs: { ofThisBroker: {}, clusterWide: {} },
    groupConfigs: {} as OfResources,
    clientMetrics: {} as OfResources,
  } satisfies StoredMetadata;
  readonly notTaken = new Set<string>();
  /** A partition that has no replica here. */
  elsewhere: string | undefined;
  private readonly nodeId: number;
  /** May come before the topic. */
  private readonly topicConfigs = new Map<string, Record<string, string>>();

  constructor(nodeId: number) {
    this.nodeId = nodeId;
  }

  take(record: MetadataRecord): void {
    const { topics } = this.stored;
    switch (record.kind) {
      case 'topic': {
        const { name, topicId } = record.value;
        const kept = topics.filter(topic => topic.name !== name);
        topics.splice(0, topics.length, ...kept, { name, topicId, leaderEpochs: [], configs: this.configsOf(name) });
        return;
      }
      case 'partition': {
        const { topicId, partitionId, leaderEpoch, replicas } = record.value;
        const topic = topics.find(each => each.topicId === topicId);
        if (topic === undefined) return;
        topic.leaderEpochs[partitionId] = leaderEpoch;
        if (!replicas.includes(this.nodeId)) this.elsewhere = `${topic.name}-${partitionId}`;
        return;
      }
      case 'removeTopic': {
        const gone = topics.findIndex(topic => topic.topicId === record.value.topicId);
        if (gone < 0) return;
        this.topicConfigs.delete(topics[gone]!.name);
        topics.splice(gone, 1);
        return;
      }
      case 'config':
        this.configure(record.value);
        return;
      case 'producerIds':
        this.stored.nextProducerId = Math.max(this.stored.nextProducerId, record.value.nextProducerId);
        return;
      case 'other':
        if (NOT_TAKEN.has(record.number)) this.notTaken.add(NOT_TAKEN.get(record.number)!);
    }
  }

  private configure(config: { resourceType: number; resourceName: string; name: string; value: string | null }): void {
    const { resourceType, resourceName, name, value } = config;
    const { brokerConfigs, groupConfigs, clientMetrics } = this.stored;
    switch (resourceType) {
      case TOPIC:
        if (topicConfigKeys.has(name)) set(this.configsOf(resourceName), name, value);
        return;
      case BROKER:
        if (!brokerKeys.has(name)) return;
        if (resourceName === '') set(brokerConfigs.clusterWide, name, value);
        else if (resourceName === String(this.nodeId)) set(brokerConfigs.ofThisBroker, name, value);
        return;
      case GROUP:
        if (groupResourceKeys.has(name)) setOf(groupConfigs, resourceName, name, value);
        return;
      case CLIENT_METRICS:
        if (clientMetricsResourceKeys.has(name)) setOf(clientMetrics, resourceName, name, value);
    }
  }

  private configsOf(topic: string): Record<string, string> {
    const configs = this.topicConfigs.get(topic) ?? {};
    this.topicConfigs.set(topic, configs);
    return configs;
  }
}

function set(configs: Record<string, string>, name: string, value: string | null): void {
  if (value === null) delete configs[name];
  else configs[name] = value;
}

/** A resource of which nothing is set is none. */
function setOf(all: OfResources, resource: string, name: string, value: string | null): void {
  const configs = (all[resource] ??= {});
  set(configs, name, value);
  if (Object.keys(configs).length === 0) delete all[resource];
}

/** Of the newest snapshot, and of the log after it. */
function* recordsOf(fs: FileSystem, directory: string): Generator<MetadataRecord> {
  const names = fs.list(directory).sort();
  const snapshot = names.findLast(name => /^\d{20}-\d{10}\.checkpoint$/.test(name));
  const from = snapshot === undefined ? 0 : Number.parseInt(snapshot, 10);
  if (snapshot !== undefined) yield* recordsOfFile(fs, join(directory, snapshot), 0);
  const logs = names.filter(name => /^\d{20}\.log$/.test(name));
  if (snapshot === undefined && logs[0] !== undefined && Number.parseInt(logs[0], 10) > 0)
    throw new ProtocolError(`${logs[0]} is the first segment, and there is no snapshot`);
  for (const name of logs) yield* recordsOfFile(fs, join(directory, name), from);
}

function* recordsOfFile(fs: FileSystem, path: string, from: number): Generator<MetadataRecord> {
  const bytes = readWholeFile(fs, path) ?? Buffer.alloc(0);
  const cursor = new RecordCursor();
  for (const at of wholeBatches(bytes)) {
    if (!verifyCrc(bytes, at)) return; // the end that a crash left
    if (isControl(attributes(bytes, at))) continue;
    for (cursor.open(bytes, at); cursor.next(); ) {
      const value = cursor.value();
      if (cursor.offset >= from && value !== null) yield decodeMetadataRecord(value);
    }
  }
}

/** The epochs of the logs may be later than those of the records that made the partitions. */
export function withEpochsOf(
  metadata: StoredMetadata,
  logs: Iterable<{ readonly topic: string; readonly partition: number; readonly leaderEpoch: number }>,
): StoredMetadata {
  const topics = new Map<string, StoredTopic>(metadata.topics.map(topic => [topic.name, topic]));
  for (const { topic, partition, leaderEpoch } of logs) {
    const epochs = topics.get(topic)?.leaderEpochs;
    if (epochs?.[partition] !== undefined) epochs[partition] = Math.max(epochs[partition], leaderEpoch);
  }
  return metadata;
}

const foreign = (directory: string, why: string): Failure =>
  new Failure(`${directory} ${why}`, {
    code: 'DATA_DIRECTORY_FOREIGN',
    where: directory,
    advice: ['give the directory of a cluster of one node', 'or another --data-dir'],
  });
