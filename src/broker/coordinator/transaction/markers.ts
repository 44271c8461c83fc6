/**
 * Brings a decided transaction to its end: a marker into each of its partitions, then the last record of it. Partitions
 * that cannot take theirs are tried again until they do (Kafka: TransactionMarkerChannelManager).
 */
import type { Timer } from '../../../lib/clock.ts';
import { complete } from './end-transaction.ts';
import type { Shard } from './shard.ts';
import { isEnding } from './states.ts';
import { type Transaction, withoutPartition } from './transaction.ts';
import { TransactionError } from './transaction-error.ts';

/** Between two tries, as Kafka's sender waits. */
const RETRY_MS = 100;

export class Markers {
  private readonly shard: Shard;
  private readonly retries = new Map<string, Timer>();

  constructor(shard: Shard) {
    this.shard = shard;
  }

  /** Those that the shard found on their way when it was loaded. */
  resume(): void {
    for (const { state, transactionalId } of [...this.shard.all]) if (isEnding(state)) this.finish(transactionalId);
  }

  finish(transactionalId: string): void {
    this.retries.delete(transactionalId);
    const transaction = this.shard.get(transactionalId);
    if (transaction === undefined || !isEnding(transaction.state)) return;
    const outcome = this.mark(transaction);
    if (outcome === 'fenced') return;
    if (outcome === 'later' || !this.complete(transactionalId)) this.retry(transactionalId);
  }

  stop(): void {
    for (const timer of this.retries.values()) timer.cancel();
    this.retries.clear();
  }

  /** What is not written yet stays among the partitions of the transaction. */
  private mark(transaction: Transaction): 'written' | 'later' | 'fenced' {
    const { writeMarker } = this.shard.surroundings;
    const { producerId, producerEpoch, state } = transaction;
    const { coordinatorEpoch } = this.shard;
    const type = state === 'PrepareCommit' ? 'commit' : 'abort';
    let left = transaction;
    for (const [topic, indexes] of transaction.partitions)
      for (const index of indexes) {
        const outcome = writeMarker({ topic, index, producerId, producerEpoch, coordinatorEpoch, type });
        if (outcome === 'fenced') {
          this.giveUp(transaction, topic, index);
          return 'fenced';
        }
        if (outcome === 'later') continue;
        left = { ...left, partitions: withoutPartition(left.partitions, topic, index) };
        this.shard.markerWritten(left);
      }
    return left.partitions.size === 0 ? 'written' : 'later';
  }

  /** False when it is to be tried again. */
  private complete(transactionalId: string): boolean {
    const transaction = this.shard.get(transactionalId)!;
    try {
      this.shard.commit(complete(transaction, this.shard.surroundings.clock.nowMs()));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error;
      return error.error !== 'COORDINATOR_NOT_AVAILABLE'; // else the next load goes on with it
    }
  }

  private retry(transactionalId: string): void {
    this.retries.get(transactionalId)?.cancel();
    const timer = this.shard.surroundings.clock.after(RETRY_MS, () => this.finish(transactionalId));
    this.retries.set(transactionalId, timer);
  }

  private giveUp({ transactionalId, producerId, producerEpoch }: Transaction, topic: string, index: number): void {
    this.shard.surroundings.log(
      'warn',
      `${topic}-${index} refuses the end of the transaction of ${transactionalId}: it has seen a higher epoch than ` +
        `${producerEpoch} of producer ${producerId}, or a later coordinator; no more markers are written for it`,
    );
  }
}
