/** Deleting records: the log start offset moves forward, for all replicas and for good. */
import { deleteRecords as deleteRecordsApi } from '../../protocol/apis/21-delete-records.ts';
import { askLeaders, type PartitionName } from '../by-leader.ts';
import type { Cluster } from '../cluster.ts';

/** Everything before `before` goes; 'end' for all up to the high watermark. */
export interface DeleteBefore {
  readonly partition: number;
  readonly before: number | 'end';
}

/** Resolves with the new log start offsets, in the order asked for. */
export async function deleteRecords(
  cluster: Cluster,
  topic: string,
  partitions: readonly DeleteBefore[],
  { signal = cluster.signal }: { signal?: AbortSignal | undefined } = {},
): Promise<{ partition: number; logStartOffset: number }[]> {
  const items = partitions.map(({ partition, before }) => ({
    topic,
    partition,
    offset: before === 'end' ? -1 : before,
  }));
  const ask = async (node: number, led: readonly (PartitionName & { offset: number })[]) => {
    const partitions = led.map(({ partition, offset }) => ({ partitionIndex: partition, offset }));
    const body = { topics: [{ name: topic, partitions }], timeoutMs: cluster.requestTimeoutMs };
    const response = await cluster.call(deleteRecordsApi, body, node, { attempts: 1, signal });
    const answers = new Map(response.topics.flatMap(t => t.partitions).map(p => [p.partitionIndex, p]));
    return new Map(led.flatMap(item => (answers.has(item.partition) ? [[item, answers.get(item.partition)!]] : [])));
  };
  const answers = await askLeaders(cluster, 'Deleting records of', items, ask, signal);
  return answers.map(({ lowWatermark }, i) => ({ partition: items[i]!.partition, logStartOffset: lowWatermark }));
}
