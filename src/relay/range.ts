/** What a relay promises to move: of each source partition the offsets from `from` up to, and without, `to`. */
export interface Range {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** Offsets in the ranges: the most records there can be, since compaction and transaction markers leave gaps. */
export const offsetsIn = (ranges: readonly Range[]): number => ranges.reduce((sum, { from, to }) => sum + to - from, 0);
