/**
 * The coordinator of transactions as the broker's APIs see it: sends each request to the shard of its transactional id,
 * lets the pure functions decide, has it written, and goes on with what follows from it (Kafka: TransactionCoordinator,
 * TransactionStateManager). Authorization, and whether partitions exist, are the callers' to check.
 */
import type { Timer } from '../../../lib/clock.ts';
import { ProtocolError } from '../../../protocol/error.ts';
import { type ErrorName, errors } from '../../../protocol/errors.ts';
import { partitionOfGroup } from '../group/java-hash.ts';
import { addPartitions, type PartitionsRequest, verifyPartition } from './add-partitions.ts';
import { type Description, describe, describeError } from './describe.ts';
import { complete, type EndRequest, endTransaction, fence } from './end-transaction.ts';
import { endTransactionV2 } from './end-transaction-v2.ts';
import { type InitRequest, initProducerId } from './init-producer-id.ts';
import { Markers } from './markers.ts';
import { Shard } from './shard.ts';
import { isIdle } from './states.ts';
import type { Surroundings } from './surroundings.ts';
import { NO_EPOCH, NO_PRODUCER_ID, type Transaction } from './transaction.ts';
import { TransactionError } from './transaction-error.ts';
import { bumpsEpoch, type TransactionVersion } from './transaction-version.ts';

export interface ProducerReply {
  readonly error: ErrorName;
  readonly producerId: number;
  readonly producerEpoch: number;
}

interface Loaded {
  readonly shard: Shard;
  readonly markers: Markers;
}

export class TransactionCoordinator {
  private readonly partitions: number;
  private readonly surroundings: Surroundings;
  private readonly loaded = new Map<number, Loaded>();
  private timers: Timer[] = [];
  private active = true;

  /** `partitions` as `__transaction_state` has them. */
  constructor(partitions: number, surroundings: Surroundings) {
    this.partitions = partitions;
    this.surroundings = surroundings;
    const { abortTimedOutIntervalMs, removeExpiredIntervalMs } = surroundings.config;
    this.every(0, abortTimedOutIntervalMs, () => this.abortTimedOut());
    this.every(1, removeExpiredIntervalMs, () => this.removeExpired());
  }

  partitionFor(transactionalId: string): number {
    return partitionOfGroup(transactionalId, this.partitions);
  }

  /** Becomes coordinator of the transactional ids in a partition; `batches` is its log. When that is damaged nobody is. */
  load(partition: number, coordinatorEpoch: number, batches: Iterable<Buffer>): void {
    const shard = new Shard(partition, coordinatorEpoch, this.surroundings);
    try {
      shard.load(batches);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      const told = `__transaction_state-${partition} cannot be read, its transactions have no coordinator: ${error.message}`;
      this.surroundings.log('error', told);
      return;
    }
    const markers = new Markers(shard);
    this.loaded.set(partition, { shard, markers });
    markers.resume();
  }

  shutdown(): void {
    this.active = false;
    for (const timer of this.timers) timer.cancel();
    for (const { markers } of this.loaded.values()) markers.stop();
  }

  initProducerId(request: InitRequest): ProducerReply {
    const { clock, config, newProducerId } = this.surroundings;
    const { transactionalId, timeoutMs } = request;
    if (transactionalId === '') return refused('INVALID_REQUEST');
    if (timeoutMs <= 0 || timeoutMs > config.maxTimeoutMs) return refused('INVALID_TRANSACTION_TIMEOUT');
    return this.attempt(transactionalId, ({ shard, markers }) => {
      const found = shard.get(transactionalId);
      const decided = initProducerId(found, request, clock.nowMs(), newProducerId);
      if (decided === 'fence') {
        this.abort(shard, markers, found!);
        return refused('CONCURRENT_TRANSACTIONS'); // by the time it asks again that is over
      }
      if (typeof decided === 'string') return refused(decided);
      shard.commit(decided);
      return replyOf(decided);
    });
  }

  /** One answer for all partitions: they are added together. */
  addPartitions(transactionalId: string, request: PartitionsRequest, clientVersion: TransactionVersion): ErrorName {
    if (transactionalId === '') return 'INVALID_REQUEST';
    return this.attempt(transactionalId, ({ shard }) => {
      const nowMs = this.surroundings.clock.nowMs();
      const decided = addPartitions(shard.get(transactionalId), request, clientVersion, nowMs);
      if (typeof decided === 'string') return refused(decided);
      shard.commit(decided);
      return replyOf(decided);
    }).error;
  }

  /** Whether a partition belongs to the open transaction: NONE, or why its records may not be written. */
  verify(
    transactionalId: string,
    producer: Omit<PartitionsRequest, 'partitions'>,
    topic: string,
    index: number,
  ): ErrorName {
    if (transactionalId === '') return 'INVALID_REQUEST';
    return this.attempt(transactionalId, ({ shard }) =>
      refused(verifyPartition(shard.get(transactionalId), producer, topic, index)),
    ).error;
  }

  /** The answer stands as soon as the end is written down; the markers follow. */
  endTransaction(transactionalId: string, request: EndRequest, clientVersion: TransactionVersion): ProducerReply {
    const { clock, newProducerId } = this.surroundings;
    if (transactionalId === '') return refused('INVALID_REQUEST');
    const bumps = bumpsEpoch(clientVersion);
    return this.attempt(transactionalId, ({ shard, markers }) => {
      const found = shard.get(transactionalId);
      const decided = bumps
        ? endTransactionV2(found, request, clock.nowMs(), newProducerId)
        : endTransaction(found, request, clock.nowMs());
      if (decided === 'NONE') return bumps ? replyOf(found!) : refused('NONE');
      if (typeof decided === 'string') return refused(decided);
      shard.commit(decided);
      const reply = bumps ? replyOf(complete(decided, clock.nowMs())) : refused('NONE');
      markers.finish(transactionalId);
      return reply;
    });
  }

  describe(transactionalId: string): Description {
    const error = (name: ErrorName) => describeError(transactionalId, errors[name].code);
    if (!this.active) return error('COORDINATOR_NOT_AVAILABLE');
    if (transactionalId === '') return error('INVALID_REQUEST');
    const found = this.loaded.get(this.partitionFor(transactionalId));
    if (found === undefined) return error('NOT_COORDINATOR');
    const transaction = found.shard.get(transactionalId);
    return transaction === undefined ? error('TRANSACTIONAL_ID_NOT_FOUND') : describe(transaction);
  }

  *all(): Generator<Transaction, void, void> {
    for (const { shard } of this.loaded.values()) yield* shard.all;
  }

  /** Aborts what has been open for longer than its producer asked for; happens by itself. */
  abortTimedOut(): void {
    const nowMs = this.surroundings.clock.nowMs();
    for (const { shard, markers } of this.loaded.values())
      for (const transaction of [...shard.all]) {
        const { state, startMs, timeoutMs, transactionalId } = transaction;
        if (state !== 'Ongoing' || startMs + timeoutMs >= nowMs) continue;
        this.surroundings.log('info', `the transaction of ${transactionalId} is aborted: open since ${timeoutMs} ms`);
        this.inBackground(shard, () => this.abort(shard, markers, transaction));
      }
  }

  /** Forgets transactional ids that nobody used for long; happens by itself. */
  removeExpired(): void {
    const { clock, config } = this.surroundings;
    const oldestMs = clock.nowMs() - config.idExpirationMs;
    for (const { shard } of this.loaded.values()) {
      const expired = [...shard.all].filter(({ state, lastUpdateMs }) => isIdle(state) && lastUpdateMs <= oldestMs);
      this.inBackground(shard, () => shard.forget(expired.map(({ transactionalId }) => transactionalId)));
    }
  }

  private abort(shard: Shard, markers: Markers, transaction: Transaction): void {
    const { clock, level } = this.surroundings;
    shard.commit(fence(transaction, level(), clock.nowMs()));
    markers.finish(transaction.transactionalId);
  }

  /** Nobody waits for it; what cannot be written now is tried again next time. The shard has told why. */
  private inBackground(shard: Shard, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error;
      this.surroundings.log(
        'warn',
        `__transaction_state-${shard.partition}: ${error.message}; it is tried again later`,
      );
    }
  }

  private attempt(transactionalId: string, decide: (found: Loaded) => ProducerReply): ProducerReply {
    if (!this.active) return refused('COORDINATOR_NOT_AVAILABLE');
    const found = this.loaded.get(this.partitionFor(transactionalId));
    if (found === undefined) return refused('NOT_COORDINATOR');
    try {
      return decide(found);
    } catch (error) {
      if (error instanceof TransactionError) return refused(error.error);
      throw error;
    }
  }

  private every(slot: number, intervalMs: number, work: () => void): void {
    this.timers[slot] = this.surroundings.clock.after(intervalMs, () => {
      this.every(slot, intervalMs, work);
      work();
    });
  }
}

const replyOf = ({ producerId, producerEpoch }: Transaction): ProducerReply => ({
  error: 'NONE',
  producerId,
  producerEpoch,
});

const refused = (error: ErrorName): ProducerReply => ({
  error,
  producerId: NO_PRODUCER_ID,
  producerEpoch: NO_EPOCH,
});
