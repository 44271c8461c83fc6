/**
 * Which batches of a fetched slice a consumer may see: no transaction markers, and with read_committed none of an aborted
 * transaction (Kafka: CompletedFetch.java). Every response lists the aborted transactions that overlap it, so that each can be
 * judged on its own.
 */
import {
  attributes,
  baseOffset,
  isControl,
  isTransactional,
  lastOffset,
  magic,
  producerId,
  wholeBatchEnd,
} from '../protocol/records/batch.ts';
import { controlTypeOf } from '../protocol/records/control.ts';
import { RecordCursor } from '../protocol/records/cursor.ts';

export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** Neighbouring batches that may all be seen, from byte `start` to byte `end`. */
export interface VisibleRun {
  readonly start: number;
  readonly end: number;
  /** The offset after the run and after the invisible batches that follow it. */
  readonly nextOffset: number;
}

export interface VisibleRange {
  /** Batches that end before this offset are left out: a slice may begin with one. */
  readonly from: number;
  /** Batches that begin at or after this offset are left out. */
  readonly to: number;
  /** Null with read_uncommitted. In any order: brokers list transactions as they completed. */
  readonly aborted: readonly AbortedTransaction[] | null;
  /** Called for every batch of the range, seen or not, before it is judged. */
  readonly check?: (at: number) => void;
}

/**
 * The runs of `records` in order. When nothing of the range can be seen but batches were passed, one empty run says how far; a
 * batch behind `to` says that nothing is left before it. A batch that crosses `from` or `to` is given whole.
 */
export function visibleRuns(records: Buffer, { from, to, aborted, check }: VisibleRange): VisibleRun[] {
  const runs: { start: number; end: number; nextOffset: number }[] = [];
  const isHidden = hiddenFilter(records, aborted);
  let open = false;
  for (let at = 0, end: number; (end = wholeBatchEnd(records, at)) !== -1; at = end) {
    const beyond = firstOffsetOf(records, at) >= to;
    const nextOffset = beyond ? to : lastOffsetOf(records, at) + 1;
    if (nextOffset <= from) continue;
    if (!beyond) check?.(at);
    const last = runs.at(-1);
    if (beyond || isHidden(at, nextOffset - 1)) {
      open = false;
      if (last === undefined) runs.push({ start: at, end: at, nextOffset });
      else last.nextOffset = nextOffset;
      if (beyond) break;
    } else if (open && last !== undefined) {
      last.end = end;
      last.nextOffset = nextOffset;
    } else {
      open = true;
      if (last !== undefined && last.start === last.end) runs.pop();
      runs.push({ start: at, end, nextOffset });
    }
  }
  return runs;
}

/** Messages of the formats before v2 carry the offset of their last record in front, and are never transactional. */
const lastOffsetOf = (records: Buffer, at: number): number =>
  magic(records, at) === 2 ? lastOffset(records, at) : baseOffset(records, at);
const firstOffsetOf = (records: Buffer, at: number): number =>
  magic(records, at) === 2 ? baseOffset(records, at) : -1;

/** Says of each batch in turn whether it is a marker, or data of a transaction that was aborted. */
function hiddenFilter(records: Buffer, aborted: readonly AbortedTransaction[] | null) {
  const coming = aborted === null ? [] : [...aborted].sort((a, b) => b.firstOffset - a.firstOffset);
  const active = new Set<number>();
  return (at: number, batchLastOffset: number): boolean => {
    if (magic(records, at) !== 2) return false;
    while (coming.length > 0 && coming.at(-1)!.firstOffset <= batchLastOffset) active.add(coming.pop()!.producerId);
    const flags = attributes(records, at);
    if (isControl(flags)) {
      if (active.has(producerId(records, at)) && isAbortMarker(records, at)) active.delete(producerId(records, at));
      return true;
    }
    return isTransactional(flags) && active.has(producerId(records, at));
  };
}

function isAbortMarker(records: Buffer, at: number): boolean {
  const marker = new RecordCursor().open(records, at);
  return marker.next() && controlTypeOf(marker) === 'abort';
}
