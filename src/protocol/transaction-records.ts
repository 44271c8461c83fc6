/**
 * The records of `__transaction_state`, one for each transactional id, the last one counts (Kafka: TransactionLogKey,
 * TransactionLogValue). The int16 before the key is the type of the record, the one before the value its version.
 */
import { type Message, message } from './api.ts';
import { Reader } from './reader.ts';
import { array, type Infer, type Input, int8, int16, int32, int64, string } from './schema.ts';
import { decodeVersioned, encodeVersioned, encodeWithPrefix } from './versioned.ts';

const TRANSACTION_LOG = 0;
const PREFIX_BYTES = 2;

export const transactionLogKey = message('TransactionLogKey', { min: 0, max: 0 }, 'none', {
  transactionalId: string('0+'),
});

export const transactionLogValue = message('TransactionLogValue', { min: 0, max: 1 }, '1+', {
  producerId: int64('0+'),
  previousProducerId: int64('1+', { tag: 0, tagged: '1+', default: -1 }),
  nextProducerId: int64('1+', { tag: 1, tagged: '1+', default: -1 }),
  producerEpoch: int16('0+'),
  nextProducerEpoch: int16('1+', { tag: 3, tagged: '1+', default: -1 }),
  transactionTimeoutMs: int32('0+'),
  transactionStatus: int8('0+', { about: 'the number of a state' }),
  transactionPartitions: array('0+', { topic: string('0+'), partitionIds: array('0+', int32()) }, { nullable: '0+' }),
  transactionLastUpdateTimestampMs: int64('0+'),
  transactionStartTimestampMs: int64('0+'),
  clientTransactionVersion: int16('1+', { tag: 2, tagged: '1+', default: 0 }),
});

type ValueFields = typeof transactionLogValue extends Message<infer F> ? F : never;
export type TransactionLogValue = Infer<ValueFields>;

export const encodeTransactionKey = (transactionalId: string): Buffer =>
  encodeWithPrefix(transactionLogKey, TRANSACTION_LOG, 0, { transactionalId });

/** Version 1 has room for tagged fields, and is written since transaction.version 1. */
export const encodeTransactionValue = (fields: Input<ValueFields>, version: 0 | 1): Buffer =>
  encodeVersioned(transactionLogValue, version, fields);

/** Undefined for a record of a kind that is not known; a value of null takes the transactional id out of the state. */
export function decodeTransactionRecord(
  keyBytes: Buffer,
  valueBytes: Buffer | null,
): { readonly transactionalId: string; readonly value: TransactionLogValue | null } | undefined {
  const type = new Reader(keyBytes).int16();
  if (type !== TRANSACTION_LOG) return undefined;
  const { transactionalId } = transactionLogKey.codec(0).read(new Reader(keyBytes, PREFIX_BYTES));
  return { transactionalId, value: valueBytes === null ? null : decodeVersioned(transactionLogValue, valueBytes) };
}
