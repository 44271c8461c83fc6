/** How far one partition of a stream has been read, and what each response means for it. No I/O. */
import type { ResponseOf } from '../protocol/api.ts';
import type { fetch } from '../protocol/apis/01-fetch.ts';
import { baseOffset, magic, verifyCrc } from '../protocol/records/batch.ts';
import { KafkaError } from './error.ts';
import type { FetchedBatches, FetchRange } from './fetch-options.ts';
import { visibleRuns } from './visible.ts';

export type PartitionResponse = ResponseOf<typeof fetch>['responses'][number]['partitions'][number];

/** What is fetched, before it is known when its memory is free. */
export type Chunk = Omit<FetchedBatches, 'release'>;

export interface ReadingRules {
  readonly topic: string;
  readonly committed: boolean;
  readonly follow: boolean;
  readonly verifyCrc: boolean;
  /** How long a partition may stay short of its `to` without moving. */
  readonly stallMs: number;
}

/** A broker may answer empty-handed for reasons of its own, so one such answer does not prove that there is a gap. */
const EMPTY_ANSWERS_FOR_A_GAP = 2;

export class FetchPosition {
  readonly partition: number;
  offset: number;
  to: number | undefined;
  isDone = false;
  /** In a request that is under way, or set aside after a failure. */
  isBusy = false;
  failures = 0;
  failingSinceMs = 0;
  private readonly rules: ReadingRules;
  private stalledSinceMs: number | undefined;
  private emptyAnswers = 0;

  constructor({ partition, from, to }: FetchRange, rules: ReadingRules) {
    this.partition = partition;
    this.offset = from;
    this.to = to;
    this.rules = rules;
    this.isDone = to !== undefined && from >= to;
  }

  /**
   * Takes a response without an error and gives what the caller is to get of it. `proves` says that the broker had room and time
   * to send something for this partition. Throws CORRUPT_MESSAGE and TIMEOUT.
   */
  take(response: PartitionResponse, proves: boolean, nowMs: number): Chunk[] {
    this.failures = 0;
    const end = this.rules.committed ? response.lastStableOffset : response.highWatermark;
    if (this.to === undefined && !this.rules.follow) this.to = end;
    const records = response.records ?? Buffer.alloc(0);
    const chunks = this.chunks(records, response);
    if (chunks.length > 0) {
      this.emptyAnswers = 0;
      this.stalledSinceMs = undefined;
    } else if (this.to !== undefined && this.offset < this.to) {
      if (end < this.to) this.stall(end, nowMs);
      else if (records.length === 0 && this.isGap(proves)) chunks.push(this.chunk(records, 0, 0, this.to, response));
    }
    this.isDone = this.to !== undefined && this.offset >= this.to;
    return chunks;
  }

  private chunks(records: Buffer, response: PartitionResponse): Chunk[] {
    const { committed, verifyCrc } = this.rules;
    const to = this.to ?? Number.POSITIVE_INFINITY;
    const aborted = committed ? (response.abortedTransactions ?? []) : null;
    const check = verifyCrc ? (at: number) => this.checkCrc(records, at) : () => {};
    return visibleRuns(records, { from: this.offset, to, aborted, check }).map(({ start, end, nextOffset }) =>
      this.chunk(records, start, end, Math.min(nextOffset, to), response),
    );
  }

  private chunk(
    records: Buffer,
    start: number,
    end: number,
    nextOffset: number,
    { highWatermark, lastStableOffset, logStartOffset }: PartitionResponse,
  ): Chunk {
    const fromOffset = this.offset;
    this.offset = nextOffset;
    const { topic } = this.rules;
    const { partition } = this;
    const slice = records.subarray(start, end);
    return {
      topic,
      partition,
      records: slice,
      fromOffset,
      nextOffset,
      highWatermark,
      lastStableOffset,
      logStartOffset,
    };
  }

  /** Whether the log has nothing more between here and `to`, although it goes on at least that far. */
  private isGap(proves: boolean): boolean {
    this.emptyAnswers = proves ? this.emptyAnswers + 1 : 0;
    return this.emptyAnswers >= EMPTY_ANSWERS_FOR_A_GAP;
  }

  /** After a fail-over the end may stay behind for a while, and an open transaction holds read_committed back. */
  private stall(end: number, nowMs: number): void {
    this.stalledSinceMs ??= nowMs;
    if (nowMs - this.stalledSinceMs < this.rules.stallMs) return;
    const { topic, committed } = this.rules;
    const bound = committed ? 'last stable offset' : 'high watermark';
    const message = `Reading ${topic}-${this.partition}: its ${bound} stays at ${end}, short of the end ${this.to} that was asked for`;
    throw new KafkaError('TIMEOUT', message, {
      topic,
      partition: this.partition,
      data: { endOffset: end },
      advice: committed
        ? 'an open transaction holds it back; see `kafka-transactions.sh find-hanging`'
        : 'records may have been lost in an unclean leader election; ask for the offsets again',
    });
  }

  private checkCrc(records: Buffer, at: number): void {
    if (magic(records, at) !== 2 || verifyCrc(records, at)) return;
    const { topic } = this.rules;
    const offset = baseOffset(records, at);
    throw new KafkaError(
      'CORRUPT_MESSAGE',
      `The batch at ${topic}-${this.partition}, offset ${offset}, fails its CRC`,
      {
        topic,
        partition: this.partition,
        data: { offset },
        advice: 'the disk of its broker or the network damaged it; another replica may have it whole',
      },
    );
  }
}
