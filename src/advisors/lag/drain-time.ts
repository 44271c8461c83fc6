/** How long a backlog takes to be gone, from what was read and written over the history. */
import type { History } from '../evidence/history.ts';
import { comparable, lagOf, newest, type Stretch } from './point.ts';
import { seriesOf } from './series.ts';

/** Long enough for some commits; rates of hours ago say nothing of how it goes on. */
const LATELY: Stretch = { leastMs: 60_000, least: 2, most: 12 };

export interface DrainTime {
  readonly lag: number;
  /** What the rates are taken over. */
  readonly spanMs: number;
  readonly consumedPerSec: number;
  readonly producedPerSec: number;
  /** Infinity when it is not getting smaller. */
  readonly etaMs: number;
  /** Of what is written, the share that is not read: by so much of each second the backlog gets older. 0 when all is. */
  readonly shortfall: number;
}

/** Undefined without two moments that compare, or when the group does not read at all: that is no matter of speed. */
export function drainOf(history: History, group: string, topic: string, partition: number): DrainTime | undefined {
  const window = newest(comparable(seriesOf(history, group, topic, partition)), LATELY);
  const first = window[0];
  const last = window.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const spanMs = last.atMs - first.atMs;
  const seconds = spanMs / 1000;
  const consumed = last.committed - first.committed;
  if (seconds === 0 || consumed <= 0) return undefined;
  const produced = last.end - first.end;
  const lag = lagOf(last);
  return {
    lag,
    spanMs,
    consumedPerSec: consumed / seconds,
    producedPerSec: produced / seconds,
    etaMs: consumed > produced ? (lag / (consumed - produced)) * seconds * 1000 : Number.POSITIVE_INFINITY,
    shortfall: consumed >= produced ? 0 : 1 - consumed / produced,
  };
}
