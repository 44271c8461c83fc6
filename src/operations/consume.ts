/** Reads a range of a topic, or follows it, record by record. */
import { type FetchedBatches, type FetchRange, fetchBatches } from '../kafka/fetch.ts';
import type { Cluster } from '../kafka/index.ts';
import { joinGroup } from '../kafka/member.ts';
import { Failure } from '../lib/failure.ts';
import { wholeBatches } from '../protocol/records/batch.ts';
import { RecordCursor } from '../protocol/records/cursor.ts';
import { offsetsOf, type PartitionBounds, type Position, partitionBounds } from './position.ts';

interface Reading {
  topic: string;
  isolation: 'read_uncommitted' | 'read_committed';
  maxRecords?: number | undefined;
  signal: AbortSignal;
}

export interface TopicReading extends Reading {
  /** All when left out. */
  partitions?: readonly number[] | undefined;
  from: Position;
  /** Exclusive; 'latest' is the end as it is now. Goes on for ever when left out. */
  to?: Position | undefined;
  /** Told when no partition reaches an offset or a time that `from` names: with the end of the longest. */
  onBeyondEnd?(endOffset: number): void;
}

export interface RangesReading extends Reading {
  partitions: readonly FetchRange[];
}

export interface MemberReading extends Reading {
  group: string;
  /** Where to begin in partitions without a commit. */
  from: 'earliest' | 'latest';
  /** Stop at the end as it is when partitions are assigned. Goes on for ever otherwise. */
  toEnd: boolean;
  /** Commit what was visited. */
  commit: boolean;
}

export interface RecordVisitor {
  /** The cursor is reused: take from it what you need. */
  record(cursor: RecordCursor, partition: number): void;
  /** After the records of a fetched portion. */
  portion(): Promise<void>;
}

/** Reads from one position to another. Resolves with the number of records. Throws KafkaError, ABORTED among them. */
export async function readTopic(cluster: Cluster, reading: TopicReading, visitor: RecordVisitor): Promise<number> {
  const { topic, from, to } = reading;
  const bounds = await boundsOf(cluster, reading);
  const starts = await offsetsOf(cluster, topic, bounds, from);
  const isNamed = from.kind === 'offset' || from.kind === 'time';
  if (isNamed && bounds.every(({ endOffset }, at) => starts[at] === endOffset))
    reading.onBeyondEnd?.(Math.max(...bounds.map(({ endOffset }) => endOffset)));
  const ends = to && (await offsetsOf(cluster, topic, bounds, to));
  const partitions = bounds.map(({ partition }, index) => ({
    partition,
    from: starts[index]!,
    ...(ends && { to: ends[index]! }),
  }));
  return readRanges(cluster, { ...reading, partitions }, visitor);
}

/** Reads ranges of offsets; those without `to` go on for ever. Resolves with the number of records. */
export async function readRanges(cluster: Cluster, reading: RangesReading, visitor: RecordVisitor): Promise<number> {
  const { topic, isolation, signal, maxRecords = Number.POSITIVE_INFINITY } = reading;
  const partitions = reading.partitions.filter(({ from, to = Number.POSITIVE_INFINITY }) => from < to);
  if (partitions.length === 0) return 0;
  const take = takerOf(visitor, maxRecords);
  for await (const batches of fetchBatches(cluster, { topic, partitions, isolation, follow: true, signal })) {
    take.from(batches);
    await visitor.portion();
    if (take.count >= maxRecords) break;
  }
  return take.count;
}

/** Hands records to the visitor until there were enough. */
function takerOf(visitor: RecordVisitor, maxRecords: number) {
  const cursor = new RecordCursor();
  return {
    count: 0,
    /** The offset behind the last record taken, and behind the batches when all were. */
    from({ partition, records, fromOffset, nextOffset }: FetchedBatches): number {
      for (const at of wholeBatches(records)) {
        cursor.open(records, at);
        while (cursor.next()) {
          if (cursor.offset < fromOffset || cursor.offset >= nextOffset) continue;
          visitor.record(cursor, partition);
          this.count += 1;
          if (this.count >= maxRecords) return cursor.offset + 1;
        }
      }
      return nextOffset;
    },
  };
}

/** Reads what the group assigns to this member, from the group's commits on. Resolves with the number of records. */
export async function readAsMember(cluster: Cluster, reading: MemberReading, visitor: RecordVisitor): Promise<number> {
  const { commit, maxRecords = Number.POSITIVE_INFINITY } = reading;
  const take = takerOf(visitor, maxRecords);
  for await (const batches of joinGroup(cluster, reading)) {
    const next = take.from(batches);
    await visitor.portion();
    if (commit) batches.handled(next);
    if (take.count >= maxRecords) break;
  }
  return take.count;
}

async function boundsOf(cluster: Cluster, { topic, partitions, isolation }: TopicReading): Promise<PartitionBounds[]> {
  const existing = (await cluster.routes.topic(topic)).partitions.map(({ partition }) => partition);
  const missing = partitions?.find(partition => !existing.includes(partition));
  if (missing !== undefined) {
    throw new Failure(`topic ${topic} has no partition ${missing}`, {
      code: 'UNKNOWN_TOPIC_OR_PARTITION',
      advice: `it has ${existing.length}: 0 to ${existing.length - 1}`,
    });
  }
  return partitionBounds(cluster, topic, partitions ?? existing, isolation);
}
