/**
 * What is known of a transactional id: the producer that may use it and its transaction (Kafka: TransactionMetadata). A
 * value that never changes; the next one is decided, appended to `__transaction_state` and then put in its place.
 */

import { mayFollow, type TransactionState } from './states.ts';
import type { TransactionVersion } from './transaction-version.ts';

export const NO_PRODUCER_ID = -1;
export const NO_EPOCH = -1;
/** The highest epoch there is. No producer is given it, so that one can always be fenced. */
const MAX_EPOCH = 2 ** 15 - 1;

/** By topic. */
export type Partitions = ReadonlyMap<string, ReadonlySet<number>>;
export const noPartitions: Partitions = new Map();

export interface Transaction {
  readonly transactionalId: string;
  readonly producerId: number;
  /** The one before the last change of ids, or the same: a request that is sent again may still name it. */
  readonly previousProducerId: number;
  /** Takes the place of producerId when the transaction is complete, for its epochs are used up; −1 otherwise. */
  readonly nextProducerId: number;
  readonly producerEpoch: number;
  /** The one before, of a producer that asked for the next itself; −1 when another one may have had it. */
  readonly lastProducerEpoch: number;
  readonly timeoutMs: number;
  readonly state: TransactionState;
  /** While the transaction ends only those that have no marker yet. */
  readonly partitions: Partitions;
  /** −1 before the first partition is added. */
  readonly startMs: number;
  readonly lastUpdateMs: number;
  /** Of the client that brought it into its state. */
  readonly clientVersion: TransactionVersion;
}

/** The next epoch; the highest one stays, which only a coordinator can have. */
export const epochAfter = (epoch: number): number => Math.min(epoch + 1, MAX_EPOCH);

export const isEpochExhausted = (epoch: number): boolean => epoch >= MAX_EPOCH - 1;

/** The last epoch that a client ever sees of a producer id. */
export const LAST_CLIENT_EPOCH = MAX_EPOCH - 1;

/** A transactional id that is used for the first time. */
export const newTransaction = (transactionalId: string, producerId: number, nowMs: number): Transaction => ({
  transactionalId,
  producerId,
  previousProducerId: NO_PRODUCER_ID,
  nextProducerId: NO_PRODUCER_ID,
  producerEpoch: NO_EPOCH,
  lastProducerEpoch: NO_EPOCH,
  timeoutMs: 0,
  state: 'Empty',
  partitions: noPartitions,
  startMs: -1,
  lastUpdateMs: nowMs,
  clientVersion: 0,
});

/** The transaction in its next state; an Error, which is a defect of the coordinator, when that may not follow. */
export function becoming(
  transaction: Transaction,
  state: TransactionState,
  changes: Partial<Omit<Transaction, 'transactionalId' | 'state' | 'previousProducerId'>>,
): Transaction {
  const { state: from, producerId: previousProducerId } = transaction;
  const next = { ...transaction, ...changes, previousProducerId, state };
  if (!mayFollow(from, state)) throw new Error(`${next.transactionalId} cannot go from ${from} to ${state}`);
  if (next.producerId < 0 || next.producerEpoch < 0)
    throw new Error(`${next.transactionalId} cannot have producer ${next.producerId} with epoch ${next.producerEpoch}`);
  return next;
}

export function hasAll({ partitions }: Transaction, asked: Partitions): boolean {
  for (const [topic, indexes] of asked) {
    const has = partitions.get(topic);
    for (const index of indexes) if (has?.has(index) !== true) return false;
  }
  return true;
}

export function withPartitions(partitions: Partitions, added: Partitions): Partitions {
  const all = new Map(partitions);
  for (const [topic, indexes] of added) all.set(topic, new Set([...(all.get(topic) ?? []), ...indexes]));
  return all;
}
