/** Leaders chosen anew: the preferred replica where it is in sync, or any that is alive (KIP-460). */
import { electLeaders as electLeadersApi } from '../../protocol/apis/43-elect-leaders.ts';
import { errors } from '../../protocol/errors.ts';
import type { PartitionName } from '../by-leader.ts';
import type { Cluster } from '../cluster.ts';
import { type KafkaError, refusal, refuse } from '../error.ts';

export interface Election extends PartitionName {
  /** Undefined when a leader was elected, or the right one leads already. */
  readonly error: KafkaError | undefined;
}

const typeNumbers = { preferred: 0, unclean: 1 } as const;

export async function electLeaders(
  cluster: Cluster,
  type: keyof typeof typeNumbers,
  partitions: readonly PartitionName[],
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Election[]> {
  const topicPartitions = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, list]) => ({
    topic,
    partitions: list.map(({ partition }) => partition),
  }));
  const body = { electionType: typeNumbers[type], topicPartitions, timeoutMs: cluster.requestTimeoutMs };
  const minVersion = type === 'unclean' ? 1 : 0;
  const response = await cluster.call(electLeadersApi, body, 'controller', { signal, minVersion });
  refuse(response.errorCode, 'Electing leaders');
  return response.replicaElectionResults.flatMap(({ topic, partitionResult }) =>
    partitionResult.map(({ partitionId: partition, errorCode, errorMessage }) => ({
      topic,
      partition,
      error:
        errorCode === errors.ELECTION_NOT_NEEDED.code
          ? undefined
          : refusal(errorCode, `Electing a leader of ${topic}-${partition}`, { topic, partition }, errorMessage),
    })),
  );
}
