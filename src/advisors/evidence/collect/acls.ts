/** All ACLs, or that there can be none. */
import { listAcls } from '../../../kafka/admin/acls.ts';
import { KafkaError } from '../../../kafka/index.ts';
import type { Collector } from './collection.ts';

export const acls: Collector<'acls'> = {
  permission: 'DESCRIBE on cluster',
  async collect(run) {
    try {
      return { enabled: true, bindings: await listAcls(run.cluster, run.request) };
    } catch (error) {
      if (error instanceof KafkaError && error.code === 'SECURITY_DISABLED') return { enabled: false, bindings: [] };
      throw error;
    }
  },
};
