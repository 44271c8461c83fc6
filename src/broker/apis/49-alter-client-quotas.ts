import { lookup } from 'node:dns/promises';
import type { RequestOf } from '../../protocol/api.ts';
import { alterClientQuotas } from '../../protocol/apis/49-alter-client-quotas.ts';
import { errors } from '../../protocol/errors.ts';
import { invalid } from '../quotas/check-quota.ts';
import type { QuotaAlteration } from '../quotas/client-quotas.ts';
import { quotaEntityKey, type StoredQuota } from '../quotas/quota-entity.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, row } from './row.ts';

type Asked = RequestOf<typeof alterClientQuotas>['entries'][number];
type Outcome = Partial<ReturnType<typeof refusalOf>>;

/** Each entity is changed or refused on its own; one that is named again is refused, though its first change counts. */
export const alterClientQuotasRow = row({
  api: alterClientQuotas,
  serves: '0-1',
  needs: ['ALTER_CONFIGS CLUSTER'],
  async handle({ entries, validateOnly }, context) {
    const asked = entries.map(alterationOf);
    if (!mayDo(context, 'ALTER_CONFIGS', 'CLUSTER', CLUSTER_NAME)) {
      const { code: errorCode, message: errorMessage } = errors.CLUSTER_AUTHORIZATION_FAILED;
      return { throttleTimeMs: 0, entries: asked.map(each => answer(each, { errorCode, errorMessage })) };
    }
    const unknown = await unknownAddresses(asked);
    // From here on nobody else changes quotas.
    const { stored } = context.broker.quotas;
    const outcomes = new Map<string, { alteration: QuotaAlteration; outcome: Outcome }>();
    const changed: StoredQuota[] = [];
    for (const alteration of asked) {
      const key = quotaEntityKey(alteration.entity);
      try {
        if (outcomes.has(key)) throw invalid('Ignoring duplicate entity');
        const quota = stored.altered(alteration);
        const { ip } = quota.entity;
        if (unknown.has(ip)) throw invalid(`${ip} is not a valid IP or resolvable host.`);
        changed.push(quota);
        outcomes.set(key, { alteration, outcome: {} });
      } catch (error) {
        outcomes.set(key, { alteration, outcome: refusalOf(error) });
      }
    }
    try {
      if (!validateOnly) stored.put(changed);
    } catch (error) {
      const refusal = refusalOf(error);
      return { throttleTimeMs: 0, entries: asked.map(each => answer(each, refusal)) };
    }
    const told = [...outcomes.values()];
    return { throttleTimeMs: 0, entries: told.map(({ alteration, outcome }) => answer(alteration, outcome)) };
  },
});

const alterationOf = ({ entity, ops }: Asked): QuotaAlteration => ({
  entity: Object.fromEntries(entity.map(({ entityType, entityName }) => [entityType, entityName])),
  ops,
});

const answer = ({ entity }: QuotaAlteration, outcome: Outcome) => ({
  errorCode: 0,
  errorMessage: null,
  ...outcome,
  entity: Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName })),
});

/** What is neither an address nor a name that has one. */
async function unknownAddresses(asked: readonly QuotaAlteration[]): Promise<Set<string | null | undefined>> {
  const unknown = new Set<string | null | undefined>();
  for (const { ip } of asked.map(({ entity }) => entity)) if (ip) await lookup(ip).catch(() => unknown.add(ip));
  return unknown;
}
