/** The points of one group's partition through the history. */
import type { History } from '../evidence/history.ts';
import type { Point } from './point.ts';

export function seriesOf(history: History, group: string, topic: string, partition: number): Point[] {
  return history.moments.map(({ atMs, topics, groups }) => ({
    atMs,
    committed: groups[group]?.committed[topic]?.[partition] ?? null,
    start: topics[topic]?.[partition]?.start ?? null,
    end: topics[topic]?.[partition]?.end ?? null,
  }));
}

/** From the first moment to now. */
export const spanOf = ({ moments }: History): number => moments.at(-1)!.atMs - moments[0]!.atMs;
