/** What a reader's partition looked like at one moment, commit and end taken together. */
export interface Point {
  readonly atMs: number;
  /** Null where nothing is committed. */
  readonly committed: number | null;
  /** Of the log, read after the commit; null while nobody leads the partition. */
  readonly start: number | null;
  readonly end: number | null;
}

export interface Measured extends Point {
  readonly committed: number;
  readonly start: number;
  readonly end: number;
}

/** Offsets to go; what retention has deleted is not waiting any more. Never below zero. */
export const lagOf = ({ committed, start, end }: Omit<Measured, 'atMs'>): number =>
  Math.max(0, end - Math.max(committed, start));

/**
 * The points that say something about the log as it is now: those with a commit and an end, and none from before the end went back, which
 * takes a topic that was deleted and made again, or an unclean election.
 */
export function comparable(points: readonly Point[]): Measured[] {
  let window: Measured[] = [];
  let newest = -1;
  for (const point of points) {
    if (point.end === null || point.start === null) continue;
    if (point.end < newest) window = [];
    newest = point.end;
    if (point.committed !== null) window.push(point as Measured);
  }
  return window;
}

export interface Stretch {
  /** In time, and in moments. */
  readonly leastMs: number;
  readonly least: number;
  readonly most: number;
}

/**
 * The newest moments that are enough to judge by how it is now. A state file goes back for weeks; what was sampled in this run after a pause
 * that is longer than all of it stands for itself.
 */
export function newest<T extends Pick<Point, 'atMs'>>(points: readonly T[], { leastMs, least, most }: Stretch): T[] {
  const now = points.at(-1)?.atMs ?? 0;
  const from = points.findLastIndex((point, i) => {
    const spanMs = now - point.atMs;
    const count = points.length - i;
    if (spanMs < leastMs || count < least) return false;
    return count >= most || (i > 0 && point.atMs - points[i - 1]!.atMs > spanMs);
  });
  return points.slice(Math.max(0, from));
}
