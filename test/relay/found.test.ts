import { describe, expect, it } from 'vitest';
import { Found } from '../../src/relay/found.ts';

const ranges = [{ partition: 0, from: 100, to: 120 }];

describe('what the target holds of a source', () => {
  it('counts each promised record once and names the twice found', () => {
    const found = new Found(ranges);
    for (const offset of [100, 101, 101, 119]) found.add(0, offset, 0);
    expect([found.count(0), found.duplicates, found.outOfOrder]).toEqual([3, 1, 0]);
    expect([found.has(0, 119), found.has(0, 118), found.has(0, 120)]).toEqual([true, false, false]);
  });

  it('leaves out what was not promised', () => {
    const found = new Found(ranges);
    found.add(0, 99, 0);
    found.add(0, 120, 0);
    found.add(1, 105, 0);
    expect(found.count(0)).toBe(0);
  });

  it('sees a record behind a later one of the same source and target partition', () => {
    const found = new Found(ranges);
    found.add(0, 105, 0);
    found.add(0, 104, 1);
    expect(found.outOfOrder).toBe(0);
    found.add(0, 103, 0);
    expect(found.outOfOrder).toBe(1);
  });

  it('does not take the tail that a crash repeats for disorder', () => {
    const found = new Found(ranges);
    for (const offset of [100, 101, 102, 101, 102, 103]) found.add(0, offset, 0);
    expect([found.count(0), found.duplicates, found.outOfOrder]).toEqual([4, 2, 0]);
  });
});
