/** Partitions of a transaction: added, or looked for (Kafka: TransactionCoordinator.handleAddPartitionsToTransaction). */
import type { ErrorName } from '../../../protocol/errors.ts';
import { isEnding, isIdle } from './states.ts';
import { becoming, hasAll, type Partitions, type Transaction, withPartitions } from './transaction.ts';
import type { TransactionVersion } from './transaction-version.ts';

export interface PartitionsRequest {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly partitions: Partitions;
}

/** The transaction to be written, or an answer: NONE when it has them all. */
export function addPartitions(
  transaction: Transaction | undefined,
  { producerId, producerEpoch, partitions }: PartitionsRequest,
  clientVersion: TransactionVersion,
  nowMs: number,
): Transaction | ErrorName {
  if (transaction === undefined) return 'INVALID_PRODUCER_ID_MAPPING';
  // First: while a transaction ends the producer may have been told an id that is only going to be in force.
  if (isEnding(transaction.state)) return 'CONCURRENT_TRANSACTIONS';
  if (transaction.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  if (transaction.producerEpoch !== producerEpoch) return 'PRODUCER_FENCED';
  if (transaction.state === 'Ongoing' && hasAll(transaction, partitions)) return 'NONE';
  return becoming(transaction, 'Ongoing', {
    partitions: withPartitions(transaction.partitions, partitions),
    startMs: isIdle(transaction.state) ? nowMs : transaction.startMs,
    lastUpdateMs: nowMs,
    clientVersion,
  });
}

/** Whether one partition belongs to the open transaction, for those who let its records into the log (KIP-890). */
export function verifyPartition(
  transaction: Transaction | undefined,
  { producerId, producerEpoch }: Omit<PartitionsRequest, 'partitions'>,
  topic: string,
  index: number,
): ErrorName {
  if (transaction?.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  if (transaction.producerEpoch !== producerEpoch) return 'PRODUCER_FENCED';
  if (isEnding(transaction.state)) return 'CONCURRENT_TRANSACTIONS';
  return transaction.partitions.get(topic)?.has(index) === true ? 'NONE' : 'TRANSACTION_ABORTABLE';
}
