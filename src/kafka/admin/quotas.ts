/** Quotas of users, client ids and addresses (KIP-546). */
import { describeClientQuotas } from '../../protocol/apis/48-describe-client-quotas.ts';
import type { CallOptions, Cluster } from '../cluster.ts';
import { refuse } from '../error.ts';

export interface Quota {
  /** For example {user: 'alice'}; null is the default of that type. */
  readonly entity: Readonly<Record<string, string | null>>;
  readonly values: Readonly<Record<string, number>>;
}

export async function listQuotas(
  cluster: Cluster,
  options: Pick<CallOptions, 'signal' | 'attempts'> = {},
): Promise<Quota[]> {
  const response = await cluster.call(describeClientQuotas, { components: [], strict: false }, 'any', options);
  refuse(response.errorCode, 'Describing quotas', {}, response.errorMessage);
  return (response.entries ?? []).map(({ entity, values }) => ({
    entity: Object.fromEntries(entity.map(({ entityType, entityName }) => [entityType, entityName])),
    values: Object.fromEntries(values.map(({ key, value }) => [key, value])),
  }));
}
