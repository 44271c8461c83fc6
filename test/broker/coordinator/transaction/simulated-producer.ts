/**
 * A producer as clients are built: it asks again when an answer is lost, waits while a transaction ends, gives up when it
 * is fenced. What it was told of each transaction is kept beside the records, for the model to judge by.
 */
import type { Random } from '../../../support/random.ts';
import { MINUTE_MS, type Stage, TOPIC } from './stage.ts';

/** `unknown`: the end was asked for and no answer came; then all of it is there, or nothing. */
export type Outcome = 'open' | 'committed' | 'aborted' | 'unknown';

export interface SimulatedTransaction {
  readonly values: string[];
  outcome: Outcome;
}

type Version = 0 | 2;

let valuesMade = 0;

export class SimulatedProducer {
  readonly transactions: SimulatedTransaction[] = [];
  /** Requests that the network may deliver once more, at any time (transaction version 2 stands that). */
  readonly sent: (() => void)[] = [];
  isFenced = false;
  private readonly stage: Stage;
  private readonly random: Random;
  private readonly transactionalId: string;
  private readonly version: Version;
  private id: { producerId: number; producerEpoch: number } | undefined;
  private sequences = new Map<number, number>();
  private added = new Set<number>();
  private open: SimulatedTransaction | undefined;
  private mustAbort = false;

  constructor(stage: Stage, random: Random, transactionalId: string, version: Version) {
    this.stage = stage;
    this.random = random;
    this.transactionalId = transactionalId;
    this.version = version;
  }

  async step(): Promise<void> {
    if (this.isFenced) return;
    if (this.id === undefined) return this.init();
    const choice = this.random.below(10);
    if (this.mustAbort) await this.end(false);
    else if (choice < 6) await this.write(this.random.below(this.stage.partitions.length));
    else if (choice < 8) await this.end(true);
    else if (choice < 9) await this.end(false);
    else this.vanish();
  }

  private async init(): Promise<void> {
    const { transactionalId } = this;
    const timeoutMs = this.random.pick([MINUTE_MS, 10 * MINUTE_MS]);
    const reply = await this.ask(() =>
      this.stage.coordinator.initProducerId({ transactionalId, timeoutMs, expected: undefined }),
    );
    if (reply.error !== 'NONE') return; // tries again at its next step
    this.use(reply);
    this.open = undefined;
    this.mustAbort = false;
  }

  private async write(index: number): Promise<void> {
    this.open ??= this.begin();
    const { transactionalId } = this;
    const { producerId, producerEpoch } = this.id!;
    if (this.version === 0 && !this.added.has(index)) {
      const partitions = new Map([[TOPIC, new Set([index])]]);
      const request = { producerId, producerEpoch, partitions };
      const error = await this.ask(() => this.stage.coordinator.addPartitions(transactionalId, request, 0));
      if (error !== 'NONE') return this.failed(error);
      this.added.add(index);
    }
    const value = `${transactionalId} ${valuesMade++}`;
    const sequence = this.sequences.get(index) ?? 0;
    const producer = { transactionalId, producerId, producerEpoch };
    const support = this.version === 2 ? 'adds' : this.random.pick(['verifies', 'old errors'] as const);
    const produce = () => this.stage.produce(producer, index, sequence, value, support);
    this.sent.push(produce);
    const error = await this.ask(produce);
    if (error !== 'NONE') return this.failed(error);
    this.open.values.push(value);
    this.sequences.set(index, sequence + 1);
  }

  private async end(committed: boolean): Promise<void> {
    const transaction = this.open;
    // A client of version 0 asks nothing of the coordinator when it has added nothing.
    const isEmpty = transaction === undefined || (this.version === 0 && this.added.size === 0);
    if (isEmpty) return this.forget(transaction);
    const { transactionalId, version } = this;
    const request = { ...this.id!, committed };
    const endIt = () => this.stage.coordinator.endTransaction(transactionalId, request, version);
    this.sent.push(endIt);
    if (this.random.chance(0.05)) {
      endIt();
      transaction.outcome = committed ? 'unknown' : 'aborted';
      return this.vanish(); // and never asks again
    }
    const reply = await this.ask(endIt);
    if (reply.error === 'INVALID_TXN_STATE' && committed && transaction.values.length === 0) {
      this.mustAbort = true; // nothing of it has reached the coordinator
      return;
    }
    if (reply.error !== 'NONE' && committed) {
      transaction.outcome = 'unknown'; // one of its requests may have got through before
      return this.vanish();
    }
    if (reply.error !== 'NONE') return this.failed(reply.error);
    transaction.outcome = committed ? 'committed' : 'aborted';
    this.open = undefined;
    this.mustAbort = false;
    this.added.clear();
    if (version === 2) this.use(reply);
  }

  private begin(): SimulatedTransaction {
    const transaction: SimulatedTransaction = { values: [], outcome: 'open' };
    this.transactions.push(transaction);
    return transaction;
  }

  private forget(transaction: SimulatedTransaction | undefined): void {
    if (transaction !== undefined) transaction.outcome = 'aborted';
    this.open = undefined;
    this.mustAbort = false;
  }

  private use({ producerId, producerEpoch }: { producerId: number; producerEpoch: number }): void {
    this.id = { producerId, producerEpoch };
    this.sequences = new Map();
    this.added.clear();
  }

  /** The process is gone; the next one of the name starts with InitProducerId. */
  private vanish(): void {
    this.isFenced = true;
  }

  private failed(error: string): void {
    switch (error) {
      case 'CONCURRENT_TRANSACTIONS':
      case 'NOT_COORDINATOR':
      case 'COORDINATOR_NOT_AVAILABLE':
      case 'TRANSACTION_ABORTABLE':
      case 'OUT_OF_ORDER_SEQUENCE_NUMBER':
        this.mustAbort = true;
        return;
      default:
        this.isFenced = true;
    }
  }

  /** Sends the request, again while the answer is lost or says to wait. */
  private async ask<T extends string | { error: string }>(send: () => T): Promise<T> {
    let wasDone = false;
    for (let tries = 0; ; tries++) {
      const reply = send();
      const error = typeof reply === 'string' ? reply : reply.error;
      const waits = error === 'CONCURRENT_TRANSACTIONS' || error.includes('COORDINATOR');
      if (wasDone && !waits && error !== 'NONE') throw new Error(`asked again, it is told ${error} of what was done`);
      wasDone ||= error === 'NONE';
      if (tries === 8 || (!waits && !this.random.chance(0.1))) return reply;
      await this.stage.clock.advance(50);
    }
  }
}
