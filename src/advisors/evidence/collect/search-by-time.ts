/**
 * The timestamp of the record at an offset, from answers to "the first record that is not older than t": a bisection over time, which every
 * answer shortens by the timestamp of the record it names. Pure. Records that are out of order by time blur it by as much.
 */

export interface Search {
  /** Of the record, or of the first one behind it where compaction has removed it. */
  readonly offset: number;
  /** The first record that is not older than this lies at or before the offset… */
  readonly fromMs: number;
  /** …and the first that is not older than this lies behind it. */
  readonly toMs: number;
  readonly nowMs: number;
  /** The answer so far; null while nothing is known, or nothing can be. */
  readonly knownMs: number | null;
  readonly done: boolean;
}

/** Records may be stamped in the future; a day is as far as one is looked for. */
const AHEAD_MS = 86_400_000;

/** A hundredth of the age, but not less than a second. */
const toleranceMs = ({ fromMs, nowMs }: Search) => Math.max(1_000, (nowMs - fromMs) / 100);

export const search = (offset: number, nowMs: number): Search => ({
  offset,
  fromMs: 0,
  toMs: nowMs + AHEAD_MS,
  nowMs,
  knownMs: null,
  done: false,
});

export const isFound = (search: Search): boolean =>
  search.done || (search.knownMs !== null && search.toMs - search.fromMs <= toleranceMs(search));

/** What to ask for next: first when the log begins, then the middle. */
export const nextTimeMs = ({ fromMs, toMs, knownMs }: Search): number =>
  knownMs === null ? 0 : Math.floor((fromMs + toMs) / 2);

/** After the answer to `nextTimeMs`. */
export function narrowed(
  search: Search,
  answer: { readonly offset: number | null; readonly timestampMs: number | null; readonly error?: unknown },
): Search {
  const { offset, timestampMs } = answer;
  const askedMs = nextTimeMs(search);
  if (answer.error !== undefined) return { ...search, done: true };
  if (search.knownMs === null) {
    if (offset === null || timestampMs === null) return { ...search, done: true }; // no record carries a time
    const isFirst = offset >= search.offset;
    return { ...search, fromMs: timestampMs, knownMs: timestampMs, done: isFirst };
  }
  if (offset === null || timestampMs === null || offset > search.offset) return { ...search, toMs: askedMs };
  if (offset === search.offset) return { ...search, knownMs: timestampMs, done: true };
  const fromMs = Math.max(askedMs, timestampMs);
  return { ...search, fromMs, knownMs: timestampMs };
}
