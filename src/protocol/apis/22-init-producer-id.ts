import { api } from '../api.ts';
import { bool, int16, int32, int64, string } from '../schema.ts';

/**
 * A producer id for an idempotent producer; with a transactional id also fences its earlier producers.
 * - v3: resuming with the current id and epoch (KIP-360)
 * - v4: PRODUCER_FENCED (KIP-588)
 * - v5: TRANSACTION_ABORTABLE (KIP-890)
 * - v6: two-phase commit (KIP-939)
 */
export const initProducerId = api({
  key: 22,
  name: 'InitProducerId',
  versions: '0-6',
  flexible: '2+',
  latestVersionUnstable: true,
  request: {
    transactionalId: string('0+', { nullable: '0+' }),
    transactionTimeoutMs: int32('0+', { about: 'ignored without a transactional id' }),
    producerId: int64('3+', { default: -1 }),
    producerEpoch: int16('3+', { default: -1 }),
    enable2Pc: bool('6+', { default: false }),
    keepPreparedTxn: bool('6+', { default: false }),
  },
  response: {
    throttleTimeMs: int32('0+', { ignorable: true }),
    errorCode: int16('0+'),
    producerId: int64('0+', { default: -1 }),
    producerEpoch: int16('0+'),
    ongoingTxnProducerId: int64('6+', { default: -1 }),
    ongoingTxnProducerEpoch: int16('6+', { default: -1 }),
  },
});
