/**
 * The batches of one partition on their way: which may be sent, and what an answer means for them. No I/O.
 *
 * Sequence numbers are given when a batch comes in and never change, so that a batch which is sent twice is recognised. While
 * anything is being sent again, and until the first batch is acknowledged, only one is in flight: a broker takes any sequence of
 * a producer it does not know (KIP-360), so a second batch that overtakes a failed first one would be let in.
 */
import type { ResponseOf } from '../protocol/api.ts';
import type { produce } from '../protocol/apis/00-produce.ts';
import { errors } from '../protocol/errors.ts';
import { batchEnd, producerId, recordCount, sequenceAfter, setProducer } from '../protocol/records/batch.ts';
import { KafkaError, refusal } from './error.ts';
import type { Acknowledged, ProducerIdentity } from './producer-options.ts';
import { leaderMoved } from './stale-target.ts';

export type ProduceAnswer = ResponseOf<typeof produce>['responses'][number]['partitionResponses'][number];

const nobody = { producerId: -1, producerEpoch: -1, baseSequence: -1 };

export interface QueuedBatch {
  readonly queue: ProducerQueue;
  /** Place in the order of the partition. */
  readonly order: number;
  readonly bytes: Buffer;
  readonly records: number;
  readonly deadlineMs: number;
  /** How often it was handed to a connection. */
  attempts: number;
  /** An earlier attempt may have been written. */
  isAmbiguous: boolean;
  resolve(acknowledged: Acknowledged): void;
  reject(error: KafkaError): void;
}

export class ProducerQueue {
  readonly topic: string;
  readonly partition: number;
  /** Of the topic when the first batch was sent; a topic of the same name with another id is another topic. */
  topicId: string | undefined;
  /** Set aside, until its leader is known or some time has passed after a failure. */
  isHeld = false;
  failure: KafkaError | undefined;
  private readonly identity: ProducerIdentity | undefined;
  private readonly maxInFlight: number;
  private waiting: QueuedBatch[] = [];
  private inFlight: QueuedBatch[] = [];
  private order = 0;
  private nextSequence = 0;
  private isKnownToBroker: boolean;

  constructor(topic: string, partition: number, identity: ProducerIdentity | undefined, maxInFlight: number) {
    this.topic = topic;
    this.partition = partition;
    this.identity = identity;
    this.maxInFlight = maxInFlight;
    this.isKnownToBroker = identity === undefined;
  }

  get name(): string {
    return `${this.topic}-${this.partition}`;
  }

  /** How often the first batch was tried. */
  get attempts(): number {
    return this.waiting[0]?.attempts ?? 0;
  }

  /** Takes a batch at the end of the line. INVALID_RECORD unless it is one whole batch of format v2. */
  add(bytes: Buffer, deadlineMs: number, settle: Pick<QueuedBatch, 'resolve' | 'reject'>): void {
    if (this.failure) {
      settle.reject(behind(this.failure, false));
      return;
    }
    const flaw = flawOf(bytes);
    if (flaw !== undefined) {
      settle.reject(new KafkaError('INVALID_RECORD', `Writing to ${this.name}: ${flaw}`));
      return;
    }
    const records = recordCount(bytes);
    if (this.identity !== undefined) setProducer(bytes, 0, { ...this.identity, baseSequence: this.nextSequence });
    else if (producerId(bytes) !== nobody.producerId) setProducer(bytes, 0, nobody); // of a batch read elsewhere
    this.nextSequence = sequenceAfter(this.nextSequence, records);
    const state = { attempts: 0, isAmbiguous: false };
    this.waiting.push({ queue: this, order: this.order++, bytes, records, deadlineMs, ...state, ...settle });
  }

  /** The batch to be sent next, or undefined while there is none or it has to wait. */
  sendable(): QueuedBatch | undefined {
    const next = this.waiting[0];
    if (next === undefined || this.isHeld) return undefined;
    const careful = !this.isKnownToBroker || next.attempts > 0 || this.inFlight.some(({ attempts }) => attempts > 1);
    const limit = careful && this.identity !== undefined ? 1 : this.maxInFlight;
    return this.inFlight.length < limit ? next : undefined;
  }

  /** The batch that `sendable` gave is handed to a connection. */
  send(batch: QueuedBatch): void {
    this.waiting.shift();
    this.inFlight.push(batch);
    batch.attempts++;
  }

  /** Takes a broker's answer. Gives the reason when the batch has to be sent again. */
  answered(batch: QueuedBatch, answer: ProduceAnswer): KafkaError | undefined {
    if (this.failure) return undefined;
    const { errorCode, baseOffset, logAppendTimeMs } = answer;
    if (errorCode === 0 || errorCode === errors.DUPLICATE_SEQUENCE_NUMBER.code) {
      this.inFlight = this.inFlight.filter(other => other !== batch);
      this.isKnownToBroker = true;
      batch.resolve({ baseOffset, logAppendTimeMs, ...(errorCode === 0 ? {} : { duplicate: true }) });
      return undefined;
    }
    return this.failed(batch, this.refusal(batch, answer));
  }

  /** An attempt failed: puts the batch back in its place and gives the reason, or fails the partition for good. */
  failed(batch: QueuedBatch, error: KafkaError): KafkaError | undefined {
    if (this.failure) return undefined;
    this.inFlight = this.inFlight.filter(other => other !== batch);
    if (error.ambiguous) batch.isAmbiguous = true;
    if (!this.isRepeatable(batch, error)) {
      this.waiting.unshift(batch);
      this.fail(error);
      return undefined;
    }
    const before = this.waiting.findIndex(other => other.order > batch.order);
    this.waiting.splice(before === -1 ? this.waiting.length : before, 0, batch);
    return error;
  }

  /** Rejects everything, and what comes later. */
  fail(error: KafkaError): void {
    if (this.failure) return;
    this.failure = error;
    const [first, ...others] = [...this.inFlight, ...this.waiting].sort((a, b) => a.order - b.order);
    this.inFlight = [];
    this.waiting = [];
    const ambiguous = error.ambiguous || (first?.isAmbiguous ?? false);
    first?.reject(
      ambiguous === error.ambiguous ? error : new KafkaError(error.code, error.message, { ...error, ambiguous }),
    );
    for (const batch of others) batch.reject(behind(error, batch.attempts > 0));
  }

  /** Fails the partition when its first batch has waited for too long. */
  checkDeadline(nowMs: number): void {
    const first = this.waiting[0];
    if (first === undefined || nowMs < first.deadlineMs || this.inFlight.length > 0) return;
    const message = `Writing to ${this.name}: not acknowledged in time, after ${first.attempts} attempts`;
    const where = { topic: this.topic, partition: this.partition };
    this.fail(new KafkaError('TIMEOUT', message, { ...where, ambiguous: first.isAmbiguous }));
  }

  private isRepeatable(batch: QueuedBatch, error: KafkaError): boolean {
    if (error.code === 'OUT_OF_ORDER_SEQUENCE_NUMBER') return this.hasEarlier(batch);
    if (error.ambiguous && this.identity === undefined) return false;
    return error.retriable && performance.now() < batch.deadlineMs;
  }

  /** Whether a batch before this one is not acknowledged yet: it has to arrive first, then this one fits. */
  private hasEarlier(batch: QueuedBatch): boolean {
    return [...this.inFlight, ...this.waiting].some(other => other.order < batch.order);
  }

  private refusal(batch: QueuedBatch, { errorCode, errorMessage, recordErrors }: ProduceAnswer): KafkaError {
    const { topic, partition } = this;
    const size = `${batch.records} records, ${batch.bytes.length} bytes`;
    const [record] = recordErrors;
    const said = record?.batchIndexErrorMessage ?? errorMessage;
    // Both leave the records in the log (Kafka: ReplicaManager.appendRecords).
    const ambiguous =
      errorCode === errors.REQUEST_TIMED_OUT.code || errorCode === errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND.code;
    const data = { batchBytes: batch.bytes.length, records: batch.records };
    const where = { topic, partition, ambiguous, data: record ? { ...data, recordIndex: record.batchIndex } : data };
    const moved = leaderMoved.has(errorCode) ? { retriable: true } : {};
    return refusal(errorCode, `Writing to ${this.name} (a batch of ${size})`, { ...where, ...moved }, said)!;
  }
}

function flawOf(bytes: Buffer): string | undefined {
  try {
    return batchEnd(bytes) === bytes.length ? undefined : 'one batch at a time';
  } catch (error) {
    return (error as Error).message;
  }
}

const behind = (error: KafkaError, ambiguous: boolean): KafkaError =>
  new KafkaError(error.code, `${error.message}; this batch stood behind the one that failed`, {
    ...error,
    ambiguous,
    cause: error,
  });
