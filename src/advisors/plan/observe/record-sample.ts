/** Reads some of the newest records of a topic: sizes, codecs, keys. Bounded by records and by bytes; keeps nothing of what they hold. */
import type { Cluster } from '../../../kafka/cluster.ts';
import { fetchBatches } from '../../../kafka/fetch.ts';
import { listOffsets } from '../../../kafka/offsets.ts';
import { partitionForKey } from '../../../lib/murmur2.ts';
import { recordCount, wholeBatches } from '../../../protocol/records/batch.ts';
import { RecordCursor } from '../../../protocol/records/cursor.ts';
import { KeyCounter, type KeySkew } from './key-skew.ts';

export interface RecordSample extends KeySkew {
  readonly records: number;
  /** Of a record with key and headers, as it was before compression. */
  readonly plainBytes: number;
  /** The same in the log. */
  readonly storedBytes: number;
  /** Records by codec. */
  readonly codecs: Readonly<Record<string, number>>;
  /** Share of the keyed records that Java's partitioner puts into another partition. */
  readonly misplaced: number;
}

export interface SampleOptions {
  readonly topic: string;
  readonly partitions: readonly number[];
  /** At most so many, over all partitions. */
  readonly records: number;
  /** What each partition carries, to weigh its records by; alike when left out. */
  readonly traffic?: ReadonlyMap<number, number> | undefined;
  readonly signal: AbortSignal;
  /** The cursor stands at a record of the sample. */
  onRecord?(cursor: RecordCursor): void;
}

const MOST_BYTES = 64 * 1024 * 1024;

/** Undefined when the topic has no records. Throws KafkaError. */
export async function sampleRecords(cluster: Cluster, options: SampleOptions): Promise<RecordSample | undefined> {
  const ranges = await newest(cluster, options);
  if (ranges.length === 0) return undefined;
  const { topic, traffic, signal, onRecord } = options;
  const sampled = new Map(ranges.map(({ partition, from, to }) => [partition, to - from]));
  const cursor = new RecordCursor();
  const keys = new KeyCounter();
  const codecs: Record<string, number> = {};
  const found = { records: 0, keyed: 0, misplaced: 0, plainBytes: 0, storedBytes: 0, storedRecords: 0 };
  const fetch = { topic, partitions: ranges, partitionMaxBytes: 262_144, signal };
  for await (const { partition, records, fromOffset, nextOffset } of fetchBatches(cluster, fetch)) {
    const weight = traffic === undefined ? 1 : (traffic.get(partition) ?? 0) / sampled.get(partition)!;
    for (const at of wholeBatches(records)) {
      cursor.open(records, at);
      found.storedRecords += recordCount(records, at);
      while (cursor.next()) {
        if (cursor.offset < fromOffset || cursor.offset >= nextOffset) continue;
        const { data, keyStart, keyEnd } = cursor;
        found.records++;
        found.plainBytes += cursor.recordEnd - cursor.recordStart;
        codecs[cursor.codec] = (codecs[cursor.codec] ?? 0) + 1;
        keys.add(keyStart < 0 ? null : data.toString('latin1', keyStart, keyEnd), weight);
        if (keyStart >= 0) {
          found.keyed++;
          if (partitionForKey(data, keyStart, keyEnd, options.partitions.length) !== partition) found.misplaced++;
        }
        onRecord?.(cursor);
      }
    }
    found.storedBytes += records.length;
    if (found.storedBytes > MOST_BYTES) break;
  }
  if (found.records === 0) return undefined;
  return {
    ...keys.skew,
    records: found.records,
    plainBytes: found.plainBytes / found.records,
    storedBytes: found.storedBytes / Math.max(1, found.storedRecords),
    codecs,
    misplaced: found.keyed === 0 ? 0 : found.misplaced / found.keyed,
  };
}

/** The last records of each partition, as many of each. */
async function newest(cluster: Cluster, { topic, partitions, records }: SampleOptions) {
  const at = (where: 'earliest' | 'latest') =>
    listOffsets(
      cluster,
      topic,
      partitions.map(partition => ({ partition, at: where })),
    );
  const [starts, ends] = await Promise.all([at('earliest'), at('latest')]);
  const each = Math.max(1, Math.floor(records / partitions.length));
  return ends.flatMap(({ partition, offset }, index) => {
    const to = offset ?? 0;
    const from = Math.max(starts[index]?.offset ?? 0, to - each);
    return from < to ? [{ partition, from, to }] : [];
  });
}
