/**
 * Brings a decided transaction to its end: a marker into each of its partitions, then the last record of it. Partitions
 * that cannot take theirs are tried again until they do (Kafka: TransactionMarkerChannelManager).
 */
import type { Timer } from '../../../lib/clock.ts';
import { complete } from './end-transaction.ts';
import type { Shard } from './shard.ts';
import { isEnding } from './states.ts';
import type { Transaction } from './transaction.ts';
import { TransactionError } from './transaction-error.ts';

/** Before it is tried again; each time twice as long. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 6_400;

export class Markers {
  private readonly shard: Shard;
  private readonly retries = new Map<string, { readonly timer: Timer; readonly delayMs: number }>();

  constructor(shard: Shard) {
    this.shard = shard;
  }

  /** Those that the shard found on their way when it was loaded. */
  resume(): void {
    for (const { state, transactionalId } of [...this.shard.all]) if (isEnding(state)) this.finish(transactionalId);
  }

  finish(transactionalId: string): void {
    const transaction = this.shard.get(transactionalId);
    const isEnded = transaction === undefined || !isEnding(transaction.state) || this.end(transaction);
    if (isEnded) this.retries.delete(transactionalId);
    else this.retry(transactionalId);
  }

  stop(): void {
    for (const { timer } of this.retries.values()) timer.cancel();
    this.retries.clear();
  }

  /** False when it is to be tried again. */
  private end(transaction: Transaction): boolean {
    const outcome = this.mark(transaction);
    return outcome === 'fenced' || (outcome === 'written' && this.complete(transaction.transactionalId));
  }

  /** What is not written yet stays among the partitions of the transaction. */
  private mark(transaction: Transaction): 'written' | 'later' | 'fenced' {
    const { writeMarker } = this.shard.surroundings;
    const { producerId, producerEpoch, state } = transaction;
    const { coordinatorEpoch } = this.shard;
    const type = state === 'PrepareCommit' ? 'commit' : 'abort';
    const left = new Map<string, Set<number>>();
    for (const [topic, indexes] of transaction.partitions)
      for (const index of indexes) {
        const outcome = writeMarker({ topic, index, producerId, producerEpoch, coordinatorEpoch, type });
        if (outcome === 'fenced') {
          this.giveUp(transaction, topic, index);
          return 'fenced';
        }
        if (outcome === 'later') left.set(topic, (left.get(topic) ?? new Set()).add(index));
      }
    this.shard.markersWritten({ ...transaction, partitions: left });
    return left.size === 0 ? 'written' : 'later';
  }

  private complete(transactionalId: string): boolean {
    const transaction = this.shard.get(transactionalId)!;
    try {
      this.shard.commit(complete(transaction, this.shard.surroundings.clock.nowMs()));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error;
      return false; // whatever it is: on one node no other coordinator takes over
    }
  }

  private retry(transactionalId: string): void {
    const before = this.retries.get(transactionalId);
    const delayMs = before === undefined ? FIRST_RETRY_MS : Math.min(before.delayMs * 2, LAST_RETRY_MS);
    before?.timer.cancel();
    const timer = this.shard.surroundings.clock.after(delayMs, () => this.finish(transactionalId));
    this.retries.set(transactionalId, { timer, delayMs });
  }

  private giveUp({ transactionalId, producerId, producerEpoch }: Transaction, topic: string, index: number): void {
    this.shard.surroundings.log(
      'warn',
      `${topic}-${index} refuses the end of the transaction of ${transactionalId}: it has seen a higher epoch than ` +
        `${producerEpoch} of producer ${producerId}, or a later coordinator; no more markers are written for it`,
    );
  }
}
