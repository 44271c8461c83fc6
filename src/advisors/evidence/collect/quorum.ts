/** The KRaft quorum; brokers under ZooKeeper do not serve the request. */
import { describeQuorum } from '../../../kafka/admin/quorum.ts';
import { KafkaError } from '../../../kafka/index.ts';
import type { Collector } from './collection.ts';

export const quorum: Collector<'quorum'> = {
  permission: 'DESCRIBE on cluster',
  async collect(run) {
    try {
      return await describeQuorum(run.cluster, run.request);
    } catch (error) {
      if (error instanceof KafkaError && error.code === 'UNSUPPORTED_VERSION') return null;
      throw error;
    }
  },
};
