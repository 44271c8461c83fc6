/**
 * The end of a transaction as a client of transaction version 0 or 1 asks for it, and what both kinds of clients share
 * (Kafka: TransactionCoordinator.endTransactionWithTV1, TransactionMetadata.prepareAbortOrCommit, prepareComplete).
 */
import type { ErrorName } from '../../../protocol/errors.ts';
import { isEnding } from './states.ts';
import { becoming, epochAfter, NO_EPOCH, NO_PRODUCER_ID, noPartitions, type Transaction } from './transaction.ts';
import { bumpsEpoch, type TransactionVersion } from './transaction-version.ts';

export interface EndRequest {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** false aborts */
  readonly committed: boolean;
}

/** The transaction to be written, or an answer: NONE when it has ended so already. */
export function endTransaction(
  transaction: Transaction | undefined,
  { producerId, producerEpoch, committed }: EndRequest,
  nowMs: number,
): Transaction | ErrorName {
  if (transaction?.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  if (transaction.producerEpoch !== producerEpoch) return 'PRODUCER_FENCED';
  if (isEnding(transaction.state)) return 'CONCURRENT_TRANSACTIONS';
  if (transaction.state === 'Ongoing')
    return becoming(transaction, committed ? 'PrepareCommit' : 'PrepareAbort', {
      nextProducerId: NO_PRODUCER_ID,
      lastUpdateMs: nowMs,
      clientVersion: 0,
    });
  return transaction.state === (committed ? 'CompleteCommit' : 'CompleteAbort') ? 'NONE' : 'INVALID_TXN_STATE';
}

/**
 * Aborts an open transaction whose producer is gone or has taken too long: with an epoch that this one does not have,
 * nothing of it gets through any more. Nobody is given that epoch.
 */
export function fence(transaction: Transaction, version: TransactionVersion, nowMs: number): Transaction {
  const { producerEpoch } = transaction;
  const fenced = becoming(transaction, 'PrepareEpochFence', { producerEpoch: epochAfter(producerEpoch) });
  return becoming(fenced, 'PrepareAbort', {
    lastProducerEpoch: bumpsEpoch(version) ? producerEpoch : NO_EPOCH,
    nextProducerId: NO_PRODUCER_ID,
    lastUpdateMs: nowMs,
    clientVersion: version,
  });
}

/** Every partition has its marker. */
export function complete(transaction: Transaction, nowMs: number): Transaction {
  const { state, nextProducerId, clientVersion } = transaction;
  const isReplaced = bumpsEpoch(clientVersion) && nextProducerId !== NO_PRODUCER_ID;
  return becoming(transaction, state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort', {
    ...(isReplaced ? { producerId: nextProducerId, producerEpoch: 0 } : {}),
    nextProducerId: NO_PRODUCER_ID,
    partitions: noPartitions,
    lastUpdateMs: nowMs,
  });
}
