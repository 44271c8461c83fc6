import { describeClientQuotas } from '../../protocol/apis/48-describe-client-quotas.ts';
import { errors } from '../../protocol/errors.ts';
import { quotaMatcher } from '../quotas/quota-filter.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, row } from './row.ts';

/** The entities that the filter matches, with what is set for them and not what they inherit. */
export const describeClientQuotasRow = row({
  api: describeClientQuotas,
  serves: '0-1',
  needs: ['DESCRIBE_CONFIGS CLUSTER'],
  handle(filter, context) {
    if (!mayDo(context, 'DESCRIBE_CONFIGS', 'CLUSTER', CLUSTER_NAME)) {
      const { code: errorCode, message: errorMessage } = errors.CLUSTER_AUTHORIZATION_FAILED;
      return { throttleTimeMs: 0, errorCode, errorMessage, entries: null };
    }
    try {
      const matches = quotaMatcher(filter);
      const found = [...context.broker.quotas.stored.all].filter(({ entity }) => matches(entity));
      const entries = found.map(({ entity, values }) => ({
        entity: Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName })),
        values: Object.entries(values).map(([key, value]) => ({ key, value })),
      }));
      return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, entries };
    } catch (error) {
      return { throttleTimeMs: 0, ...refusalOf(error), entries: null };
    }
  },
});
