/** Watches a group for a while to learn what its consumers get through; see group-rate.ts. Reads only. */
import type { Cluster } from '../../kafka/cluster.ts';
import { describeGroup } from '../../kafka/groups.ts';
import { committedOffsets, listOffsets } from '../../kafka/offsets.ts';
import { Failure } from '../../lib/failure.ts';
import { type GroupRate, type GroupSample, groupRate } from './group-rate.ts';
import { averageRecordBytes } from './record-bytes.ts';

export interface WatchedGroup extends GroupRate {
  readonly recordBytes: number;
  readonly consumerBytesPerSec: number;
}

/** Throws a Failure when the group does not lag in the topic during the whole window, for then its rate is that of the producers. */
export async function sampleGroup(
  cluster: Cluster,
  { group, topic, seconds, signal }: { group: string; topic: string; seconds: number; signal: AbortSignal },
): Promise<WatchedGroup> {
  const first = await sample(cluster, group, topic);
  await new Promise(resolve => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });
  signal.throwIfAborted();
  const rate = groupRate(first, await sample(cluster, group, topic));
  if (rate === undefined)
    throw new Failure(
      `Group ${group} did not both lag and commit in ${topic} for ${seconds} s: what its consumers can do does not show`,
      {
        code: 'NO_EVIDENCE',
        where: '--group',
        advice: [
          'try again while it lags',
          '--measure-seconds 30 when it commits rarely',
          '--consumer-rate 5MB/s when you know it',
        ],
      },
    );
  const recordBytes = await averageRecordBytes(cluster, topic, first.partitions);
  return { ...rate, recordBytes, consumerBytesPerSec: rate.consumerRecordsPerSec * recordBytes };
}

async function sample(cluster: Cluster, group: string, topic: string): Promise<GroupSample> {
  const [{ members }, committed] = await Promise.all([
    describeGroup(cluster, group),
    committedOffsets(cluster, group, [topic]),
  ]);
  const { partitions } = await cluster.routes.topic(topic);
  const ends = await listOffsets(
    cluster,
    topic,
    partitions.map(({ partition }) => ({ partition, at: 'latest' })),
  );
  const owner = (partition: number) =>
    members.find(({ assignment }) =>
      assignment?.some(owned => owned.topic === topic && owned.partitions.includes(partition)),
    )?.memberId ?? null;
  return {
    atMs: performance.now(),
    partitions: ends.map(({ partition, offset }) => ({
      partition,
      committed: committed.get(topic)?.get(partition)?.offset ?? null,
      end: offset ?? 0,
      member: owner(partition),
    })),
  };
}
