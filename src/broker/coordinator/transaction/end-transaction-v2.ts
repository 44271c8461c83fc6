/**
 * The end of a transaction as a client of transaction version 2 asks for it: each one ends with the next epoch, which
 * the client uses from then on (KIP-890; Kafka: TransactionCoordinator.endTransaction). The epoch tells a request that
 * is sent again from one for the next transaction:
 *
 * | state          | abort, again      | abort, first | commit, again     | commit, first     |
 * |----------------|-------------------|--------------|-------------------|-------------------|
 * | Ongoing        | PRODUCER_FENCED   | aborts       | PRODUCER_FENCED   | commits           |
 * | Empty          | PRODUCER_FENCED   | next epoch   | PRODUCER_FENCED   | INVALID_TXN_STATE |
 * | CompleteAbort  | NONE              | next epoch   | INVALID_TXN_STATE | INVALID_TXN_STATE |
 * | CompleteCommit | INVALID_TXN_STATE | next epoch   | NONE              | INVALID_TXN_STATE |
 */
import type { ErrorName } from '../../../protocol/errors.ts';
import type { EndRequest } from './end-transaction.ts';
import { isEnding, isIdle } from './states.ts';
import {
  becoming,
  epochAfter,
  isEpochExhausted,
  LAST_CLIENT_EPOCH,
  NO_PRODUCER_ID,
  type Transaction,
} from './transaction.ts';

/** The transaction to be written, or an answer: NONE when it has ended so already. */
export function endTransactionV2(
  transaction: Transaction | undefined,
  request: EndRequest,
  nowMs: number,
  newProducerId: () => number,
): Transaction | ErrorName {
  if (transaction === undefined) return 'INVALID_PRODUCER_ID_MAPPING';
  const { state, producerId, producerEpoch } = transaction;
  if (isEnding(state)) return 'CONCURRENT_TRANSACTIONS';
  const changedIds = isAgainWithOldId(transaction, request);
  if (producerId !== request.producerId && !changedIds) return 'INVALID_PRODUCER_ID_MAPPING';
  const isAgain = changedIds || producerEpoch === request.producerEpoch + 1;
  const hasEnded = state === 'CompleteCommit' || state === 'CompleteAbort';
  if (producerEpoch !== request.producerEpoch && !(isAgain && hasEnded)) return 'PRODUCER_FENCED';
  if (isAgain) return state === (request.committed ? 'CompleteCommit' : 'CompleteAbort') ? 'NONE' : 'INVALID_TXN_STATE';
  if (isIdle(state) && request.committed) return 'INVALID_TXN_STATE';

  // Aborting what never began gives the next epoch, as a producer needs one when it cannot know what became of a batch.
  return becoming(transaction, request.committed ? 'PrepareCommit' : 'PrepareAbort', {
    producerEpoch: epochAfter(producerEpoch),
    lastProducerEpoch: producerEpoch,
    nextProducerId: isEpochExhausted(producerEpoch) ? newProducerId() : NO_PRODUCER_ID,
    startMs: isIdle(state) ? nowMs : transaction.startMs,
    lastUpdateMs: nowMs,
    clientVersion: 2,
  });
}

/** The first answer was lost, and with it the new producer id. */
const isAgainWithOldId = ({ previousProducerId, producerEpoch }: Transaction, request: EndRequest): boolean =>
  previousProducerId === request.producerId && request.producerEpoch === LAST_CLIENT_EPOCH && producerEpoch === 0;
