/** All quotas. */
import { listQuotas } from '../../../kafka/admin/quotas.ts';
import type { Collector } from './collection.ts';

export const quotas: Collector<'quotas'> = {
  permission: 'DESCRIBE_CONFIGS on cluster',
  collect: run => listQuotas(run.cluster, run.request),
};
