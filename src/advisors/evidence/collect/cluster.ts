/** The brokers, those that are fenced too where the cluster says so. */
import { describeCluster } from '../../../kafka/admin/cluster.ts';
import type { Collector } from './collection.ts';

export const cluster: Collector<'cluster'> = {
  permission: 'DESCRIBE on cluster',
  async collect(run) {
    const { clusterId, brokers } = await describeCluster(run.cluster, run.request);
    return {
      clusterId,
      brokers: brokers.map(({ nodeId, host, port, rack, isFenced }) => ({
        nodeId,
        host,
        port,
        rack,
        fenced: isFenced,
      })),
    };
  },
};
