/** The KRaft quorum as its leader sees it (KIP-595). */
import type { ResponseOf } from '../../protocol/api.ts';
import { describeQuorum as describeQuorumApi } from '../../protocol/apis/55-describe-quorum.ts';
import type { CallOptions, Cluster } from '../cluster.ts';
import { refuse } from '../error.ts';

export interface Quorum {
  /** −1 when there is none. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
}

export interface QuorumReplica {
  readonly nodeId: number;
  readonly logEndOffset: number;
  /** Milliseconds since the epoch by the leader's clock; −1 when unknown (before 3.3). */
  readonly lastFetchMs: number;
  readonly lastCaughtUpMs: number;
}

/** Throws UNSUPPORTED_VERSION under ZooKeeper, whose brokers do not serve the request. */
export async function describeQuorum(
  cluster: Cluster,
  options: Pick<CallOptions, 'signal' | 'attempts'> = {},
): Promise<Quorum> {
  const topic = { topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] };
  const response = await cluster.call(describeQuorumApi, { topics: [topic] }, 'any', options);
  const what = 'Describing the quorum';
  refuse(response.errorCode, what, {}, response.errorMessage);
  const found = response.topics[0]?.partitions[0];
  if (found === undefined) return { leaderId: -1, leaderEpoch: -1, highWatermark: -1, voters: [], observers: [] };
  refuse(found.errorCode, what, {}, found.errorMessage);
  const { leaderId, leaderEpoch, highWatermark, currentVoters, observers } = found;
  return {
    leaderId,
    leaderEpoch,
    highWatermark,
    voters: currentVoters.map(readReplica),
    observers: observers.map(readReplica),
  };
}

type ReplicaState = ResponseOf<
  typeof describeQuorumApi
>['topics'][number]['partitions'][number]['currentVoters'][number];

const readReplica = ({
  replicaId,
  logEndOffset,
  lastFetchTimestamp,
  lastCaughtUpTimestamp,
}: ReplicaState): QuorumReplica => ({
  nodeId: replicaId,
  logEndOffset,
  lastFetchMs: lastFetchTimestamp,
  lastCaughtUpMs: lastCaughtUpTimestamp,
});
