/**
 * Producers of which the coordinator was asked whether the partition belongs to their transaction, and that have not
 * written to it yet (KIP-890; Kafka: VerificationStateEntry.java). The lowest sequence asked for has to be written
 * first: else a batch would overtake an earlier one that was refused.
 */
import { LogError } from './log-error.ts';
import type { ProducerEntry } from './producer-entry.ts';

export interface AskedFor {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** −1 for a coordinator, whose batches have none. */
  readonly firstSequence: number;
  /** The client lets the broker add the partition to the transaction (transaction version 2). */
  readonly addsPartitions: boolean;
}

interface Verification {
  epoch: number;
  lowestSequence: number;
  readonly addsPartitions: boolean;
  readonly startedMs: number;
}

export class Verifications {
  private readonly byProducer = new Map<number, Verification>();

  start({ producerId, producerEpoch, firstSequence, addsPartitions }: AskedFor, nowMs: number): void {
    const found = this.byProducer.get(producerId);
    if (found === undefined) {
      const fresh = { epoch: producerEpoch, lowestSequence: firstSequence, addsPartitions, startedMs: nowMs };
      this.byProducer.set(producerId, fresh);
    } else if (producerEpoch > found.epoch || (producerEpoch === found.epoch && firstSequence < found.lowestSequence)) {
      found.epoch = producerEpoch;
      found.lowestSequence = firstSequence;
    }
  }

  /** LogError when the sequence may not be the first one of the producer. */
  checkSequence(producerId: number, firstSequence: number, entry: ProducerEntry | undefined): void {
    const found = this.byProducer.size === 0 ? undefined : this.byProducer.get(producerId);
    if (found === undefined) return;
    const isUnknown = entry === undefined || entry.batches.length === 0;
    const expected = found.addsPartitions && isUnknown ? 0 : found.lowestSequence;
    if (expected === 0 ? firstSequence === 0 : firstSequence <= expected) return;
    throw new LogError(
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      `Producer ${producerId} begins to write to the partition from sequence ${firstSequence}, expected ${expected}`,
    );
  }

  /** A batch of a transaction was written. A marker leaves alone what the next epoch has begun already. */
  written(producerId: number, producerEpoch: number, isMarker: boolean): void {
    const found = this.byProducer.size === 0 ? undefined : this.byProducer.get(producerId);
    if (found === undefined || (isMarker && found.addsPartitions && found.epoch === producerEpoch)) return;
    this.byProducer.delete(producerId);
  }

  expire(nowMs: number, idleMs: number): void {
    for (const [producerId, { startedMs }] of this.byProducer)
      if (nowMs - startedMs >= idleMs) this.byProducer.delete(producerId);
  }
}
