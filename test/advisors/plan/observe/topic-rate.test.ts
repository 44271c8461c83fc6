import { describe, expect, it } from 'vitest';
import { meanText, peakText, rateOf } from '../../../../src/advisors/plan/observe/topic-rate.ts';

const HOUR = 3_600_000;
/** One partition, offsets at so many hours ago, from one hour on. */
const rate = (end: number, ago: number[], ageMs = 100 * HOUR) =>
  rateOf({ ends: [end], points: ago.map(offset => [offset]), partitions: [0], ageMs });

describe('what was written to a topic', () => {
  it('is the busiest hour, and the mean of the window', () => {
    const found = rate(10_800, [7200, 0]); // 3600 in the last hour, 7200 in the one before
    expect(found).toMatchObject({ peakPerSec: 2, meanPerSec: 1.5, windowMs: 2 * HOUR });
  });

  it('is reckoned over the life of a topic younger than the window', () => {
    expect(rate(600, [0, 0], 60_000)).toMatchObject({ peakPerSec: 10, meanPerSec: 10, windowMs: 60_000 });
    expect(rate(10, [0, 0], 0)).toMatchObject({ peakPerSec: 10, windowMs: 1000 });
  });

  it('is called the busiest hour only when there was one', () => {
    const [young, day, old] = [rate(600, [0, 0], 17_000), rate(600, [0, 0], 2 * HOUR), rate(1, new Array(24).fill(0))];
    expect(peakText(young)).toBe('since its oldest record, 17s ago');
    expect(peakText(day)).toBe('in its busiest hour of the last 24');
    expect(meanText(day)).toBe('the mean since its oldest record, 2h ago');
    expect(meanText(old)).toBe('the mean of the last 24 hours');
  });

  it('is nothing where all records are older', () => {
    expect(rate(500, [500, 500])).toMatchObject({ peakPerSec: 0, meanPerSec: 0 });
  });

  it('adds partitions up, and keeps them apart', () => {
    const found = rateOf({ ends: [3600, 7200], points: [[0, 0]], partitions: [4, 7], ageMs: HOUR });
    expect(found.peakPerSec).toBe(3);
    expect([...found.recordsByPartition]).toEqual([
      [4, 3600],
      [7, 7200],
    ]);
  });

  it('does not go below zero where times are out of order', () => {
    expect(rate(100, [90, 95]).peakPerSec).toBeCloseTo(10 / 3600);
  });
});
