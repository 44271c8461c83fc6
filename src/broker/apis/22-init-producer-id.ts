import { initProducerId } from '../../protocol/apis/22-init-producer-id.ts';
import { errors } from '../../protocol/errors.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, mayDoToAny, type RequestContext, row } from './row.ts';

/** For idempotent producers. A transactional one is refused here as when it looks for its coordinator. */
export const initProducerIdRow = row({
  api: initProducerId,
  serves: '0-5',
  needs: ['WRITE TRANSACTIONAL_ID', 'IDEMPOTENT_WRITE CLUSTER', 'WRITE TOPIC'],
  handle({ transactionalId }, context) {
    const { broker } = context;
    if (transactionalId !== null && !mayDo(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId))
      return refusal(errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code);
    if (transactionalId === null && !mayBeIdempotent(context)) return refusal(errors.CLUSTER_AUTHORIZATION_FAILED.code);
    if (transactionalId === '') return refusal(errors.INVALID_REQUEST.code);
    if (transactionalId !== null) return refusal(errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code);
    return { throttleTimeMs: 0, errorCode: 0, producerId: broker.producerIds.take(), producerEpoch: 0 };
  },
});

/** KIP-679: whoever may write anywhere may do so idempotently. */
const mayBeIdempotent = (context: RequestContext): boolean =>
  mayDo(context, 'IDEMPOTENT_WRITE', 'CLUSTER', CLUSTER_NAME) || mayDoToAny(context, 'WRITE', 'TOPIC');

const refusal = (errorCode: number) => ({ throttleTimeMs: 0, errorCode, producerId: -1, producerEpoch: -1 });
