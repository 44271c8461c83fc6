/** Partitions on their way to other replicas (KIP-455). */
import { alterPartitionReassignments } from '../../protocol/apis/45-alter-partition-reassignments.ts';
import { listPartitionReassignments } from '../../protocol/apis/46-list-partition-reassignments.ts';
import type { PartitionName } from '../by-leader.ts';
import type { Cluster } from '../cluster.ts';
import { raise, refusal, refuse } from '../error.ts';

export interface Reassignment extends PartitionName {
  /** All replicas while it moves: those that stay, come and go. */
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

/** All that go on in the cluster. */
export async function listReassignments(
  cluster: Cluster,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Reassignment[]> {
  const body = { timeoutMs: cluster.requestTimeoutMs, topics: null };
  const response = await cluster.call(listPartitionReassignments, body, 'controller', { signal });
  refuse(response.errorCode, 'Listing reassignments', {}, response.errorMessage);
  return response.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => ({
      topic: name,
      partition: partitionIndex,
      replicas,
      adding: addingReplicas,
      removing: removingReplicas,
    })),
  );
}

export interface ReplicasToBe extends PartitionName {
  /** The preferred leader first; null takes back what is under way. */
  readonly replicas: readonly number[] | null;
}

/**
 * Begins or takes back moves; resolves as soon as that is written down. Where it is not meant to change how many replicas there are, brokers
 * that can (4.1, KIP-860) refuse to, should somebody have changed it meanwhile.
 */
export async function alterReassignments(
  cluster: Cluster,
  partitions: readonly ReplicasToBe[],
  { mayChangeFactor = true, signal }: { mayChangeFactor?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([name, list]) => ({
    name,
    partitions: list.map(({ partition, replicas }) => ({
      partitionIndex: partition,
      replicas: replicas && [...replicas],
    })),
  }));
  const response = await cluster.call(
    alterPartitionReassignments,
    version => ({
      timeoutMs: cluster.requestTimeoutMs,
      topics,
      ...(version >= 1 ? { allowReplicationFactorChange: mayChangeFactor } : {}),
    }),
    'controller',
    { signal },
  );
  refuse(response.errorCode, 'Reassigning partitions', {}, response.errorMessage);
  raise(
    response.responses.flatMap(({ name: topic, partitions }) =>
      partitions.flatMap(
        ({ partitionIndex: partition, errorCode, errorMessage }) =>
          refusal(errorCode, `Reassigning ${topic}-${partition}`, { topic, partition }, errorMessage) ?? [],
      ),
    ),
  );
}
