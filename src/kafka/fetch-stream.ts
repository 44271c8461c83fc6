/** The engine of fetchBatches: keeps one Fetch under way per broker while there is room, and queues what comes. */
import type { ResponseOf } from '../protocol/api.ts';
import { fetch } from '../protocol/apis/01-fetch.ts';
import { errors } from '../protocol/errors.ts';
import type { Cluster } from './cluster.ts';
import { aborted, asKafkaError, KafkaError, refusal, refuse } from './error.ts';
import type { FetchedBatches, FetchOptions } from './fetch-options.ts';
import { type Chunk, FetchPosition, type PartitionResponse } from './fetch-position.ts';
import type { TopicMetadata } from './metadata.ts';
import { listOffsets } from './offsets.ts';
import { backoffMs } from './retry.ts';
import { leaderMoved } from './stale-target.ts';

const MIB = 1024 * 1024;
const LEAST_BYTES = 64 * 1024;

let streams = 0;

export class FetchStream {
  private readonly cluster: Cluster;
  private readonly options: FetchOptions;
  private readonly signal: AbortSignal | undefined;
  /** A connection of its own per broker, because its requests are parked there. */
  private readonly purpose = `fetch-${++streams}`;
  /** Those that brought data last stand at the end, so that every one gets its turn at the room of a response. */
  private positions: FetchPosition[];
  private readonly fetching = new Map<number, number>();
  private readonly queue: FetchedBatches[] = [];
  private queuedBytes = 0;
  private topic: TopicMetadata | undefined;
  private failure: KafkaError | undefined;
  private isClosed = false;
  private readonly timers = new Set<NodeJS.Timeout>();
  private wake = () => {};

  constructor(cluster: Cluster, options: FetchOptions) {
    this.cluster = cluster;
    this.options = options;
    this.signal = options.signal ?? cluster.signal;
    const rules = {
      topic: options.topic,
      committed: options.isolation === 'read_committed',
      follow: options.follow ?? false,
      verifyCrc: options.verifyCrc ?? true,
      stallMs: cluster.retry.timeoutMs,
    };
    this.positions = options.partitions.map(range => new FetchPosition(range, rules));
    this.signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  /** The next chunk, or undefined when all partitions are done. */
  async next(): Promise<FetchedBatches | undefined> {
    this.topic ??= await this.firstLook();
    for (;;) {
      if (this.signal?.aborted) throw aborted(this.signal, `Reading ${this.options.topic}`);
      const chunk = this.queue.shift();
      if (chunk !== undefined) {
        this.queuedBytes -= chunk.records.length;
        this.pump();
        return chunk;
      }
      if (this.failure) throw this.failure;
      if (this.positions.every(position => position.isDone)) return undefined;
      const woken = new Promise<void>(resolve => {
        this.wake = resolve;
      });
      this.pump();
      await woken;
    }
  }

  close(): void {
    this.isClosed = true;
    this.signal?.removeEventListener('abort', this.onAbort);
    for (const timer of this.timers) clearTimeout(timer);
    this.cluster.release(this.purpose);
  }

  private readonly onAbort = () => this.wake();

  private async firstLook(): Promise<TopicMetadata> {
    const { topic, partitions } = this.options;
    for (const { partition } of partitions) await this.cluster.routes.leader(topic, partition).catch(leaderlessIsFine);
    return this.cluster.routes.topic(topic);
  }

  /** Sends a Fetch to every broker that has none, leads something that is wanted, and for which there is room. */
  private pump(): void {
    if (this.isClosed || this.failure) return;
    const byLeader = new Map<number, FetchPosition[]>();
    const leaders = new Set<number>();
    for (const position of this.positions) {
      if (position.isDone) continue;
      const leader = this.cluster.routes.knownLeader(this.options.topic, position.partition);
      leaders.add(leader?.node ?? -1);
      if (position.isBusy) continue;
      if (leader === undefined) this.later([position], this.leaderless(position.partition));
      else byLeader.set(leader.node, [...(byLeader.get(leader.node) ?? []), position]);
    }
    const maxBuffered = this.options.maxBufferedBytes ?? 32 * MIB;
    const share = Math.floor(maxBuffered / (leaders.size + 1));
    const bytes = Math.max(LEAST_BYTES, Math.min(this.options.maxBytes ?? 8 * MIB, share));
    for (const [node, positions] of byLeader) {
      const held = this.queuedBytes + [...this.fetching.values()].reduce((sum, reserved) => sum + reserved, 0);
      if (this.fetching.has(node) || (held > 0 && held + bytes > maxBuffered)) continue;
      this.fetching.set(node, bytes);
      for (const position of positions) position.isBusy = true;
      void this.fetch(node, positions, bytes);
    }
  }

  private async fetch(node: number, positions: readonly FetchPosition[], maxBytes: number): Promise<void> {
    try {
      const connection = await this.cluster.connection(node, this.purpose);
      if (this.isClosed) return;
      const { maxWaitMs = 500 } = this.options;
      const byId = this.topic?.topicId !== undefined;
      const response = await connection.request(fetch, () => this.request(positions, maxBytes, maxWaitMs), {
        timeoutMs: this.cluster.requestTimeoutMs + maxWaitMs,
        ...(byId ? {} : { maxVersion: 12 }),
      });
      refuse(response.errorCode, `Fetch from ${connection.peer}`);
      for (const position of positions) position.isBusy = false;
      this.accept(positions, response, memory => connection.recycle(memory));
    } catch (error) {
      for (const position of positions) position.isBusy = false;
      this.later(positions, asKafkaError(error, `Reading ${this.options.topic}`));
    } finally {
      this.fetching.delete(node);
      this.pump();
      this.wake();
    }
  }

  private request(positions: readonly FetchPosition[], maxBytes: number, maxWaitMs: number) {
    const { topic, isolation, partitionMaxBytes = MIB } = this.options;
    const partitions = positions.map(({ partition, offset }) => ({
      partition,
      currentLeaderEpoch: this.cluster.routes.knownLeader(topic, partition)?.epoch ?? -1,
      fetchOffset: offset,
      partitionMaxBytes: Math.min(partitionMaxBytes, maxBytes),
    }));
    return {
      maxWaitMs,
      minBytes: 1,
      maxBytes,
      isolationLevel: isolation === 'read_committed' ? 1 : 0,
      topics: [{ topic, topicId: this.topic?.topicId, partitions }],
    };
  }

  private accept(
    positions: readonly FetchPosition[],
    response: ResponseOf<typeof fetch>,
    recycle: (memory: ArrayBufferLike) => void,
  ): void {
    const answers = new Map(response.responses.flatMap(topic => topic.partitions).map(p => [p.partitionIndex, p]));
    const fed = new Set<FetchPosition>();
    const chunks: Chunk[] = [];
    for (const position of positions) {
      const answer = answers.get(position.partition);
      if (answer === undefined) continue;
      if (answer.errorCode !== 0) {
        this.refused(position, answer);
        continue;
      }
      const proves = fed.size === 0 && response.throttleTimeMs === 0;
      if ((answer.records?.length ?? 0) > 0) fed.add(position);
      try {
        chunks.push(...position.take(answer, proves, performance.now()));
      } catch (error) {
        this.fail(asKafkaError(error, `Reading ${this.options.topic}-${position.partition}`));
      }
    }
    this.positions = [...this.positions.filter(p => !fed.has(p)), ...fed];
    this.enqueue(chunks, recycle);
  }

  /** The chunks of a response share its memory: it is free when the last of them is released. */
  private enqueue(chunks: readonly Chunk[], recycle: (memory: ArrayBufferLike) => void): void {
    const memory = chunks.find(({ records }) => records.length > 0)?.records.buffer;
    let held = chunks.length;
    for (const chunk of chunks) {
      let isHeld = true;
      const release = () => {
        if (isHeld && --held === 0 && memory !== undefined) recycle(memory);
        isHeld = false;
      };
      this.queue.push({ ...chunk, release });
      this.queuedBytes += chunk.records.length;
    }
  }

  private refused(position: FetchPosition, answer: PartitionResponse): void {
    const { topic } = this.options;
    const { partition, offset } = position;
    if (answer.errorCode === errors.OFFSET_OUT_OF_RANGE.code) {
      position.isBusy = true;
      void this.outOfRange(partition, offset);
      return;
    }
    const { leaderId, leaderEpoch } = answer.currentLeader;
    this.cluster.routes.hint(topic, partition, { node: leaderId, epoch: leaderEpoch });
    const what = `Reading ${topic}-${partition} at offset ${offset}`;
    const moved = leaderMoved.has(answer.errorCode);
    const retriable = moved ? { retriable: true } : {};
    this.later([position], refusal(answer.errorCode, what, { topic, partition, ...retriable })!);
  }

  /** Looks up what there is, for the message. */
  private async outOfRange(partition: number, offset: number): Promise<void> {
    const { topic } = this.options;
    try {
      const [earliest, latest] = await Promise.all(
        (['earliest', 'latest'] as const).map(at => listOffsets(this.cluster, topic, [{ partition, at }])),
      );
      const logStartOffset = earliest?.[0]?.offset ?? -1;
      const endOffset = latest?.[0]?.offset ?? -1;
      const message = `Reading ${topic}-${partition}: offset ${offset} is outside of what it holds, ${logStartOffset} to ${endOffset}`;
      this.fail(
        new KafkaError('OFFSET_OUT_OF_RANGE', message, {
          topic,
          partition,
          data: { offset, logStartOffset, endOffset },
          advice: errors.OFFSET_OUT_OF_RANGE.advice,
        }),
      );
    } catch (error) {
      this.fail(asKafkaError(error, `Reading ${topic}-${partition}`));
    }
  }

  /** Sets partitions aside for a while, looks for their leaders anew, and fails when that has gone on for too long. */
  private later(positions: readonly FetchPosition[], error: KafkaError): void {
    if (this.isClosed) return;
    const nowMs = performance.now();
    let isOver = !error.retriable;
    let waitMs = 0;
    for (const position of positions) {
      if (position.failures++ === 0) position.failingSinceMs = nowMs;
      isOver ||= nowMs - position.failingSinceMs > this.cluster.retry.timeoutMs;
      waitMs = Math.max(waitMs, backoffMs(this.cluster.retry, position.failures));
    }
    if (isOver) this.fail(error);
    for (const position of positions) position.isBusy = true;
    const timer = setTimeout(async () => {
      this.timers.delete(timer);
      await this.lookAgain();
      for (const position of positions) position.isBusy = false;
      this.pump();
    }, waitMs);
    this.timers.add(timer);
  }

  private async lookAgain(): Promise<void> {
    const { topic } = this.options;
    try {
      await this.cluster.routes.refresh([topic]);
      const found = await this.cluster.routes.topic(topic);
      if (found.topicId === this.topic?.topicId) return;
      const message = `Topic ${topic} was deleted and created again while it was read`;
      this.fail(new KafkaError('INCONSISTENT_TOPIC_ID', message, { topic }));
    } catch (error) {
      const failure = asKafkaError(error, `Reading ${topic}`);
      if (!failure.retriable) this.fail(failure);
    }
  }

  private leaderless(partition: number): KafkaError {
    const { topic } = this.options;
    const gone = this.cluster.routes.known(topic)?.error;
    return gone ?? refusal(errors.LEADER_NOT_AVAILABLE.code, `Reading ${topic}-${partition}`, { topic, partition })!;
  }

  private fail(error: KafkaError): void {
    this.failure ??= error;
    this.wake();
  }
}

/** A partition that exists without a leader may get one; the stream waits for it. */
function leaderlessIsFine(error: unknown): void {
  if (!(error instanceof KafkaError && error.code === 'LEADER_NOT_AVAILABLE')) throw error;
}
