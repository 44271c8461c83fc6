/** Watches a group on a topic for a while: what arrives, what it commits, how far behind it is and since when. Reads only. */
import type { Cluster } from '../../../kafka/cluster.ts';
import { committedOffsets } from '../../../kafka/committed-offsets.ts';
import { fetchBatches } from '../../../kafka/fetch.ts';
import { describeGroup } from '../../../kafka/groups.ts';
import { listOffsets } from '../../../kafka/offsets.ts';
import { knownTopic } from '../../../operations/known-topics.ts';
import { unknownGroup } from '../../../operations/unknown-group.ts';
import { wholeBatches } from '../../../protocol/records/batch.ts';
import { RecordCursor } from '../../../protocol/records/cursor.ts';
import { type GroupRate, type GroupSample, groupRate } from './group-rate.ts';
import { averageRecordBytes } from './record-bytes.ts';

export interface WatchedGroup {
  readonly seconds: number;
  readonly members: number;
  readonly partitions: number;
  readonly lagRecords: number;
  /** The widest of the partitions: retention.bytes counts for each of them. */
  readonly deepestLagRecords: number;
  readonly arrivalPerSec: number;
  /** What was committed of it; while nothing lags it is what arrives. */
  readonly committedPerSec: number;
  /** What members can do; undefined unless some partition lagged the whole time and commits came. */
  readonly rate: GroupRate | undefined;
  /** In the log; 0 where there is no backlog to look at. */
  readonly recordBytes: number;
  /** Age of the oldest record that the group has yet to read; undefined without a backlog. */
  readonly oldestUnreadMs: number | undefined;
}

export interface Watch {
  readonly group: string;
  readonly topic: string;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** Throws a Failure when there is no such group, KafkaError when there is no such topic or it may not be read. */
export async function watchGroup(cluster: Cluster, { group, topic, seconds, signal }: Watch): Promise<WatchedGroup> {
  const first = await sampleOf(cluster, group, topic);
  await pause(seconds, signal);
  const last = await sampleOf(cluster, group, topic);
  const elapsed = (last.atMs - first.atMs) / 1000;
  const lags = last.partitions.map(({ committed, end, start }) =>
    Math.max(0, end - Math.max(committed ?? start, start)),
  );
  const [recordBytes, oldestMs] = await Promise.all([
    averageRecordBytes(cluster, topic, last.partitions),
    oldestUnread(cluster, topic, last),
  ]);
  return {
    seconds,
    members: last.members,
    partitions: last.partitions.length,
    lagRecords: sum(lags),
    deepestLagRecords: Math.max(0, ...lags),
    arrivalPerSec: growth(first, last, ({ end }) => end) / elapsed,
    committedPerSec: growth(first, last, ({ committed }) => committed) / elapsed,
    rate: groupRate(first, last),
    recordBytes,
    oldestUnreadMs: oldestMs === undefined ? undefined : Math.max(0, Date.now() - oldestMs),
  };
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await new Promise(resolve => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });
  signal.throwIfAborted();
}

interface Sample extends GroupSample {
  readonly members: number;
  readonly partitions: readonly (GroupSample['partitions'][number] & { readonly start: number })[];
}

const growth = (first: Sample, last: Sample, of: (partition: Sample['partitions'][number]) => number | null): number =>
  sum(
    last.partitions.map((after, at) => {
      const [before, now] = [first.partitions[at] === undefined ? null : of(first.partitions[at]), of(after)];
      return before === null || now === null ? 0 : Math.max(0, now - before);
    }),
  );

async function sampleOf(cluster: Cluster, group: string, topic: string): Promise<Sample> {
  const [described, committed] = await Promise.all([
    describeGroup(cluster, group),
    committedOffsets(cluster, group, [topic]),
  ]);
  if (described.state === 'Dead' && !committed.has(topic)) throw await unknownGroup(cluster, group);
  const { partitions } = await knownTopic(cluster, topic);
  const at = (where: 'earliest' | 'latest') =>
    listOffsets(
      cluster,
      topic,
      partitions.map(({ partition }) => ({ partition, at: where })),
    );
  const [starts, ends] = await Promise.all([at('earliest'), at('latest')]);
  const startOf = new Map(starts.map(({ partition, offset }) => [partition, offset ?? 0]));
  const owner = new Map(
    described.members.flatMap(({ memberId, assignment }) =>
      assignment.flatMap(owned => (owned.topic === topic ? owned.partitions.map(p => [p, memberId] as const) : [])),
    ),
  );
  return {
    atMs: performance.now(),
    members: described.members.length,
    partitions: ends.map(({ partition, offset }) => ({
      partition,
      committed: committed.get(topic)?.get(partition)?.offset ?? null,
      start: startOf.get(partition) ?? 0,
      end: offset ?? 0,
      member: owner.get(partition) ?? null,
    })),
  };
}

/** The time of the first record behind the commits, the oldest over all partitions: one record of each is fetched. */
async function oldestUnread(cluster: Cluster, topic: string, { partitions }: Sample): Promise<number | undefined> {
  const unread = partitions.flatMap(({ partition, committed, start, end }) => {
    const from = Math.max(committed ?? start, start);
    return from < end ? [{ partition, from, to: from + 1 }] : [];
  });
  if (unread.length === 0) return undefined;
  const cursor = new RecordCursor();
  let oldest: number | undefined;
  for await (const { records, fromOffset } of fetchBatches(cluster, {
    topic,
    partitions: unread,
    partitionMaxBytes: 65_536,
  }))
    for (const at of wholeBatches(records)) {
      cursor.open(records, at);
      while (cursor.next())
        if (cursor.offset >= fromOffset) oldest = Math.min(oldest ?? Number.POSITIVE_INFINITY, cursor.timestamp);
    }
  return oldest;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
