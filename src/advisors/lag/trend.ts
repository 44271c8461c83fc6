/** The line through some measurements that outliers do not bend: the median of the slopes between all pairs (Theil 1950, Sen 1968). */
export interface Trend {
  /** y per x. */
  readonly slope: number;
  /** Pairs that rise less pairs that fall, over all pairs (Kendall's tau): 1 when every later one is higher. */
  readonly agreement: number;
}

/** Undefined for fewer than two different x. Takes time in the square of the points: hand it a window. */
export function theilSen(points: readonly (readonly [x: number, y: number])[]): Trend | undefined {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (let i = 0; i < points.length; i++) {
    const [x1, y1] = points[i]!;
    for (let j = i + 1; j < points.length; j++) {
      const [x2, y2] = points[j]!;
      if (x2 !== x1) slopes[count++] = (y2 - y1) / (x2 - x1);
    }
  }
  if (count === 0) return undefined;
  const sorted = slopes.subarray(0, count).sort();
  const middle = count >> 1;
  const slope = count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { slope, agreement: sorted.reduce((sum, each) => sum + Math.sign(each), 0) / count };
}

/** Standard deviations that one series in a thousand exceeds by chance. */
const ONE_IN_A_THOUSAND = 3.1;

/** Whether so many points that have nothing to do with each other would rarely agree so much (Mann 1945, Kendall 1955). Never for fewer than seven. */
export const beyondChance = (agreement: number, points: number): boolean =>
  agreement >= ONE_IN_A_THOUSAND * Math.sqrt((2 * (2 * points + 5)) / (9 * points * (points - 1)));
