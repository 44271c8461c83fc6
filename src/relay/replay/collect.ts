/** Looks up where a replay by time begins and ends. Reads only. */
import type { Cluster } from '../../kafka/cluster.ts';
import { committedOffsets } from '../../kafka/committed-offsets.ts';
import { listOffsets } from '../../kafka/offsets.ts';
import { knownTopic } from '../../operations/known-topics.ts';
import type { ReplayPartition } from './plan.ts';

export interface ReplaySubject {
  readonly topic: string;
  /** The group to rewind, when that is what is asked for. */
  readonly group: string | undefined;
  readonly fromMs: number;
  /** Exclusive; undefined: to the end. */
  readonly toMs: number | undefined;
}

/** One entry for each partition, in order. Throws a Failure when the topic does not exist, KafkaError when it may not be read. */
export async function collectReplay(
  cluster: Cluster,
  { topic, group, fromMs, toMs }: ReplaySubject,
): Promise<ReplayPartition[]> {
  const partitions = (await knownTopic(cluster, topic)).partitions
    .map(({ partition }) => partition)
    .sort((a, b) => a - b);
  const ask = (at: 'earliest' | 'latest' | { timestampMs: number }) =>
    listOffsets(
      cluster,
      topic,
      partitions.map(partition => ({ partition, at })),
    );
  const committed = group === undefined ? undefined : (await committedOffsets(cluster, group, [topic])).get(topic);
  const [starts, ends, from, until] = await Promise.all([
    ask('earliest'),
    ask('latest'),
    ask({ timestampMs: fromMs }),
    toMs === undefined ? [] : ask({ timestampMs: toMs }),
  ]);
  const byPartition = <T extends { partition: number }>(rows: readonly T[], partition: number) =>
    rows.find(row => row.partition === partition);
  return partitions.map(partition => {
    const found = byPartition(from, partition);
    return {
      partition,
      logStart: byPartition(starts, partition)?.offset ?? 0,
      end: byPartition(ends, partition)?.offset ?? 0,
      current: committed?.get(partition)?.offset ?? null,
      found: found?.offset == null ? null : { offset: found.offset, timestampMs: found.timestampMs ?? fromMs },
      until: byPartition(until, partition)?.offset ?? null,
    };
  });
}
