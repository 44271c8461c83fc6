/** InitProducerId of a transactional producer (Kafka: TransactionCoordinator.prepareInitProducerIdTransit). */
import type { ErrorName } from '../../../protocol/errors.ts';
import { isEnding } from './states.ts';
import {
  becoming,
  epochAfter,
  isEpochExhausted,
  NO_EPOCH,
  newTransaction,
  noPartitions,
  type Transaction,
} from './transaction.ts';

export interface InitRequest {
  readonly transactionalId: string;
  readonly timeoutMs: number;
  /** What the producer has, when it goes on after an error (KIP-360); a new one has nothing. */
  readonly expected: { readonly producerId: number; readonly producerEpoch: number } | undefined;
}

/** The transaction to be written, an error, or 'fence': an older producer's transaction has to be aborted before. */
export function initProducerId(
  found: Transaction | undefined,
  { transactionalId, timeoutMs, expected }: InitRequest,
  nowMs: number,
  newProducerId: () => number,
): Transaction | ErrorName | 'fence' {
  const transaction = found ?? newTransaction(transactionalId, newProducerId(), nowMs);
  if (isEnding(transaction.state)) return 'CONCURRENT_TRANSACTIONS';
  const { producerId, previousProducerId, producerEpoch, lastProducerEpoch } = transaction;
  const isItsProducer =
    expected === undefined ||
    producerEpoch === NO_EPOCH ||
    expected.producerId === producerId ||
    (expected.producerId === previousProducerId && isEpochExhausted(expected.producerEpoch));
  if (!isItsProducer) return 'PRODUCER_FENCED';
  if (transaction.state === 'Ongoing') return 'fence';

  const fresh = { timeoutMs, partitions: noPartitions, startMs: -1, lastUpdateMs: nowMs };
  const isCurrent = expected === undefined || expected.producerEpoch === producerEpoch;
  if (isEpochExhausted(producerEpoch) && isCurrent) {
    const before = expected === undefined ? NO_EPOCH : producerEpoch;
    const changes = { ...fresh, producerId: newProducerId(), producerEpoch: 0, lastProducerEpoch: before };
    return becoming(transaction, 'Empty', changes);
  }
  if (isCurrent || producerEpoch === NO_EPOCH) {
    const before = expected === undefined ? NO_EPOCH : producerEpoch;
    return becoming(transaction, 'Empty', {
      ...fresh,
      producerEpoch: epochAfter(producerEpoch),
      lastProducerEpoch: before,
    });
  }
  // It asks again, for the answer was lost: no other producer came in between, that would have made the last epoch −1.
  if (expected.producerEpoch === lastProducerEpoch) return becoming(transaction, 'Empty', fresh);
  return 'PRODUCER_FENCED';
}
