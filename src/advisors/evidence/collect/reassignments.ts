/** Partitions on the move. */
import { listReassignments } from '../../../kafka/admin/reassignments.ts';
import type { Collector } from './collection.ts';

export const reassignments: Collector<'reassignments'> = {
  permission: 'DESCRIBE on cluster',
  async collect(run) {
    const moving = await listReassignments(run.cluster, run.request);
    return moving.map(({ topic, partition, adding, removing }) => ({ topic, partition, adding, removing }));
  },
};
