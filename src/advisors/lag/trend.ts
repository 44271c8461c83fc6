/** The line through some measurements that outliers do not bend: the median of the slopes between all pairs (Theil 1950, Sen 1968). */
export interface Trend {
  /** y per x. */
  readonly slope: number;
  /** Pairs that rise less pairs that fall, over all pairs (Kendall's tau): 1 when every later one is higher. */
  readonly agreement: number;
}

/** Undefined for fewer than two different x. Takes time in the square of the points: hand it a window. */
export function theilSen(points: readonly (readonly [x: number, y: number])[]): Trend | undefined {
  const slopes: number[] = [];
  for (const [i, [x1, y1]] of points.entries())
    for (const [x2, y2] of points.slice(i + 1)) if (x2 !== x1) slopes.push((y2 - y1) / (x2 - x1));
  if (slopes.length === 0) return undefined;
  slopes.sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  const slope = slopes.length % 2 === 1 ? slopes[middle]! : (slopes[middle - 1]! + slopes[middle]!) / 2;
  return { slope, agreement: slopes.reduce((sum, each) => sum + Math.sign(each), 0) / slopes.length };
}
