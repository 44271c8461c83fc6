import { initProducerId } from '../../protocol/apis/22-init-producer-id.ts';
import { errors } from '../../protocol/errors.ts';
import { row } from './row.ts';

/** For idempotent producers. A transactional one is refused here as when it looks for its coordinator. */
export const initProducerIdRow = row({
  api: initProducerId,
  serves: '0-5',
  handle({ transactionalId }, { broker }) {
    if (transactionalId === '') return refusal(errors.INVALID_REQUEST.code);
    if (transactionalId !== null) return refusal(errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code);
    return { throttleTimeMs: 0, errorCode: 0, producerId: broker.producerIds.take(), producerEpoch: 0 };
  },
});

const refusal = (errorCode: number) => ({ throttleTimeMs: 0, errorCode, producerId: -1, producerEpoch: -1 });
