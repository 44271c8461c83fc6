/** Transactions as they stand in `__transaction_state` (Kafka: TransactionLog.scala). */
import { ProtocolError } from '../../../protocol/error.ts';
import { BatchBuilder } from '../../../protocol/records/builder.ts';
import {
  encodeTransactionKey,
  encodeTransactionValue,
  type TransactionLogValue,
} from '../../../protocol/transaction-records.ts';
import { stateIds, stateOfId } from './states.ts';
import { NO_EPOCH, NO_PRODUCER_ID, type Partitions, type Transaction } from './transaction.ts';
import { type TransactionVersion, versionOfLevel } from './transaction-version.ts';

/** One for all, for its buffer. */
const whole = new BatchBuilder({ maxBytes: Number.POSITIVE_INFINITY });

/** `level` is that of the feature in force: since 1 there are values with tagged fields. */
export function batchOf(transaction: Transaction, level: TransactionVersion, timestampMs: number): Buffer {
  whole.reset();
  const key = encodeTransactionKey(transaction.transactionalId);
  const value =
    level >= 1
      ? encodeTransactionValue({ ...fieldsOf(transaction), ...taggedFieldsOf(transaction) }, 1)
      : encodeTransactionValue(fieldsOf(transaction), 0);
  whole.append({ key, value, timestampMs });
  return whole.build();
}

/** Batches of tombstones, each with the transactional ids in it. */
export function* tombstonesOf(
  transactionalIds: readonly string[],
  maxBytes: number,
  timestampMs: number,
): Generator<{ batch: Buffer; transactionalIds: readonly string[] }> {
  const builder = new BatchBuilder({ maxBytes });
  let start = 0;
  for (const [index, transactionalId] of transactionalIds.entries()) {
    const tombstone = { key: encodeTransactionKey(transactionalId), value: null, timestampMs };
    if (builder.append(tombstone)) continue;
    yield { batch: builder.build(), transactionalIds: transactionalIds.slice(start, index) };
    start = index;
    builder.append(tombstone);
  }
  if (builder.count > 0) yield { batch: builder.build(), transactionalIds: transactionalIds.slice(start) };
}

type Value = Parameters<typeof encodeTransactionValue>[0];

const fieldsOf = ({ state, partitions, ...transaction }: Transaction): Value => ({
  producerId: transaction.producerId,
  producerEpoch: transaction.producerEpoch,
  transactionTimeoutMs: transaction.timeoutMs,
  transactionStatus: stateIds[state],
  transactionPartitions:
    state === 'Empty' ? null : [...partitions].map(([topic, indexes]) => ({ topic, partitionIds: [...indexes] })),
  transactionLastUpdateTimestampMs: transaction.lastUpdateMs,
  transactionStartTimestampMs: transaction.startMs,
});

/**
 * Kafka 4.1 reads the ids before and after a change of producer ids, and does not write them: a coordinator that starts
 * anew in the middle of the change forgets it (KAFKA-20090). Here they are written.
 */
const taggedFieldsOf = ({ producerId, previousProducerId, ...transaction }: Transaction): Partial<Value> => ({
  previousProducerId: previousProducerId === producerId ? NO_PRODUCER_ID : previousProducerId,
  nextProducerId: transaction.nextProducerId,
  clientTransactionVersion: transaction.clientVersion,
});

/** ProtocolError when it is in a state that is none. The last epoch is not written down, here as in Kafka. */
export function transactionOf(transactionalId: string, value: TransactionLogValue): Transaction {
  const state = stateOfId(value.transactionStatus);
  if (state === undefined) throw new ProtocolError(`${transactionalId} is in state ${value.transactionStatus}`);
  const { producerId, previousProducerId } = value;
  return {
    transactionalId,
    producerId,
    previousProducerId: previousProducerId === NO_PRODUCER_ID ? producerId : previousProducerId,
    nextProducerId: value.nextProducerId,
    producerEpoch: value.producerEpoch,
    lastProducerEpoch: NO_EPOCH,
    timeoutMs: value.transactionTimeoutMs,
    state,
    partitions: partitionsOf(value),
    startMs: value.transactionStartTimestampMs,
    lastUpdateMs: value.transactionLastUpdateTimestampMs,
    clientVersion: versionOfLevel(value.clientTransactionVersion),
  };
}

const partitionsOf = ({ transactionPartitions }: TransactionLogValue): Partitions =>
  new Map(transactionPartitions?.map(({ topic, partitionIds }) => [topic, new Set(partitionIds)]));
