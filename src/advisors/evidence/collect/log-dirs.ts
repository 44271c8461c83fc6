/** The disks of every broker, offline ones with their error. */
import { describeLogDirsAt } from '../../../kafka/admin/log-dirs.ts';
import { bounded } from '../../../lib/portions.ts';
import { BROKERS_AT_A_TIME, type Collector, eachAlone } from './collection.ts';

export const logDirs: Collector<'logDirs'> = {
  permission: 'DESCRIBE on cluster',
  async collect(run) {
    const serving = (await run.need('cluster')).brokers.filter(({ fenced }) => !fenced);
    const perBroker = await bounded(serving, BROKERS_AT_A_TIME, ({ nodeId }) =>
      eachAlone(String(nodeId), () => describeLogDirsAt(run.cluster, nodeId, run.request)),
    );
    const dirs = run.survivors('logDirs', 'broker', perBroker).flatMap(({ found }) => found);
    return dirs.map(({ node, path, error, totalBytes, usableBytes, replicas }) => ({
      node,
      path,
      error: error?.code ?? null,
      totalBytes: totalBytes < 0 ? null : totalBytes,
      usableBytes: usableBytes < 0 ? null : usableBytes,
      replicas: replicas
        .filter(({ isFuture }) => !isFuture)
        .map(({ topic, partition, sizeBytes, offsetLag }) => ({ topic, partition, sizeBytes, offsetLag })),
    }));
  },
};
