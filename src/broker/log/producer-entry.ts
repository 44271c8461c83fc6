/**
 * What a partition remembers of one producer: its epoch and its last five batches, by which a repeated batch is known
 * and a missing one is noticed, and where its open transaction starts (Kafka: ProducerStateEntry.java,
 * ProducerAppendInfo.java; KIP-98, KIP-360).
 */
import { sequenceAfter } from '../../protocol/records/batch.ts';
import { LogError } from './log-error.ts';

/** In-flight requests per connection that idempotence allows. */
const WINDOW_BATCHES = 5;
const NO_SEQUENCE = -1;

export interface ProducedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** The largest of the batch. */
  readonly timestampMs: number;
}

export interface SequencedBatch {
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
}

export class ProducerEntry {
  readonly producerId: number;
  epoch = -1;
  coordinatorEpoch = -1;
  /** The first offset of the producer's open transaction; −1 without one. */
  currentTxnFirstOffset = -1;
  lastTimestampMs = -1;
  /** When this broker last saw the producer, by its own clock. */
  seenMs: number;
  /** Oldest first. */
  readonly batches: ProducedBatch[] = [];

  constructor(producerId: number, seenMs: number) {
    this.producerId = producerId;
    this.seenMs = seenMs;
  }

  get last(): ProducedBatch | undefined {
    return this.batches[this.batches.length - 1];
  }

  /** Of an older epoch than the batch that comes now, the transaction may have ended. */
  isInTransaction(producerEpoch: number): boolean {
    return this.currentTxnFirstOffset >= 0 && producerEpoch === this.epoch;
  }

  /** The batch of the window that has exactly these sequences. */
  duplicateOf({ producerEpoch, firstSequence, lastSequence }: SequencedBatch): ProducedBatch | undefined {
    if (producerEpoch !== this.epoch) return undefined;
    return this.batches.find(b => b.firstSequence === firstSequence && b.lastSequence === lastSequence);
  }

  checkEpoch(producerEpoch: number): void {
    if (producerEpoch >= this.epoch) return;
    throw new LogError(
      'INVALID_PRODUCER_EPOCH',
      `Producer ${this.producerId} writes with epoch ${producerEpoch}, the last epoch seen is ${this.epoch}`,
    );
  }

  checkSequence({ producerEpoch, firstSequence }: SequencedBatch): void {
    if (this.epoch === -1) return;
    const expected = this.expectedSequence(producerEpoch);
    if (firstSequence === expected) return;
    throw new LogError(
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      `Producer ${this.producerId} (epoch ${producerEpoch}) writes from sequence ${firstSequence}, expected ${expected}`,
    );
  }

  checkOutsideTransaction(): void {
    if (this.currentTxnFirstOffset < 0) return;
    throw new LogError(
      'INVALID_TXN_STATE',
      `Producer ${this.producerId} writes outside of its transaction, which is open since ${this.currentTxnFirstOffset}`,
    );
  }

  /** A coordinator that lost its transactions to another one must not end what the other one began. */
  checkCoordinatorEpoch(coordinatorEpoch: number): void {
    if (coordinatorEpoch >= this.coordinatorEpoch) return;
    throw new LogError(
      'TRANSACTION_COORDINATOR_FENCED',
      `A marker of coordinator epoch ${coordinatorEpoch} for producer ${this.producerId}, the last one was of ${this.coordinatorEpoch}`,
    );
  }

  add(producerEpoch: number, batch: ProducedBatch): void {
    if (producerEpoch === this.epoch && this.batches.length === WINDOW_BATCHES) this.batches.shift();
    this.startEpoch(producerEpoch);
    this.batches.push(batch);
    this.lastTimestampMs = batch.timestampMs;
  }

  endTransaction(producerEpoch: number, coordinatorEpoch: number, timestampMs: number): void {
    this.startEpoch(producerEpoch);
    this.coordinatorEpoch = coordinatorEpoch;
    this.currentTxnFirstOffset = -1;
    this.lastTimestampMs = timestampMs;
  }

  private startEpoch(producerEpoch: number): void {
    if (producerEpoch === this.epoch) return;
    this.epoch = producerEpoch;
    this.batches.length = 0;
  }

  /** A new epoch starts at 0. */
  private expectedSequence(producerEpoch: number): number {
    if (producerEpoch !== this.epoch) return 0;
    return sequenceAfter(this.last?.lastSequence ?? NO_SEQUENCE, 1);
  }
}
