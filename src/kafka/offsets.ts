/** Offsets of partitions by time and by the ends of the log. */
import { listOffsets as listOffsetsApi } from '../protocol/apis/02-list-offsets.ts';
import { askLeaders, type PartitionName } from './by-leader.ts';
import type { Cluster } from './cluster.ts';

/** `timestampMs`: the first record that is not older. 'latest' is the end, exclusive. */
export type OffsetAt = 'earliest' | 'latest' | 'max-timestamp' | { readonly timestampMs: number };

export interface FoundOffset {
  readonly partition: number;
  /** Null: no record is that young, or with 'max-timestamp' none is there. Never null for 'earliest' and 'latest'. */
  readonly offset: number | null;
  /** Of the record found; null where no record was looked for or none was found. */
  readonly timestampMs: number | null;
  /** −1 when the broker does not say. */
  readonly leaderEpoch: number;
}

export interface ListOffsetsOptions {
  /** With read_committed 'latest' is the last stable offset instead of the high watermark. */
  readonly isolation?: 'read_uncommitted' | 'read_committed' | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Item = PartitionName & { readonly timestamp: number };

const sentinels = { latest: -1, earliest: -2, 'max-timestamp': -3 } as const;

/** In the order asked for. Throws KafkaError with topic and partition; UNSUPPORTED_VERSION for 'max-timestamp' before Kafka 3.0. */
export async function listOffsets(
  cluster: Cluster,
  topic: string,
  wanted: readonly { readonly partition: number; readonly at: OffsetAt }[],
  { isolation, signal = cluster.signal }: ListOffsetsOptions = {},
): Promise<FoundOffset[]> {
  const items = wanted.map(({ partition, at }) => ({
    topic,
    partition,
    timestamp: typeof at === 'object' ? at.timestampMs : sentinels[at],
  }));

  const ask = async (node: number, led: readonly Item[]) => {
    // One request may name a partition once.
    const rounds = [...Map.groupBy(led, item => item.timestamp).values()];
    const answered = await Promise.all(rounds.map(round => askOnce(node, round)));
    return new Map(answered.flat());
  };

  const askOnce = async (node: number, round: readonly Item[]) => {
    const body = {
      replicaId: -1,
      isolationLevel: isolation === 'read_committed' ? 1 : 0,
      topics: [
        {
          name: topic,
          partitions: round.map(({ partition, timestamp }) => ({
            partitionIndex: partition,
            currentLeaderEpoch: cluster.routes.knownLeader(topic, partition)?.epoch ?? -1,
            timestamp,
          })),
        },
      ],
      timeoutMs: cluster.requestTimeoutMs,
    };
    const minVersion = round[0]?.timestamp === sentinels['max-timestamp'] ? 7 : 1;
    const response = await cluster.call(listOffsetsApi, body, node, { minVersion, attempts: 1, signal });
    const answers = new Map(response.topics.flatMap(t => t.partitions).map(p => [p.partitionIndex, p]));
    return round.flatMap(item => {
      const answer = answers.get(item.partition);
      return answer === undefined ? [] : [[item, answer] as const];
    });
  };

  const answers = await askLeaders(cluster, 'Looking up offsets of', items, ask, signal);
  return answers.map(({ offset, timestamp, leaderEpoch }, i) => ({
    partition: items[i]!.partition,
    offset: offset < 0 ? null : offset,
    timestampMs: timestamp < 0 ? null : timestamp,
    leaderEpoch,
  }));
}
