/** The cluster as a whole: brokers and what they carry, the controller, features, and what is wrong with its partitions. */
import { type Cluster, KafkaError, type PartitionMetadata } from '../kafka/index.ts';
import { apiVersions } from '../protocol/apis/18-api-versions.ts';
import { describeQuorum } from '../protocol/apis/55-describe-quorum.ts';
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
  const [{ clusterId, brokers, topics }, features, controllerId] = await Promise.all([
    cluster.metadata(),
    finalizedFeatures(cluster),
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

async function finalizedFeatures(cluster: Cluster): Promise<Record<string, number>> {
  const { finalizedFeatures } = await cluster.call(apiVersions, {
    clientSoftwareName: 'mq',
    clientSoftwareVersion: '0',
  });
  return Object.fromEntries(
    finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel] as const).sort(),
  );
}

/** Metadata names any broker as the controller under KRaft; the quorum knows (KIP-595). */
async function quorumLeader(cluster: Cluster): Promise<number | null> {
  try {
    const topic = { topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] };
    const { topics } = await cluster.call(describeQuorum, { topics: [topic] });
    const leaderId = topics[0]?.partitions[0]?.leaderId ?? -1;
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
