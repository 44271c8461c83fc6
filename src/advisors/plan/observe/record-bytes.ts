import type { Cluster } from '../../../kafka/cluster.ts';
import { fetchBatches } from '../../../kafka/fetch.ts';
import { bytesPerOffset } from '../../../protocol/records/bytes-per-offset.ts';

/** One after the other: enough for a mean, and a topic of a thousand partitions does not take a minute. */
const MOST_PARTITIONS = 16;

/** Bytes that a record of the topic takes in the log (compressed as it is), from the first batches behind the commits. */
export async function averageRecordBytes(
  cluster: Cluster,
  topic: string,
  positions: readonly { readonly partition: number; readonly committed: number | null; readonly end: number }[],
): Promise<number> {
  const found: number[] = [];
  const unread = positions.flatMap(({ partition, committed, end }) =>
    committed === null || committed >= end ? [] : [{ partition, from: committed, to: end }],
  );
  for (const range of unread.slice(0, MOST_PARTITIONS)) {
    const options = { topic, partitions: [range], partitionMaxBytes: 262_144 };
    for await (const { records } of fetchBatches(cluster, options)) {
      found.push(bytesPerOffset(records) ?? 0);
      break;
    }
  }
  return found.length === 0 ? 0 : found.reduce((sum, bytes) => sum + bytes, 0) / found.length;
}
