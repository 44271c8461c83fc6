/**
 * The coordinator of transactions with everything around it that matters: a log of its own that survives it, partitions
 * that its markers go to, a clock that stands still. Markers and appends can be made to fail.
 */
import type { Broker } from '../../../../src/broker/broker.ts';
import { TransactionCoordinator } from '../../../../src/broker/coordinator/transaction/coordinator.ts';
import { batchOf as stateBatchOf } from '../../../../src/broker/coordinator/transaction/records.ts';
import type { MarkerOutcome, PartitionMarker } from '../../../../src/broker/coordinator/transaction/surroundings.ts';
import type { Transaction } from '../../../../src/broker/coordinator/transaction/transaction.ts';
import type { TransactionVersion } from '../../../../src/broker/coordinator/transaction/transaction-version.ts';
import { LogError } from '../../../../src/broker/log/log-error.ts';
import { Partition } from '../../../../src/broker/replication/partition.ts';
import { admit, type ClientSupport, type TransactionalProducer } from '../../../../src/broker/transaction-admission.ts';
import { outcomeOf } from '../../../../src/broker/write-marker.ts';
import type { ErrorName } from '../../../../src/protocol/errors.ts';
import { controlBatch } from '../../../../src/protocol/records/control.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { batchOf, openLog } from '../../../support/partition-log.ts';

export const TOPIC = 'orders';
export const MINUTE_MS = 60_000;

export class Stage {
  readonly clock = new FakeClock();
  readonly partitions: readonly Partition[];
  readonly config = {
    maxTimeoutMs: 15 * MINUTE_MS,
    idExpirationMs: 7 * 24 * 60 * MINUTE_MS,
    abortTimedOutIntervalMs: 10_000,
    removeExpiredIntervalMs: 60 * MINUTE_MS,
    maxBatchBytes: 1_048_588,
  };
  /** transaction.version in force. */
  level: TransactionVersion = 2;
  coordinator: TransactionCoordinator;
  /** What __transaction_state has. */
  readonly stateLog: Buffer[] = [];
  readonly warnings: string[] = [];
  /** In place of the partition's own answer; undefined lets it take the marker. */
  marking: (marker: PartitionMarker) => MarkerOutcome | undefined = () => undefined;
  /** Why __transaction_state takes nothing. */
  refusal: ErrorName | undefined;
  private nextProducerId = 1000;
  private coordinatorEpoch = 0;

  constructor(partitions = 3) {
    const { clock } = this;
    this.partitions = Array.from({ length: partitions }, (_, i) => new Partition(i, 0, openLog({ clock }).log));
    this.coordinator = this.start();
  }

  /** A coordinator that knows only what was written down takes the place of this one. */
  restart(): void {
    this.coordinator.shutdown();
    this.coordinatorEpoch++;
    this.coordinator = this.start();
  }

  /** Writes a transaction down as if an earlier coordinator had, and starts anew. */
  found(transaction: Transaction): void {
    this.stateLog.push(stateBatchOf(transaction, 1, this.clock.nowMs()));
    this.restart();
  }

  /** Writes one record of a transaction as a client with that support does; NONE or why not. */
  produce(
    producer: TransactionalProducer,
    index: number,
    baseSequence: number,
    value: string,
    support: ClientSupport,
  ): ErrorName {
    const partition = this.partitions[index]!;
    const entrance = { topic: TOPIC, partition, firstSequence: baseSequence };
    const broker = { settings: { flag: () => true }, transactions: this } as unknown as Broker;
    const [answer] = admit(producer, [entrance], support, broker);
    if (answer !== 'NONE') return answer!;
    const { producerId, producerEpoch } = producer;
    const batch = batchOf([value], { producerId, producerEpoch, baseSequence, transactional: true });
    try {
      partition.append(batch, 'client', true);
      return 'NONE';
    } catch (error) {
      if (error instanceof LogError) return error.error;
      throw error;
    }
  }

  private start(): TransactionCoordinator {
    const coordinator = new TransactionCoordinator(1, {
      clock: this.clock,
      config: this.config,
      newProducerId: () => this.nextProducerId++,
      level: () => this.level,
      append: (_, batch) => {
        if (this.refusal !== undefined) throw new LogError(this.refusal, 'the test says so');
        this.stateLog.push(Buffer.from(batch));
      },
      writeMarker: marker => this.marking(marker) ?? this.mark(marker),
      log: (level, line) => level === 'warn' && this.warnings.push(line),
    });
    coordinator.load(0, this.coordinatorEpoch, this.stateLog);
    return coordinator;
  }

  private mark(marker: PartitionMarker): MarkerOutcome {
    const partition = this.partitions[marker.index];
    if (partition === undefined) return 'gone';
    try {
      partition.append(controlBatch({ ...marker, timestampMs: this.clock.nowMs() }), 'coordinator');
      return 'written';
    } catch (error) {
      if (error instanceof LogError) return outcomeOf(error.error);
      throw error;
    }
  }
}
