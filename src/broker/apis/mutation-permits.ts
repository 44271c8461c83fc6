/** What a request may change of partitions, by the quota of whoever sends it. */
import type { MutationPermits } from '../quotas/mutation-quota.ts';
import type { RequestContext } from './row.ts';

/** From version `strictFrom` on the request is refused when the quota is used up. */
export const permitsOf = (
  { broker: { quotas }, peer, clientId, version }: RequestContext,
  strictFrom: number,
): MutationPermits => quotas.mutations.permits({ user: peer.principal.name, clientId }, version >= strictFrom);
