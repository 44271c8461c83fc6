/** The brokers of a cluster, those that are fenced too where the cluster says so. */
import { describeCluster as describeClusterApi } from '../../protocol/apis/60-describe-cluster.ts';
import type { Cluster } from '../cluster.ts';
import { refuse } from '../error.ts';
import type { BrokerMetadata } from '../metadata.ts';

export interface DescribedCluster {
  readonly clusterId: string | null;
  /** −1 when there is none; under KRaft a broker that forwards to the controller. */
  readonly controllerId: number;
  /** `isFenced`: registered, but not serving (false where the cluster cannot tell, before 4.0). */
  readonly brokers: readonly (BrokerMetadata & { readonly isFenced: boolean })[];
}

export async function describeCluster(
  cluster: Cluster,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<DescribedCluster> {
  if ((await cluster.versionOf(describeClusterApi)) === undefined) {
    const { clusterId, controllerId, brokers } = await cluster.metadata([], { signal });
    return { clusterId, controllerId, brokers: brokers.map(broker => ({ ...broker, isFenced: false })) };
  }
  const body = (version: number) => (version >= 2 ? { includeFencedBrokers: true } : {});
  const response = await cluster.call(
    describeClusterApi,
    version => ({ includeClusterAuthorizedOperations: false, ...body(version) }),
    'any',
    { signal },
  );
  refuse(response.errorCode, 'Describing the cluster', {}, response.errorMessage);
  const { clusterId, controllerId } = response;
  const brokers = response.brokers
    .map(({ brokerId, host, port, rack, isFenced }) => ({ nodeId: brokerId, host, port, rack, isFenced }))
    .sort((a, b) => a.nodeId - b.nodeId);
  return { clusterId, controllerId, brokers };
}
