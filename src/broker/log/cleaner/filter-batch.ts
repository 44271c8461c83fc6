/**
 * What one batch becomes in a pass of the cleaner (Kafka: Cleaner.cleanInto, MemoryRecords.filterTo). A record stays when
 * no newer one of its key was seen. Tombstones and markers get a delete horizon in their batch by the first pass that
 * finds nothing before them to delete, and go by a pass after that (KIP-534).
 */
import {
  attributes,
  baseTimestamp,
  hasDeleteHorizon,
  isControl,
  lastOffset,
  producerEpoch,
  producerId,
  recordCount,
} from '../../../protocol/records/batch.ts';
import { RecordCursor } from '../../../protocol/records/cursor.ts';
import type { CleanedTransactions } from './cleaned-transactions.ts';
import type { OffsetMap } from './offset-map.ts';
import { emptyBatch, RetainedBatch } from './retained-batch.ts';

/** The last batch of a producer that may write again: without it its sequence or epoch would be forgotten at a restart. */
export interface LastOfProducer {
  /** −1 when the last thing known of the producer is a marker. */
  readonly lastDataOffset: number;
  readonly epoch: number;
}

export interface FilterOptions {
  readonly map: OffsetMap;
  readonly transactions: CleanedTransactions;
  readonly lastOfProducers: ReadonlyMap<number, LastOfProducer>;
  readonly nowMs: number;
  readonly deleteRetentionMs: number;
  /** The last batch below it stays even when it is empty: it tells where the cleaned part ends. */
  readonly end: number;
}

/** Nothing is left of the batch. */
export const DROPPED = Symbol('dropped');
/** The batch stays as it is. */
export const AS_IT_IS = Symbol('as it is');

export class BatchFilter {
  private readonly options: FilterOptions;
  private readonly cursor = new RecordCursor();
  private readonly retained = new RetainedBatch();
  /** Of each record of the batch, whether it stays. */
  private keeps = new Uint8Array(1024);

  constructor(options: FilterOptions) {
    this.options = options;
  }

  /** A batch that is returned is valid until the next call. */
  filter(bytes: Buffer, at: number): Buffer | typeof DROPPED | typeof AS_IT_IS {
    const { transactions, nowMs, deleteRetentionMs } = this.options;
    const flags = attributes(bytes, at);
    const control = isControl(flags);
    const horizonMs = hasDeleteHorizon(flags) ? baseTimestamp(bytes, at) : undefined;
    const ofNoUse = control ? transactions.isMarkerOfNothing(bytes, at) : transactions.isAborted(bytes, at, flags);
    const isPast = horizonMs !== undefined && horizonMs <= nowMs;
    const discards = ofNoUse && (!control || isPast);
    const keepsEmpty = this.keepsEmpty(bytes, at, control);
    if (discards) return keepsEmpty ? emptyBatch(bytes, at) : DROPPED;

    const { kept, tombstones, total } = this.look(bytes, at, control, isPast);
    if (kept === 0) return keepsEmpty ? emptyBatch(bytes, at) : DROPPED;
    const isNewlyDoomed = horizonMs === undefined && (tombstones || (control && ofNoUse));
    if (kept === total && !isNewlyDoomed) return AS_IT_IS;
    return this.rewritten(bytes, at, isNewlyDoomed ? nowMs + deleteRetentionMs : horizonMs);
  }

  /** Decides on each record. */
  private look(bytes: Buffer, at: number, control: boolean, isPast: boolean) {
    const { cursor } = this;
    const count = recordCount(bytes, at);
    if (this.keeps.length < count) this.keeps = new Uint8Array(count * 2);
    let [total, kept, tombstones] = [0, 0, false];
    for (cursor.open(bytes, at); cursor.next(); total++) {
      const keeps = control || this.isRetained(isPast);
      this.keeps[total] = keeps ? 1 : 0;
      if (!keeps) continue;
      kept++;
      tombstones ||= cursor.valueStart < 0;
    }
    return { total, kept, tombstones };
  }

  private rewritten(bytes: Buffer, at: number, horizonMs: number | undefined): Buffer {
    const { cursor, retained, keeps } = this;
    retained.begin(bytes, at, horizonMs);
    cursor.open(bytes, at);
    for (let i = 0; cursor.next(); i++) if (keeps[i] === 1) retained.append(cursor);
    return retained.finish(bytes, at, horizonMs);
  }

  /** Of the record that the cursor stands at. Without a key it should not be here at all, and goes. */
  private isRetained(horizonIsPast: boolean): boolean {
    const { data, offset, keyStart, keyEnd, valueStart } = this.cursor;
    const { map } = this.options;
    if (offset > map.latestOffset) return true;
    if (keyStart < 0 || (valueStart < 0 && horizonIsPast)) return false;
    return offset >= map.get(data, keyStart, keyEnd);
  }

  private keepsEmpty(bytes: Buffer, at: number, control: boolean): boolean {
    const end = lastOffset(bytes, at) + 1;
    if (end === this.options.end) return true;
    const id = producerId(bytes, at);
    const last = id < 0 ? undefined : this.options.lastOfProducers.get(id);
    if (last === undefined) return false;
    return last.lastDataOffset >= 0
      ? end === last.lastDataOffset + 1
      : control && producerEpoch(bytes, at) === last.epoch;
  }
}
