/** The share of keys that another number of partitions puts elsewhere: hashes h with h mod a ≠ h mod b, that is 1 − min(a, b) / lcm(a, b). */
export function movedShare(a: number, b: number): number {
  return 1 - Math.min(a, b) / ((a / greatestDivisor(a, b)) * b);
}

const greatestDivisor = (x: number, y: number): number => (y === 0 ? x : greatestDivisor(y, x % y));
