import type { Cluster } from '../../../kafka/cluster.ts';
import { fetchBatches } from '../../../kafka/fetch.ts';

/** Bytes that a record of the topic takes in the log (compressed as it is), from the first batches behind the commits. */
export async function averageRecordBytes(
  cluster: Cluster,
  topic: string,
  positions: readonly { readonly partition: number; readonly committed: number | null; readonly end: number }[],
): Promise<number> {
  let bytes = 0;
  let offsets = 0;
  for (const { partition, committed, end } of positions) {
    if (committed === null || committed >= end) continue;
    const options = { topic, partitions: [{ partition, from: committed, to: end }], partitionMaxBytes: 262_144 };
    for await (const { records, fromOffset, nextOffset } of fetchBatches(cluster, options)) {
      bytes += records.length;
      offsets += nextOffset - fromOffset;
      break;
    }
  }
  return offsets === 0 ? 0 : bytes / offsets;
}
