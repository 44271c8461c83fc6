import { endTxn } from '../../protocol/apis/26-end-txn.ts';
import { mayDo, row } from './row.ts';
import { codeFor } from './transaction-errors.ts';

/** Clients of transaction version 2 use each epoch for one transaction, and are told the next (KIP-890). */
const BUMPS_EPOCH_FROM = 5;

export const endTxnRow = row({
  api: endTxn,
  serves: '0-5',
  needs: ['WRITE TRANSACTIONAL_ID'],
  handle({ transactionalId, ...request }, context) {
    const { broker, version } = context;
    if (!mayDo(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId))
      return { throttleTimeMs: 0, errorCode: codeFor('TRANSACTIONAL_ID_AUTHORIZATION_FAILED', version) };
    const clientVersion = version >= BUMPS_EPOCH_FROM ? 2 : 0;
    const { error, producerId, producerEpoch } = broker.transactions.coordinator.endTransaction(
      transactionalId,
      request,
      clientVersion,
    );
    return { throttleTimeMs: 0, errorCode: codeFor(error, version), producerId, producerEpoch };
  },
});
