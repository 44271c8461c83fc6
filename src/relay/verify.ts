/**
 * Reads back what a relay put into the target and holds it against the promise: per source partition, records promised =
 * moved = found; none twice; order kept; keys where they belong. Also tells a resumed relay what is there already.
 */
import type { Cluster } from '../kafka/cluster.ts';
import { KafkaError } from '../kafka/error.ts';
import { fetchBatches } from '../kafka/fetch.ts';
import { partitionForKey } from '../lib/murmur2.ts';
import { baseOffset, lastOffset, recordCount, wholeBatches } from '../protocol/records/batch.ts';
import { RecordCursor } from '../protocol/records/cursor.ts';
import { Found } from './found.ts';
import { OriginReader } from './origin.ts';
import type { Position } from './positions.ts';
import type { Range } from './range.ts';

export interface ReadBack {
  readonly sourceTopic: string;
  readonly ranges: readonly Range[];
  readonly target: { readonly topic: string; readonly partitions: number };
  /** Offsets of the target, by partition, between which to look. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the target read so far. */
  onProgress?(bytes: number): void;
}

/** Reads the target's range and notes every record that came from the source's ranges. */
export async function readBack(cluster: Cluster, job: ReadBack): Promise<Found> {
  const found = new Found(job.ranges);
  const cursor = new RecordCursor();
  const origin = new OriginReader(job.sourceTopic);
  const partitions = job.from
    .map((from, partition) => ({ partition, from, to: job.to[partition] ?? from }))
    .filter(p => p.from < p.to);
  const options = { topic: job.target.topic, partitions, ...(job.signal && { signal: job.signal }) };
  let bytes = 0;
  for await (const { partition, records, release } of fetchBatches(cluster, options)) {
    for (const at of wholeBatches(records)) {
      cursor.open(records, at);
      while (cursor.next()) {
        if (!origin.read(cursor.data, cursor.headersStart, cursor.headerCount)) continue;
        found.add(origin.partition, origin.offset, partition);
        if (
          cursor.keyStart >= 0 &&
          partitionForKey(cursor.data, cursor.keyStart, cursor.keyEnd, job.target.partitions) !== partition
        )
          found.misplaced++;
      }
    }
    bytes += records.length;
    release();
    job.onProgress?.(bytes);
  }
  return found;
}

/**
 * Counts the records that the source's ranges hold now, by partition, without looking into whole batches. A partition whose range
 * was partly deleted since (retention) is absent: nothing can be promised of it any more.
 */
export async function promisedRecords(
  cluster: Cluster,
  job: { readonly topic: string; readonly ranges: readonly Range[]; readonly signal?: AbortSignal | undefined },
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  for (const range of job.ranges) {
    try {
      counts.set(range.partition, await countRecords(cluster, job.topic, range, job.signal));
    } catch (error) {
      if (!(error instanceof KafkaError && error.code === 'OFFSET_OUT_OF_RANGE')) throw error;
    }
  }
  return counts;
}

async function countRecords(
  cluster: Cluster,
  topic: string,
  range: Range,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (range.from >= range.to) return 0;
  const cursor = new RecordCursor();
  let count = 0;
  // Headers are all that counts here: every batch was verified when it was moved.
  const options = { topic, partitions: [range], isolation: 'read_committed' as const, verifyCrc: false };
  for await (const { records, release } of fetchBatches(cluster, { ...options, ...(signal && { signal }) })) {
    for (const at of wholeBatches(records)) {
      if (baseOffset(records, at) >= range.from && lastOffset(records, at) < range.to) {
        count += recordCount(records, at);
        continue;
      }
      cursor.open(records, at);
      while (cursor.next()) if (cursor.offset >= range.from && cursor.offset < range.to) count++;
    }
    release();
  }
  return count;
}

export interface PartitionVerdict {
  readonly partition: number;
  /** Records that the frozen range holds in the source; null when retention deleted some of it meanwhile. */
  readonly promised: number | null;
  /** Records that were read there and sent, or were in the target already. */
  readonly moved: number;
  /** Different ones of them that the target holds. */
  readonly found: number;
  readonly ok: boolean;
}

export interface Verdict {
  readonly partitions: readonly PartitionVerdict[];
  readonly duplicates: number;
  readonly outOfOrder: number;
  readonly misplaced: number;
  /** Nothing lost, order and placement kept. Duplicates are told apart: a crash of mq may leave some. */
  readonly complete: boolean;
}

/** Holds what was found against what was promised and what was moved. Pure. */
export function judge(promised: ReadonlyMap<number, number>, positions: readonly Position[], found: Found): Verdict {
  const partitions = positions.map(({ partition, moved }) => {
    const expected = promised.get(partition) ?? null;
    const seen = found.count(partition);
    return {
      partition,
      promised: expected,
      moved,
      found: seen,
      ok: seen === moved && (expected === null || expected === moved),
    };
  });
  const { duplicates, outOfOrder, misplaced } = found;
  const complete = partitions.every(({ ok }) => ok) && outOfOrder === 0 && misplaced === 0;
  return { partitions, duplicates, outOfOrder, misplaced, complete };
}
