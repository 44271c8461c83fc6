import type { Cluster } from '../kafka/cluster.ts';
import { listOffsets } from '../kafka/offsets.ts';

/** The end offset of each partition of a topic, in the order of partitions. */
export async function endsOf(
  cluster: Cluster,
  topic: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<number[]> {
  const { topics } = await cluster.metadata([topic], options);
  const partitions = topics[0]?.partitions.map(({ partition }) => ({ partition, at: 'latest' as const })) ?? [];
  const ends = await listOffsets(cluster, topic, partitions, options);
  return ends.sort((a, b) => a.partition - b.partition).map(({ offset }) => offset ?? 0);
}
