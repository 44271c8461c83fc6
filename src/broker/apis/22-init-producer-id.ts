import { initProducerId } from '../../protocol/apis/22-init-producer-id.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, mayDoToAny, type RequestContext, row } from './row.ts';

const NONE = -1;
/** The first version whose clients know PRODUCER_FENCED (KIP-588). */
const FENCED_FROM = 4;

export const initProducerIdRow = row({
  api: initProducerId,
  serves: '0-5',
  needs: ['WRITE TRANSACTIONAL_ID', 'IDEMPOTENT_WRITE CLUSTER', 'WRITE TOPIC'],
  handle({ transactionalId, transactionTimeoutMs, producerId, producerEpoch }, context) {
    const { broker, version } = context;
    if (transactionalId !== null && !mayDo(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId))
      return refusal('TRANSACTIONAL_ID_AUTHORIZATION_FAILED');
    if (transactionalId === null && !mayBeIdempotent(context)) return refusal('CLUSTER_AUTHORIZATION_FAILED');
    if ((producerId === NONE) !== (producerEpoch === NONE)) return refusal('INVALID_REQUEST');
    if (transactionalId === null)
      return { throttleTimeMs: 0, errorCode: 0, producerId: broker.producerIds.take(), producerEpoch: 0 };
    const reply = broker.transactions.coordinator.initProducerId({
      transactionalId,
      timeoutMs: transactionTimeoutMs,
      expected: producerId === NONE ? undefined : { producerId, producerEpoch },
    });
    if (reply.error === 'NONE') return { ...reply, throttleTimeMs: 0, errorCode: 0 };
    return refusal(reply.error === 'PRODUCER_FENCED' && version < FENCED_FROM ? 'INVALID_PRODUCER_EPOCH' : reply.error);
  },
});

/** KIP-679: whoever may write anywhere may do so idempotently. */
const mayBeIdempotent = (context: RequestContext): boolean =>
  mayDo(context, 'IDEMPOTENT_WRITE', 'CLUSTER', CLUSTER_NAME) || mayDoToAny(context, 'WRITE', 'TOPIC');

const refusal = (error: ErrorName) => ({
  throttleTimeMs: 0,
  errorCode: errors[error].code,
  producerId: NONE,
  producerEpoch: NONE,
});
