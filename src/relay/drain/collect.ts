/** Collects what a drain is planned from. Reads only. */
import type { Cluster } from '../../kafka/cluster.ts';
import { committedOffsets } from '../../kafka/committed-offsets.ts';
import { fetchBatches } from '../../kafka/fetch.ts';
import { describeGroup } from '../../kafka/groups.ts';
import type { TopicMetadata } from '../../kafka/metadata.ts';
import { listOffsets } from '../../kafka/offsets.ts';
import { partitionForKey } from '../../lib/murmur2.ts';
import { knownTopic } from '../../operations/known-topics.ts';
import { wholeBatches } from '../../protocol/records/batch.ts';
import { bytesPerOffset } from '../../protocol/records/bytes-per-offset.ts';
import { RecordCursor } from '../../protocol/records/cursor.ts';
import { endsOf } from '../ends.ts';
import { topicConfig } from '../topic-config.ts';
import type { DrainEvidence, PartitionBacklog, TopicFacts } from './evidence.ts';

export interface DrainSubject {
  readonly topic: string;
  readonly group: string;
  readonly target: string;
}

/** Throws a Failure when the source does not exist, KafkaError when it may not be read. The target may be missing. */
export async function collectEvidence(
  cluster: Cluster,
  { topic, group, target }: DrainSubject,
): Promise<DrainEvidence> {
  const source = await knownTopic(cluster, topic);
  const metadata = await cluster.metadata([target]);
  const wide = metadata.topics.find(({ name, error }) => name === target && error === undefined);
  const [described, backlog, sourceFacts, targetFacts, targetEnds] = await Promise.all([
    describeGroup(cluster, group),
    backlogOf(cluster, source, group),
    factsOf(cluster, source),
    wide && factsOf(cluster, wide),
    wide && endsOf(cluster, target),
  ]);
  return {
    nowMs: Date.now(),
    clusterId: metadata.clusterId ?? '',
    brokers: metadata.brokers.length,
    source: sourceFacts,
    group: { id: group, state: described.state, members: described.members.length },
    backlog,
    target: targetFacts && targetEnds && { ...targetFacts, endOffsets: targetEnds },
  };
}

async function backlogOf(cluster: Cluster, source: TopicMetadata, group: string): Promise<PartitionBacklog[]> {
  const partitions = source.partitions.map(({ partition }) => partition).sort((a, b) => a - b);
  // Commits before ends, so that a group at work cannot be ahead of the end.
  const committed = (await committedOffsets(cluster, group, [source.name])).get(source.name);
  const at = (where: 'earliest' | 'latest') =>
    listOffsets(
      cluster,
      source.name,
      partitions.map(partition => ({ partition, at: where })),
      { isolation: 'read_committed' },
    );
  const [starts, ends] = await Promise.all([at('earliest'), at('latest')]);
  return Promise.all(
    partitions.map(async partition => {
      const logStart = starts.find(found => found.partition === partition)?.offset ?? 0;
      const end = ends.find(found => found.partition === partition)?.offset ?? logStart;
      const commit = committed?.get(partition)?.offset ?? null;
      const from = Math.max(commit ?? logStart, logStart);
      return {
        partition,
        logStart,
        committed: commit,
        end,
        ...(await sampleOf(cluster, source, partition, from, end)),
      };
    }),
  );
}

/** The first batches of a backlog: their age, their keys, and what a record of them weighs. */
async function sampleOf(cluster: Cluster, source: TopicMetadata, partition: number, from: number, to: number) {
  const { name: topic, partitions } = source;
  const sample = { records: 0, nullKeys: 0, misplaced: 0 };
  if (from >= to) return { oldestMs: null, bytes: 0, sample };
  const cursor = new RecordCursor();
  let oldestMs: number | null = null;
  let perOffset: number | undefined;
  const options = {
    topic,
    partitions: [{ partition, from, to }],
    isolation: 'read_committed' as const,
    partitionMaxBytes: 65_536,
  };
  for await (const { records } of fetchBatches(cluster, options)) {
    for (const at of wholeBatches(records)) {
      cursor.open(records, at);
      while (cursor.next()) {
        if (cursor.offset < from || cursor.offset >= to) continue;
        oldestMs ??= cursor.timestamp;
        sample.records++;
        if (cursor.keyStart < 0) sample.nullKeys++;
        else if (partitionForKey(cursor.data, cursor.keyStart, cursor.keyEnd, partitions.length) !== partition)
          sample.misplaced++;
      }
    }
    perOffset = bytesPerOffset(records);
    if (sample.records > 0) break;
  }
  const bytes = perOffset === undefined ? null : Math.round(perOffset * (to - from));
  return { oldestMs, bytes, sample };
}

async function factsOf(cluster: Cluster, { name, partitions, internal }: TopicMetadata): Promise<TopicFacts> {
  return {
    name,
    partitions: partitions.length,
    replicationFactor: Math.max(1, ...partitions.map(({ replicas }) => replicas.length)),
    internal,
    config: await topicConfig(cluster, name),
  };
}
