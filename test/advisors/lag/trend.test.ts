import { describe, expect, it } from 'vitest';
import { theilSen } from '../../../src/advisors/lag/trend.ts';

describe('the Theil–Sen line', () => {
  it('is the slope of points on a line', () => {
    expect(
      theilSen([
        [0, 1],
        [1, 3],
        [2, 5],
      ]),
    ).toEqual({ slope: 2, agreement: 1 });
  });

  it('does not follow an outlier', () => {
    const trend = theilSen([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, -900],
      [4, 4],
      [5, 5],
    ])!;
    expect(trend.slope).toBe(1);
    expect(trend.agreement).toBeCloseTo(9 / 15);
  });

  it('takes points of one moment for none', () => {
    expect(theilSen([[1, 1]])).toBeUndefined();
    expect(
      theilSen([
        [1, 1],
        [1, 2],
      ]),
    ).toBeUndefined();
  });
});
