/**
 * Whether a reader falls behind, and how fast. What makes it hard: a reader commits now and then (Java and librdkafka every 5 s), so that the
 * lag that is seen is what it is behind and what it has read since its last commit. Three things keep the second out of the answer: only moments
 * that saw a new commit count, lag is taken as time as well as in offsets (a producer that writes faster makes the offsets grow, not the time),
 * and a trend has to be more than chance, or more than all that may be read between two commits. Pure.
 */
import { lagOf, type Measured, newest, type Stretch } from './point.ts';
import { beyondChance, type Trend, theilSen } from './trend.ts';

/** A trend is made of so many moments, over so long, the newest sixty at most. */
export const TREND_POINTS = 3;
const TREND_MS = 45_000;
const WINDOW_POINTS = 60;
/** Seven can show a trend by themselves. */
const LATELY: Stretch = { leastMs: TREND_MS, least: 8, most: Number.POSITIVE_INFINITY };
/** Growth over the window that counts, in offsets: less is how polls fall. And of all that is written meanwhile: less is no matter of hours. */
const GROWTH = 10;
const GROWTH_SHARE = 0.01;
/** Two auto commits: nobody who commits by default has read more than that since. */
const COMMIT_PAUSE_MS = 10_000;
/** Of a few points that rise by chance, one series in a hundred agrees so much (Mann 1945). */
const AGREEMENT = 0.6;

/** Offsets per second; 0 unless the reader falls behind by all that is known. */
export function fallingBehind(all: readonly Measured[]): number {
  const window = newest(all, LATELY);
  const seen = window
    .flatMap((point, i) => (i > 0 && point.committed !== window[i - 1]!.committed ? [i] : []))
    .slice(-WINDOW_POINTS);
  const [first, last] = [window[seen[0] ?? 0]!, window[seen.at(-1) ?? 0]!];
  const spanMs = last.atMs - first.atMs;
  if (seen.length < TREND_POINTS || spanMs < TREND_MS) return 0;

  const lags = seen.map(i => [window[i]!.atMs, lagOf(window[i]!)] as const);
  const inOffsets = theilSen(lags)!;
  if (inOffsets.slope * spanMs < GROWTH) return 0;
  const writtenPerMs = (last.end - first.end) / spanMs;
  const asTime = lags.map(([atMs, lag], n) => [atMs, behindMs(window, seen[n]!) ?? lag / writtenPerMs] as const);
  const inTime = theilSen(asTime)!;

  const doubtMs = doubtOf(window, seen);
  if (comesBack(asTime, Math.min(doubtMs, COMMIT_PAUSE_MS))) return 0;
  const growthMs = Math.min(inTime.slope, inOffsets.slope / writtenPerMs) * spanMs;
  const enoughMs = Math.max(growthNeededMs(window, seen, doubtMs, [inOffsets, inTime]), GROWTH_SHARE * spanMs);
  return growthMs >= enoughMs ? inOffsets.slope * 1000 : 0;
}

/** For how long the oldest unread record had been there; undefined when that was before the window. By what the log's end was at other moments. */
function behindMs(window: readonly Measured[], at: number): number | undefined {
  const point = window[at]!;
  const next = Math.max(point.committed, point.start);
  if (next >= point.end) return 0;
  const before = window.findLastIndex(({ end }, i) => i < at && end <= next);
  if (before < 0) return undefined;
  const [from, to] = [window[before]!, window[before + 1]!];
  return point.atMs - (from.atMs + ((next - from.end) / (to.end - from.end)) * (to.atMs - from.atMs));
}

/** How old the commit of a moment may be: it is not older than the moment before it, nor than the pause between two commits. */
function doubtOf(window: readonly Measured[], seen: readonly number[]): number {
  let longestMs = 0;
  let since = window[0]!;
  for (const point of window) {
    if (point.committed !== since.committed) since = point;
    longestMs = Math.max(longestMs, point.atMs - since.atMs);
  }
  return Math.min(Math.max(...gapsOf(window, seen)), Math.max(COMMIT_PAUSE_MS, 2 * longestMs));
}

const gapsOf = (window: readonly Measured[], seen: readonly number[]): number[] =>
  seen.map(i => window[i]!.atMs - window[i - 1]!.atMs);

/**
 * Moments at even distances drift against the commits: what is read since the last one then grows from moment to moment, without an exception.
 * At uneven distances it is as good as random, and the test of a trend tells it from growth.
 */
function growthNeededMs(
  window: readonly Measured[],
  seen: readonly number[],
  doubtMs: number,
  trends: readonly [Trend, Trend],
): number {
  const agreement = Math.min(...trends.map(trend => trend.agreement));
  if (beyondChance(agreement, seen.length)) {
    const gaps = gapsOf(window, seen);
    const uneven = Math.max(...gaps) - Math.min(...gaps) >= Math.min(doubtMs, COMMIT_PAUSE_MS / 2) / 2;
    return uneven ? 0 : Math.min(2 * Math.max(...gaps), Math.max(doubtMs, COMMIT_PAUSE_MS));
  }
  return agreement >= AGREEMENT ? Math.max(doubtMs, COMMIT_PAUSE_MS) : Number.POSITIVE_INFINITY;
}

/** A burst is being worked off, or has been: it fell lately, or is no higher just after commits than it was. One dip alone says nothing. */
function comesBack(asTime: readonly (readonly [atMs: number, behindMs: number])[], doubtMs: number): boolean {
  const behind = asTime.map(([, ms]) => ms);
  const lately = behind.slice(-Math.max(1, Math.floor(behind.length / 3)));
  if (Math.max(...lately) - behind.at(-1)! > 2 * doubtMs) return true;
  const half = Math.floor(behind.length / 2);
  return secondLowest(behind.slice(-half)) <= secondLowest(behind.slice(0, half));
}

const secondLowest = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(1, sorted.length - 1)]!;
};
