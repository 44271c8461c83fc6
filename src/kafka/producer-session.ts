/** The engine of a producer: gathers what may be sent into one request per broker, several under way, and sends again what may be. */
import { produce } from '../protocol/apis/00-produce.ts';
import { errors } from '../protocol/errors.ts';
import type { Cluster } from './cluster.ts';
import type { Connection } from './connection.ts';
import { asKafkaError, KafkaError } from './error.ts';
import type { Acknowledged, ProducerIdentity, ProducerOptions, RawProducer } from './producer-options.ts';
import { ProducerQueue, type QueuedBatch } from './producer-queue.ts';
import { backoffMs } from './retry.ts';

const MIB = 1024 * 1024;
/** As the Java producer has it. Larger ones gain nothing while several are under way, and hold up what else the broker has to answer. */
const REQUEST_BYTES = MIB;
/** Over the time in which a broker answers by itself. */
const ANSWER_GRACE_MS = 5_000;

let sessions = 0;

type SessionOptions = ProducerOptions & { readonly acks: number; readonly maxInFlight: number };

export class ProducerSession implements RawProducer {
  private readonly cluster: Cluster;
  private readonly identity: ProducerIdentity | undefined;
  private readonly options: SessionOptions;
  private readonly purpose = `produce-${++sessions}`;
  /** Those that were served last stand at the end. */
  private readonly queues = new Map<string, ProducerQueue>();
  private readonly requests = new Map<number, number>();
  private readonly outstanding = new Set<Promise<unknown>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private bufferedBytes = 0;
  private waitingForRoom: (() => void)[] = [];
  private failure: KafkaError | undefined;
  private isPumpDue = false;
  private isClosed = false;

  constructor(cluster: Cluster, identity: ProducerIdentity | undefined, options: SessionOptions) {
    this.cluster = cluster;
    this.identity = identity;
    this.options = options;
  }

  send(topic: string, partition: number, batch: Buffer): Promise<Acknowledged> {
    const done = new Promise<Acknowledged>((resolve, reject) => {
      const deadlineMs = performance.now() + (this.options.deliveryTimeoutMs ?? 120_000);
      const queue = this.queue(topic, partition);
      if (this.isClosed) queue.fail(new KafkaError('ABORTED', `Writing to ${queue.name}: the producer is closed`));
      queue.add(batch, deadlineMs, { resolve, reject });
    });
    this.outstanding.add(done);
    this.bufferedBytes += batch.length;
    const settled = (error?: KafkaError) => {
      this.outstanding.delete(done);
      this.bufferedBytes -= batch.length;
      if (error instanceof Error) this.failure ??= error;
      if (this.hasRoom()) for (const resume of this.waitingForRoom.splice(0)) resume();
    };
    done.then(() => settled(), settled);
    this.pumpSoon();
    return done;
  }

  async backPressure(): Promise<void> {
    while (!this.hasRoom()) {
      await new Promise<void>(resume => {
        this.waitingForRoom.push(resume);
      });
    }
  }

  async flush(): Promise<void> {
    await Promise.allSettled([...this.outstanding]);
    if (this.failure) throw this.failure;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
    for (const queue of this.queues.values()) {
      queue.fail(new KafkaError('ABORTED', `The producer was closed before ${queue.name} was acknowledged`));
    }
    this.cluster.release(this.purpose);
  }

  private hasRoom(): boolean {
    return this.failure !== undefined || this.bufferedBytes < (this.options.maxBufferedBytes ?? 32 * MIB);
  }

  private queue(topic: string, partition: number): ProducerQueue {
    const key = `${partition} ${topic}`;
    let queue = this.queues.get(key);
    if (queue === undefined) {
      queue = new ProducerQueue(topic, partition, this.identity, this.options.maxInFlight);
      this.queues.set(key, queue);
    }
    return queue;
  }

  /** After the turns that are due, so that batches sent in one go travel together. */
  private pumpSoon(): void {
    if (this.isPumpDue) return;
    this.isPumpDue = true;
    setImmediate(() => {
      this.isPumpDue = false;
      this.pump();
    });
  }

  private pump(): void {
    if (this.isClosed) return;
    const nowMs = performance.now();
    const byLeader = new Map<number, ProducerQueue[]>();
    for (const queue of this.queues.values()) {
      queue.checkDeadline(nowMs);
      if (queue.sendable() === undefined) continue;
      const leader = this.cluster.routes.knownLeader(queue.topic, queue.partition)?.node;
      if (leader === undefined || queue.topicId === undefined) void this.locate(queue);
      else if (byLeader.has(leader)) byLeader.get(leader)!.push(queue);
      else byLeader.set(leader, [queue]);
    }
    for (const [node, queues] of byLeader) {
      while ((this.requests.get(node) ?? 0) < this.options.maxInFlight) {
        const batches = this.gather(queues);
        if (batches.length === 0) break;
        this.requests.set(node, (this.requests.get(node) ?? 0) + 1);
        void this.request(node, batches);
      }
    }
  }

  /** At most one batch of each partition, up to the size of a request. */
  private gather(queues: readonly ProducerQueue[]): QueuedBatch[] {
    const batches: QueuedBatch[] = [];
    let bytes = 0;
    for (const queue of queues) {
      const batch = queue.sendable();
      if (batch === undefined) continue;
      if (bytes > 0 && bytes + batch.bytes.length > REQUEST_BYTES) break;
      bytes += batch.bytes.length;
      queue.send(batch);
      batches.push(batch);
    }
    for (const { queue } of batches) {
      const key = `${queue.partition} ${queue.topic}`;
      this.queues.delete(key);
      this.queues.set(key, queue);
    }
    return batches;
  }

  private async request(node: number, batches: readonly QueuedBatch[]): Promise<void> {
    const again = new Set<ProducerQueue>();
    const failed = (batch: QueuedBatch, error: KafkaError) => {
      if (batch.queue.failed(batch, error)) again.add(batch.queue);
    };
    try {
      const connection = await this.cluster.connection(node, this.purpose);
      const answers = await this.exchange(connection, batches);
      for (const batch of batches) {
        const { queue } = batch;
        const answer = answers.get(`${queue.partition} ${queue.topic}`);
        if (answer === undefined) {
          failed(
            batch,
            new KafkaError('PROTOCOL', `${connection.peer} left ${queue.name} out of its answer`, { ambiguous: true }),
          );
          continue;
        }
        const reason = queue.answered(batch, answer);
        const { leaderId, leaderEpoch } = answer.currentLeader;
        const known = this.cluster.routes.hint(queue.topic, queue.partition, { node: leaderId, epoch: leaderEpoch });
        if (reason && !known) again.add(queue);
      }
    } catch (error) {
      for (const batch of batches) failed(batch, asKafkaError(error, `Writing to ${batch.queue.name}`));
    }
    this.requests.set(node, (this.requests.get(node) ?? 1) - 1);
    if (again.size > 0) this.later([...again]);
    this.pump();
  }

  /** Sends one request; the answers by partition and topic. */
  private async exchange(connection: Connection, batches: readonly QueuedBatch[]) {
    const { acks, timeoutMs = 30_000 } = this.options;
    const topics = Map.groupBy(batches, ({ queue }) => queue.topic);
    const nameOf = new Map(batches.map(({ queue }) => [queue.topicId, queue.topic]));
    const topicData = [...topics].map(([name, list]) => ({
      name,
      topicId: list[0]!.queue.topicId || undefined,
      partitionData: list.map(({ queue, bytes }) => ({ index: queue.partition, records: bytes })),
    }));
    const body = { acks, timeoutMs, topicData };
    // Topic ids came with Kafka 2.8, their use here with v13.
    const limits = nameOf.has('') ? { maxVersion: 12 } : {};
    if (acks === 0) {
      await connection.tell(produce, body, limits);
      return new Map(batches.map(({ queue }) => [`${queue.partition} ${queue.topic}`, unanswered(queue.partition)]));
    }
    const response = await connection.request(produce, body, { ...limits, timeoutMs: timeoutMs + ANSWER_GRACE_MS });
    return new Map(
      response.responses.flatMap(topic =>
        topic.partitionResponses.map(answer => [`${answer.index} ${topic.name || nameOf.get(topic.topicId)}`, answer]),
      ),
    );
  }

  /** Finds out who leads, for the first batch and whenever there was no leader. */
  private async locate(queue: ProducerQueue): Promise<void> {
    const { routes } = this.cluster;
    queue.isHeld = true;
    try {
      await routes.leader(queue.topic, queue.partition);
      queue.topicId ??= routes.known(queue.topic)?.topicId ?? '';
      queue.isHeld = false;
      this.pumpSoon();
    } catch (error) {
      // A topic that was never there is a mistake of the caller; one that was may come back.
      const failure = asKafkaError(error, `Writing to ${queue.name}`);
      const isMistake = queue.topicId === undefined && failure.code === 'UNKNOWN_TOPIC_OR_PARTITION';
      if (failure.retriable && !isMistake) this.later([queue]);
      else queue.fail(failure);
    }
  }

  /** Sets partitions aside for a while and then looks for their leaders anew. */
  private later(queues: readonly ProducerQueue[]): void {
    if (this.isClosed) return;
    const waitMs = Math.max(...queues.map(({ attempts }) => backoffMs(this.cluster.retry, Math.max(1, attempts))));
    for (const queue of queues) queue.isHeld = true;
    const timer = setTimeout(async () => {
      this.timers.delete(timer);
      const topics = [...new Set(queues.map(({ topic }) => topic))];
      // When this fails there is no broker to be reached, and sending will say so.
      await this.cluster.routes.refresh(topics).catch(() => {});
      for (const queue of queues) this.resume(queue);
      this.pump();
    }, waitMs);
    this.timers.add(timer);
  }

  private resume(queue: ProducerQueue): void {
    queue.isHeld = false;
    const now = this.cluster.routes.known(queue.topic);
    if (now === undefined || now.error !== undefined || !queue.topicId || now.topicId === queue.topicId) return;
    const message = `Topic ${queue.topic} was deleted and created again while it was written to`;
    queue.fail(new KafkaError(errors.INCONSISTENT_TOPIC_ID.name, message, { topic: queue.topic }));
  }
}

/** With acks=0 there is no answer, and sent is as good as it gets. */
const unanswered = (index: number) => ({
  index,
  errorCode: 0,
  baseOffset: -1,
  logAppendTimeMs: -1,
  logStartOffset: -1,
  recordErrors: [],
  errorMessage: null,
  currentLeader: { leaderId: -1, leaderEpoch: -1 },
});
