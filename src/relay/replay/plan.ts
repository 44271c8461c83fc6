/**
 * Where a replay begins in each partition. Pure. The document: "offsetsForTimes, seek"; "no newer record" is kept apart from
 * "latest", which Kafka's own tool prints as "falling back to latest" (ConsumerGroupCommand), and a group is never moved forward.
 */

import type { Range } from '../range.ts';

export interface ReplayPartition {
  readonly partition: number;
  readonly logStart: number;
  readonly end: number;
  /** The group's commit; null without a group or a commit. */
  readonly current: number | null;
  /** The first offset whose record is at or after the time asked for; null: none is newer. */
  readonly found: { readonly offset: number; readonly timestampMs: number } | null;
  /** The first offset at or after --to-time; null: up to the end. */
  readonly until: number | null;
}

export type Outcome = 'exact' | 'clamped to start' | 'no newer record' | 'unchanged';

export interface ReplayRow {
  readonly partition: number;
  readonly current: number | null;
  /** Where reading begins; null: the partition is left alone. */
  readonly target: number | null;
  /** Where it ends, exclusive. */
  readonly end: number;
  /** Offsets to read again. */
  readonly records: number;
  readonly firstTimestampMs: number | null;
  readonly outcome: Outcome;
  readonly note: string | null;
}

/**
 * One row for each partition. `rewind`: the position of a group is moved back, and never forward, for that would skip
 * records it has not seen; otherwise the range is copied or printed and commits do not matter.
 */
export function planReplay(
  partitions: readonly ReplayPartition[],
  fromMs: number,
  mode: 'rewind' | 'range',
): ReplayRow[] {
  return partitions.map(partition => rowOf(partition, fromMs, mode));
}

/** What a copy or a print reads. */
export const rangesOf = (rows: readonly ReplayRow[]): Range[] =>
  rows.flatMap(({ partition, target, end }) =>
    target === null || target >= end ? [] : [{ partition, from: target, to: end }],
  );

function rowOf(given: ReplayPartition, fromMs: number, mode: 'rewind' | 'range'): ReplayRow {
  const { partition, current, found, logStart } = given;
  const end = Math.min(given.until ?? given.end, given.end);
  const row = { partition, current, end, firstTimestampMs: found?.timestampMs ?? null };
  if (found === null) return { ...row, target: null, records: 0, outcome: 'no newer record', note: noNewer(given) };
  if (mode === 'rewind' && current !== null && found.offset >= current)
    return {
      ...row,
      target: null,
      records: 0,
      outcome: 'unchanged',
      note: found.offset > current ? 'the group is behind that time already; moving on would skip records' : null,
    };
  const clamped = found.offset === logStart && logStart > 0 && found.timestampMs > fromMs;
  return {
    ...row,
    target: found.offset,
    records: Math.max(0, end - found.offset),
    outcome: clamped ? 'clamped to start' : 'exact',
    note: clamped ? 'older records may have been deleted by retention' : null,
  };
}

const noNewer = ({ end, logStart }: ReplayPartition): string =>
  end === logStart ? 'the partition is empty' : 'every record is older';
