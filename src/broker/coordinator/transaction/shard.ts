/**
 * The transactions of one partition of `__transaction_state`. What was decided elsewhere is appended here and then
 * applied, by the same code when it was just appended and when it is read back after a restart (Kafka:
 * TransactionStateManager.appendTransactionToLog, loadTransactionMetadata).
 */
import { ProtocolError } from '../../../protocol/error.ts';
import { attributes, isControl, wholeBatches } from '../../../protocol/records/batch.ts';
import { RecordCursor } from '../../../protocol/records/cursor.ts';
import { decodeTransactionRecord } from '../../../protocol/transaction-records.ts';
import { refusalOf } from '../group/group-error.ts';
import { batchOf, tombstonesOf, transactionOf } from './records.ts';
import type { Surroundings } from './surroundings.ts';
import type { Transaction } from './transaction.ts';
import { answerForAppendError, TransactionError } from './transaction-error.ts';

export class Shard {
  readonly partition: number;
  /** The leader epoch of the partition: goes into markers, so that a coordinator of before cannot end what is now. */
  readonly coordinatorEpoch: number;
  readonly surroundings: Surroundings;
  private readonly transactions = new Map<string, Transaction>();

  constructor(partition: number, coordinatorEpoch: number, surroundings: Surroundings) {
    this.partition = partition;
    this.coordinatorEpoch = coordinatorEpoch;
    this.surroundings = surroundings;
  }

  get all(): Iterable<Transaction> {
    return this.transactions.values();
  }

  get(transactionalId: string): Transaction | undefined {
    return this.transactions.get(transactionalId);
  }

  /** Appends and applies; TransactionError with what to tell the producer when the log does not take it. */
  commit(transaction: Transaction): void {
    const { clock, level } = this.surroundings;
    this.append(batchOf(transaction, level(), clock.nowMs()));
    this.apply(transaction.transactionalId, transaction);
  }

  /** Partitions that have their marker are left out: it need not be written again, as long as this coordinator lives. */
  markersWritten(transaction: Transaction): void {
    this.apply(transaction.transactionalId, transaction);
  }

  /** Appends tombstones and forgets the transactional ids. */
  forget(transactionalIds: readonly string[]): void {
    const { clock, config } = this.surroundings;
    for (const each of tombstonesOf(transactionalIds, config.maxBatchBytes, clock.nowMs())) {
      this.append(each.batch);
      for (const transactionalId of each.transactionalIds) this.apply(transactionalId, undefined);
    }
  }

  /** `batches` are slices of whole batches in the order of the log. ProtocolError when something in them is damaged. */
  load(batches: Iterable<Buffer>): void {
    const cursor = new RecordCursor();
    for (const bytes of batches)
      for (const at of wholeBatches(bytes)) {
        if (isControl(attributes(bytes, at))) continue;
        for (cursor.open(bytes, at); cursor.next(); ) this.replay(cursor.key(), cursor.value());
      }
  }

  private replay(key: Buffer | null, value: Buffer | null): void {
    if (key === null) throw new ProtocolError('a record without a key');
    const record = decodeTransactionRecord(key, value);
    if (record === undefined) return; // of a kind that a later version wrote
    const { transactionalId } = record;
    this.apply(transactionalId, record.value === null ? undefined : transactionOf(transactionalId, record.value));
  }

  private apply(transactionalId: string, transaction: Transaction | undefined): void {
    if (transaction === undefined) this.transactions.delete(transactionalId);
    else this.transactions.set(transactionalId, transaction);
  }

  private append(batch: Buffer): void {
    try {
      this.surroundings.append(this.partition, batch);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      const told = `__transaction_state-${this.partition} did not take a batch: ${refusal.error}: ${refusal.message}`;
      this.surroundings.log('warn', told);
      throw new TransactionError(answerForAppendError(refusal.error), refusal.message, error);
    }
  }
}
