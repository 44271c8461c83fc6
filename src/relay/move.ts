/**
 * Moves ranges of a topic into another: raw batches in, records spliced by key into new batches, raw batches out.
 * Keys, values, headers and timestamps pass byte for byte; origin headers are added behind. Nothing is decoded.
 *
 * The promise: a checkpoint names positions before which every record is acknowledged by all in-sync replicas of the target
 * (acks=all, idempotent), so that an interrupted move goes on from the last checkpoint.
 */
import type { Cluster } from '../kafka/cluster.ts';
import { fetchBatches } from '../kafka/fetch.ts';
import { openProducer, type RawProducer } from '../kafka/producer.ts';
import { systemClock } from '../lib/clock.ts';
import { wholeBatches } from '../protocol/records/batch.ts';
import { RecordCursor } from '../protocol/records/cursor.ts';
import type { Found } from './found.ts';
import { OriginHeaders } from './origin.ts';
import { Outlet } from './outlet.ts';
import type { Placement } from './placement.ts';
import { type Position, Positions } from './positions.ts';
import type { Range } from './range.ts';
import { RateLimit } from './rate-limit.ts';

/** Output batches: large enough to be cheap, small enough that all open ones together stay near 40 MB. */
const BATCH_BYTES = 900_000;
const SMALLEST_BATCH_BYTES = 64 * 1024;
const OPEN_BYTES = 40_000_000;
const CHECKPOINT_EVERY_MS = 1000;

export interface Move {
  readonly topic: string;
  readonly ranges: readonly Range[];
  /** Where an earlier run got to; absent partitions begin at their range. */
  readonly start?: readonly Position[];
  readonly target: { readonly topic: string; readonly partitions: number; readonly maxMessageBytes: number };
  readonly place: Placement;
  /** Bytes of source batches a second. */
  readonly maxBytesPerSec?: number | undefined;
  /** Records that an interrupted run left behind its last checkpoint: they are not sent again. */
  readonly already?: Found | undefined;
  /** Go on behind the ranges until aborted. */
  readonly follow?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Positions that are safe to commit; about once a second and at the end. `read`: nothing from there on was sent yet. */
  onCheckpoint(positions: readonly Position[], read: () => ReadonlyMap<number, number>): Promise<void>;
  onProgress?(progress: Progress): void;
}

export interface Progress {
  /** Source offsets passed, of `offsetsIn(ranges)`. */
  readonly offsets: number;
  readonly records: number;
  /** Bytes of source batches read. */
  readonly bytes: number;
}

export interface Moved extends Progress {
  readonly positions: readonly Position[];
  /** True when the signal ended it before the ranges were done. */
  readonly interrupted: boolean;
  /** From the first read to the last commit. */
  readonly elapsedMs: number;
}

/** Throws what the gateway throws (KafkaError), after a last checkpoint of what was acknowledged. */
export async function move(cluster: Cluster, job: Move): Promise<Moved> {
  const startMs = systemClock.monotonicMs();
  const producer = await openProducer(cluster);
  const mover = new Mover(producer, job);
  const checkpoints = setInterval(() => mover.flushAndCheckpoint(), CHECKPOINT_EVERY_MS);
  try {
    await mover.run(cluster);
    await mover.settle();
  } finally {
    clearInterval(checkpoints);
    await producer.close();
  }
  return { ...mover.result(), elapsedMs: Math.round(systemClock.monotonicMs() - startMs) };
}

class Mover {
  private readonly producer: RawProducer;
  private readonly job: Move;
  private readonly positions: Positions;
  private readonly outlets: Outlet[];
  /** Per source partition: the offset to read next, and the headers that say where its records are from. */
  private readonly sources = new Map<number, { next: number; readonly to: number; readonly origin: OriginHeaders }>();
  private readonly cursor = new RecordCursor();
  private readonly limit: RateLimit | undefined;
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private progress: Progress = { offsets: 0, records: 0, bytes: 0 };
  private failure: { readonly error: unknown } | undefined;
  private checkpoint: Promise<void> = Promise.resolve();

  constructor(producer: RawProducer, job: Move) {
    this.producer = producer;
    this.job = job;
    this.signal = job.signal === undefined ? this.stop.signal : AbortSignal.any([job.signal, this.stop.signal]);
    const start = job.ranges.map(range => {
      const earlier = job.start?.find(({ partition }) => partition === range.partition);
      return { partition: range.partition, from: earlier?.offset ?? range.from, moved: earlier?.moved ?? 0 };
    });
    this.positions = new Positions(start);
    for (const { partition, from } of start) {
      const to = job.follow ? Number.POSITIVE_INFINITY : job.ranges.find(range => range.partition === partition)!.to;
      this.sources.set(partition, { next: from, to, origin: new OriginHeaders(job.topic, partition) });
    }
    const { partitions, maxMessageBytes } = job.target;
    const share = Math.max(SMALLEST_BATCH_BYTES, Math.floor(OPEN_BYTES / partitions));
    const batchBytes = Math.min(BATCH_BYTES, share, maxMessageBytes);
    this.outlets = Array.from({ length: partitions }, (_, partition) => new Outlet(partition, batchBytes));
    this.limit = job.maxBytesPerSec === undefined ? undefined : new RateLimit(job.maxBytesPerSec, systemClock);
  }

  async run(cluster: Cluster): Promise<void> {
    const { job, signal } = this;
    const partitions = [...this.sources]
      .filter(([, { next, to }]) => next < to)
      .map(([partition, { next, to }]) => (job.follow ? { partition, from: next } : { partition, from: next, to }));
    if (partitions.length === 0) return;
    const options = {
      topic: job.topic,
      partitions,
      isolation: 'read_committed' as const,
      follow: job.follow ?? false,
      signal,
      ...(job.maxBytesPerSec === undefined ? {} : smallFetches(job.maxBytesPerSec)),
    };
    try {
      for await (const fetched of fetchBatches(cluster, options)) {
        await this.limit?.take(fetched.records.length, signal);
        if (signal.aborted) return;
        this.pass(fetched);
        fetched.release();
        job.onProgress?.(this.progress);
        await this.producer.backPressure();
      }
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  /** Splices one fetched chunk into the outlets. */
  private pass({ partition, records, nextOffset }: { partition: number; records: Buffer; nextOffset: number }): void {
    const source = this.sources.get(partition)!;
    const { cursor } = this;
    const chunk = this.positions.open(partition);
    for (const at of wholeBatches(records)) {
      cursor.open(records, at);
      while (cursor.next()) {
        const { offset } = cursor;
        if (offset < source.next || offset >= source.to) continue;
        chunk.records++;
        if (this.job.already?.has(partition, offset)) continue;
        const outlet = this.outlets[this.job.place(cursor.data, cursor.keyStart, cursor.keyEnd, partition)]!;
        const origin = source.origin.at(offset);
        if (outlet.add(cursor, origin, chunk)) continue;
        this.send(outlet);
        outlet.add(cursor, origin, chunk);
      }
    }
    const next = Math.min(nextOffset, source.to);
    this.progress = {
      offsets: this.progress.offsets + next - source.next,
      records: this.progress.records + chunk.records,
      bytes: this.progress.bytes + records.length,
    };
    source.next = next;
    this.positions.readToEnd(chunk, next);
  }

  private send(outlet: Outlet): void {
    const { batch, acknowledged } = outlet.take();
    this.producer.send(this.job.target.topic, outlet.partition, batch).then(
      () => {
        for (const chunk of acknowledged()) this.positions.done(chunk);
      },
      error => this.fail(error),
    );
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.stop.abort();
  }

  flushAndCheckpoint(): void {
    for (const outlet of this.outlets) if (!outlet.isEmpty) this.send(outlet);
    this.checkpoint = this.checkpoint
      .then(() => this.job.onCheckpoint(this.positions.snapshot(), () => this.read()))
      .catch(error => this.fail(error));
  }

  /** Sends what is open, waits for what is under way and makes the last checkpoint, whatever happened before. */
  async settle(): Promise<void> {
    for (const outlet of this.outlets) if (!outlet.isEmpty) this.send(outlet);
    await this.producer.flush().catch(error => this.fail(error));
    this.flushAndCheckpoint();
    await this.checkpoint;
    if (this.failure !== undefined) throw this.failure.error;
  }

  private read(): Map<number, number> {
    return new Map([...this.sources].map(([partition, { next }]) => [partition, next]));
  }

  result(): Omit<Moved, 'elapsedMs'> {
    const interrupted = [...this.sources.values()].some(({ next, to }) => next < to);
    return { ...this.progress, positions: this.positions.snapshot(), interrupted };
  }
}

/** Under a rate limit: a tenth of a second's worth at a time, so that the flow is even. */
function smallFetches(bytesPerSec: number) {
  const partitionMaxBytes = Math.min(2 ** 21, Math.max(2 ** 14, Math.round(bytesPerSec / 10)));
  return { partitionMaxBytes, maxBytes: partitionMaxBytes * 4, maxBufferedBytes: partitionMaxBytes * 8 };
}
