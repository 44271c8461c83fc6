/**
 * Raw record batches of a topic as an async stream: many partitions and brokers at once, one Fetch in flight per broker, read
 * ahead while the caller works, memory bounded. Follows leaders as they move and outlives the restart of a broker.
 */
import type { Cluster } from './cluster.ts';
import type { FetchedBatches, FetchOptions } from './fetch-options.ts';
import { FetchStream } from './fetch-stream.ts';

export type { FetchedBatches, FetchOptions, FetchRange } from './fetch-options.ts';

/**
 * Ends when every partition has reached its `to`, also when compaction has removed what was before it. Chunks of one partition
 * come in order and without gaps between them. Throws KafkaError: OFFSET_OUT_OF_RANGE with `data.logStartOffset` and
 * `data.endOffset`, CORRUPT_MESSAGE when a CRC is wrong, INCONSISTENT_TOPIC_ID when the topic was deleted and created again,
 * TIMEOUT when a partition stays short of its `to`, and what lasts longer than the cluster's retry policy.
 */
export async function* fetchBatches(
  cluster: Cluster,
  options: FetchOptions,
): AsyncGenerator<FetchedBatches, void, undefined> {
  const stream = new FetchStream(cluster, options);
  try {
    for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) yield chunk;
  } finally {
    stream.close();
  }
}
