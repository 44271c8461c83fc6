import { describe, expect, it } from 'vitest';
import { newest } from '../../../src/advisors/lag/point.ts';

const at = (...seconds: number[]) => seconds.map(s => ({ atMs: s * 1000 }));
const times = (points: readonly { atMs: number }[]) => points.map(({ atMs }) => atMs / 1000);
const lately = { leastMs: 60_000, least: 2, most: 5 };

describe('the newest moments', () => {
  it('are as many as are asked for, of moments at even distances', () => {
    expect(times(newest(at(0, 300, 600, 900, 1200, 1500, 1800), lately))).toEqual([600, 900, 1200, 1500, 1800]);
  });

  it('are more where those do not take long enough', () => {
    expect(times(newest(at(0, 10, 20, 30, 40, 50, 60, 70), lately))).toEqual([10, 20, 30, 40, 50, 60, 70]);
  });

  it('begin after a pause that is longer than what follows', () => {
    expect(times(newest(at(0, 86_400, 86_430, 86_470), lately))).toEqual([86_400, 86_430, 86_470]);
  });

  it('are all there are, when those are few', () => {
    expect(times(newest(at(0, 86_400), lately))).toEqual([0, 86_400]);
    expect(newest([], lately)).toEqual([]);
  });
});
