/** The cluster as a whole: brokers and what they carry, the controller, features, and what is wrong with its partitions. */
import { describeFeatures } from '../kafka/admin/features.ts';
import { describeQuorum } from '../kafka/admin/quorum.ts';
import { type Cluster, KafkaError, type PartitionMetadata } from '../kafka/index.ts';
import { troublesOf } from './partition-health.ts';

export interface ClusterDescription {
  clusterId: string | null;
  /** The leader of the KRaft quorum; it may be none of the brokers. Null when it may not be asked for. */
  controllerId: number | null;
  /** The release that the cluster's features are those of; null when it does not say. */
  version: string | null;
  features: Record<string, number>;
  brokers: BrokerDescription[];
  topics: number;
  partitions: number;
  underReplicatedPartitions: number;
  offlinePartitions: number;
}

export interface BrokerDescription {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
  controller: boolean;
  leaders: number;
  replicas: number;
}

/** The first metadata.version of each release (Kafka: MetadataVersion.java). */
const RELEASES = [
  [7, '3.3'],
  [8, '3.4'],
  [9, '3.5'],
  [12, '3.6'],
  [15, '3.7'],
  [20, '3.8'],
  [21, '3.9'],
  [22, '4.0'],
  [26, '4.1'],
  [28, '4.2'],
] as const;
const LAST_KNOWN_LEVEL = 29;

export async function describeCluster(cluster: Cluster): Promise<ClusterDescription> {
  const [{ clusterId, brokers, topics }, { finalized: features }, controllerId] = await Promise.all([
    cluster.metadata(),
    describeFeatures(cluster),
    quorumLeader(cluster),
  ]);
  const partitions = topics.flatMap(topic => topic.partitions);
  const troubled = (trouble: 'offline' | 'under-replicated') =>
    partitions.filter(partition => troublesOf(partition, null).includes(trouble)).length;
  return {
    clusterId,
    controllerId,
    version: releaseOf(features['metadata.version']),
    features,
    brokers: brokers
      .map(broker => ({ ...broker, controller: broker.nodeId === controllerId, ...loadOf(broker.nodeId, partitions) }))
      .sort((a, b) => a.nodeId - b.nodeId),
    topics: topics.length,
    partitions: partitions.length,
    underReplicatedPartitions: troubled('under-replicated'),
    offlinePartitions: troubled('offline'),
  };
}

function loadOf(nodeId: number, partitions: readonly PartitionMetadata[]) {
  return {
    leaders: partitions.filter(({ leader }) => leader === nodeId).length,
    replicas: partitions.filter(({ replicas }) => replicas.includes(nodeId)).length,
  };
}

/** Metadata names any broker as the controller under KRaft; the quorum knows (KIP-595). */
async function quorumLeader(cluster: Cluster): Promise<number | null> {
  try {
    const { leaderId } = await describeQuorum(cluster);
    return leaderId < 0 ? null : leaderId;
  } catch (error) {
    // Not KRaft, or not allowed to describe the cluster: everything else is still worth showing.
    if (error instanceof KafkaError && ['UNSUPPORTED_VERSION', 'CLUSTER_AUTHORIZATION_FAILED'].includes(error.code))
      return null;
    throw error;
  }
}

function releaseOf(level: number | undefined): string | null {
  if (level === undefined) return null;
  if (level > LAST_KNOWN_LEVEL) return 'newer than 4.2';
  return RELEASES.findLast(([first]) => first <= level)?.[1] ?? 'older than 3.3';
}
