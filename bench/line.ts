/** One line of the result: mq and a peer, measured in the same run. */
import { type Summary, summary } from './samples.ts';

export interface Gate {
  /** As it is printed: '≥ 0.8 ×'. */
  readonly text: string;
  readonly met: boolean;
}

export interface Line {
  readonly what: string;
  readonly unit: string;
  readonly mq: Summary;
  readonly peer: string;
  readonly theirs: Summary;
  /** Medians, mq divided by peer. */
  readonly ratio: number;
  readonly gate?: Gate;
}

export interface Comparison {
  readonly what: string;
  readonly unit: string;
  readonly mq: readonly number[];
  readonly peer: string;
  readonly theirs: readonly number[];
  readonly gate?: Bound | readonly Bound[];
}

/** What mq / peer, or mq's own number, should be. */
export interface Bound {
  readonly of: 'ratio' | 'mq';
  readonly atLeast?: number;
  readonly atMost?: number;
}

export function compare({ what, unit, mq: ours, peer, theirs: others, gate }: Comparison): Line {
  const mq = summary(ours);
  const theirs = summary(others);
  const ratio = mq.median / theirs.median;
  const line = { what, unit, mq, peer, theirs, ratio };
  if (gate === undefined) return line;
  const gates = [gate].flat().map(bound => judge(bound, bound.of === 'mq' ? mq.median : ratio, unit));
  return { ...line, gate: { text: gates.map(({ text }) => text).join(', '), met: gates.every(({ met }) => met) } };
}

function judge({ of, atLeast, atMost }: Bound, value: number, unit: string): Gate {
  const measure = of === 'ratio' ? '×' : unit;
  const text = atLeast === undefined ? `≤ ${atMost} ${measure}` : `≥ ${atLeast} ${measure}`;
  return { text, met: value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity) };
}
