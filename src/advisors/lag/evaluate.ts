/**
 * One partition of one group: Burrow's evaluation with its known false alarms mended. Burrow looks at the last ten commits, mq at moments in
 * time with the end of the log as it was then: slow committers are not late, a quiet topic is no stopped consumer, and a single dip of the lag
 * does not hide that it grows. Pure. The order of the questions is Burrow's (core/internal/evaluator/caching.go).
 */
import { fallingBehind, TREND_POINTS } from './falling-behind.ts';
import { comparable, lagOf, type Measured, type Point } from './point.ts';
import type { LagState } from './state.ts';

export interface Circumstances {
  /** Offsets that may stay unread. 1 where transactions may end in a marker, which takes an offset and is no record. */
  readonly allowedLag: number;
  /** 'member': one owns the partition; 'nobody': the group has no members; 'others': it is stable and none of them does; 'unknown': moving. */
  readonly owner: 'member' | 'nobody' | 'others' | 'unknown';
  /** Until retention deletes the oldest unread record; undefined when it is not known or never. */
  readonly headroomMs?: number | undefined;
  /** The reader itself deletes what it has read (Kafka Streams): the log starts where it has committed, and nothing is lost by that. */
  readonly startFollows?: boolean | undefined;
}

export interface PartitionLag {
  readonly state: LagState;
  /** Offsets, of which markers and compacted records are some. Undefined where no number would be true. */
  readonly lag: number | undefined;
  /** Since when there was something to read and the commit did not move. */
  readonly stuckMs: number;
  /** Of the lag, while it grows. */
  readonly growthPerSec: number;
  /** Whether there was enough to see STOP, STALL and WARN by. */
  readonly complete: boolean;
}

/** Twelve auto commits (5 s), two of Connect's (60 s): who commits less often has shown it in the history. */
export const STUCK_MS = 120_000;
/** The start of the log takes so long to show where it goes. */
const NEARING_MS = 60_000;
/** What is unread and has so little time left is lost unless somebody acts now. */
const EXPIRING_MS = 3_600_000;

/** @param points in order of time, the last one is now */
export function evaluatePartition(points: readonly Point[], circumstances: Circumstances): PartitionLag {
  const nothing = { lag: undefined, stuckMs: 0, growthPerSec: 0, complete: true };
  const window = comparable(points);
  const now = window.at(-1);
  if (now === undefined || now.atMs !== points.at(-1)!.atMs) return { ...nothing, state: 'NOTFOUND' };
  const { allowedLag, owner, startFollows = false } = circumstances;
  const isPassed = !startFollows && now.committed < now.start - allowedLag;
  if (now.committed > now.end || isPassed) return { ...nothing, state: 'ERR' };

  const lag = lagOf(now);
  const stuckMs = stuckFor(window, allowedLag);
  const growthPerSec = lag <= allowedLag ? 0 : fallingBehind(window);
  const spanMs = now.atMs - window[0]!.atMs;
  const complete = spanMs >= STUCK_MS && window.length >= TREND_POINTS;
  const answer = (state: LagState): PartitionLag => ({ state, lag, stuckMs, growthPerSec, complete });

  if (owner === 'others') return answer('UNOWNED');
  if (lag <= allowedLag) return answer('OK');
  if (!startFollows && expiring(window, circumstances)) return answer('EXPIRING');
  if (stuckMs >= Math.max(STUCK_MS, 2 * longestPause(window))) return answer(owner === 'member' ? 'STALL' : 'STOP');
  if (rewound(window)) return answer('REWIND');
  return answer(growthPerSec > 0 ? 'WARN' : 'OK');
}

/** Since the first of the latest moments that all had something to read and the same commit; 0 when that is none. */
function stuckFor(window: readonly Measured[], allowedLag: number): number {
  const now = window.at(-1)!;
  const moved = window.findLastIndex(point => point.committed !== now.committed || lagOf(point) <= allowedLag);
  return now.atMs - (window[moved + 1] ?? now).atMs;
}

/** Between two moves of the commit, of which there have been at least two. */
function longestPause(window: readonly Measured[]): number {
  const moves = window.filter((point, i) => i > 0 && point.committed !== window[i - 1]!.committed);
  return Math.max(0, ...moves.slice(1).map((point, i) => point.atMs - moves[i]!.atMs));
}

function rewound(window: readonly Measured[]): boolean {
  const now = window.at(-1)!;
  return window.some(
    (point, i) => point.committed < (window[i - 1]?.committed ?? 0) && now.committed < window[i - 1]!.committed,
  );
}

/** Retention comes nearer: by the age of what is unread, or because the log's start moves up faster than the commit. */
function expiring(window: readonly Measured[], { headroomMs }: Circumstances): boolean {
  const now = window.at(-1)!;
  const spanMs = now.atMs - window[0]!.atMs;
  const nearing = now.start - window[0]!.start - (now.committed - window[0]!.committed);
  if (spanMs >= NEARING_MS && window.length >= TREND_POINTS && now.start > window[0]!.start && nearing > 0)
    if (((now.committed - now.start) / nearing) * spanMs < EXPIRING_MS) return true;
  return headroomMs !== undefined && headroomMs < EXPIRING_MS && nearing >= 0 && lagOf(now) >= lagOf(window[0]!);
}
