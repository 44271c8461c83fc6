/** Reads a range of a topic, or follows it, record by record. */
import { fetchBatches } from '../kafka/fetch.ts';
import type { Cluster } from '../kafka/index.ts';
import { Failure } from '../lib/failure.ts';
import { wholeBatches } from '../protocol/records/batch.ts';
import { RecordCursor } from '../protocol/records/cursor.ts';
import { offsetsOf, type PartitionBounds, type Position, partitionBounds } from './position.ts';

export interface ReadRange {
  topic: string;
  /** All when left out. */
  partitions?: readonly number[] | undefined;
  from: Position;
  /** Exclusive; 'latest' is the end as it is now. Goes on for ever when left out. */
  to?: Position | undefined;
  isolation: 'read_uncommitted' | 'read_committed';
  maxRecords?: number | undefined;
  signal: AbortSignal;
}

export interface RecordVisitor {
  /** The cursor is reused: take from it what you need. */
  record(cursor: RecordCursor, partition: number): void;
  /** After the records of a fetched portion. */
  portion(): Promise<void>;
}

/** Resolves with the number of records read. Throws KafkaError, ABORTED among them. */
export async function readRange(cluster: Cluster, range: ReadRange, visitor: RecordVisitor): Promise<number> {
  const { topic, maxRecords = Number.POSITIVE_INFINITY, isolation, signal } = range;
  const wanted = await boundsOf(cluster, range);
  const starts = await offsetsOf(cluster, topic, wanted, range.from);
  const ends = range.to && (await offsetsOf(cluster, topic, wanted, range.to));
  const partitions = wanted
    .map(({ partition }, index) => ({ partition, from: starts[index]!, ...(ends ? { to: ends[index]! } : {}) }))
    .filter(({ from, to = Number.POSITIVE_INFINITY }) => from < to);
  if (partitions.length === 0 || maxRecords === 0) return 0;
  const cursor = new RecordCursor();
  let count = 0;
  const options = { topic, partitions, isolation, follow: !ends, signal };
  for await (const { partition, records, fromOffset, nextOffset } of fetchBatches(cluster, options)) {
    for (const at of wholeBatches(records)) {
      cursor.open(records, at);
      while (count < maxRecords && cursor.next()) {
        if (cursor.offset < fromOffset || cursor.offset >= nextOffset) continue;
        visitor.record(cursor, partition);
        count += 1;
      }
    }
    await visitor.portion();
    if (count >= maxRecords) break;
  }
  return count;
}

async function boundsOf(cluster: Cluster, { topic, partitions, isolation }: ReadRange): Promise<PartitionBounds[]> {
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
