/**
 * What the cleaner knows of transactions as it goes through a log: which batches belong to aborted ones, and which
 * markers have nothing left to mark (Kafka: CleanedTransactionMetadata.java).
 */
import { isTransactional, lastOffset, producerId } from '../../../protocol/records/batch.ts';
import { controlTypeOf } from '../../../protocol/records/control.ts';
import { RecordCursor } from '../../../protocol/records/cursor.ts';
import type { AbortedTransaction } from '../transaction-index.ts';

/** Reused: batches are looked at one after the other. */
const cursor = new RecordCursor();

export class CleanedTransactions {
  /** Ahead of the reading, by first offset. */
  private ahead: AbortedTransaction[] = [];
  private readonly aborted = new Map<number, { transaction: AbortedTransaction; hasBatches: boolean }>();
  private readonly committed = new Set<number>();
  /** Those whose data was not all gone when their marker was read: what the new segment's index has to tell. */
  onStillAborted: (transaction: AbortedTransaction) => void = () => {};

  add(transactions: Iterable<AbortedTransaction>): void {
    this.ahead = [...this.ahead, ...transactions].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Takes note of the batch; whether it belongs to an aborted transaction. */
  isAborted(bytes: Buffer, at: number, attributes: number): boolean {
    this.reach(lastOffset(bytes, at));
    if (!isTransactional(attributes)) return false;
    const id = producerId(bytes, at);
    const aborted = this.aborted.get(id);
    if (aborted === undefined) this.committed.add(id);
    else aborted.hasBatches = true;
    return aborted !== undefined;
  }

  /** Takes note of the control batch; whether nothing is left of what it marks. An empty one was cleaned before. */
  isMarkerOfNothing(bytes: Buffer, at: number): boolean {
    this.reach(lastOffset(bytes, at));
    if (!cursor.open(bytes, at).next()) return true;
    const id = producerId(bytes, at);
    switch (controlTypeOf(cursor)) {
      case 'abort': {
        const aborted = this.aborted.get(id);
        this.aborted.delete(id);
        if (aborted?.hasBatches) this.onStillAborted(aborted.transaction);
        return !aborted?.hasBatches;
      }
      case 'commit':
        return !this.committed.delete(id);
      case 'other':
        return false;
    }
  }

  private reach(offset: number): void {
    let count = 0;
    for (; count < this.ahead.length && this.ahead[count]!.firstOffset <= offset; count++) {
      const transaction = this.ahead[count]!;
      const { producerId: id } = transaction;
      if (!this.aborted.has(id)) this.aborted.set(id, { transaction, hasBatches: false });
    }
    if (count > 0) this.ahead.splice(0, count);
  }
}
