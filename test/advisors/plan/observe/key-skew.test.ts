import { describe, expect, it } from 'vitest';
import { KeyCounter } from '../../../../src/advisors/plan/observe/key-skew.ts';

const counted = (...keys: [string | null, number][]) => {
  const counter = new KeyCounter();
  for (const [key, weight] of keys) counter.add(key === null ? null : Buffer.from(key).toString('latin1'), weight);
  return counter.skew;
};

describe('the skew of keys', () => {
  it('is the share of the hottest three, and of records without a key', () => {
    expect(counted(['a', 1], ['b', 1], ['b', 1], ['c', 4], ['d', 1], [null, 2])).toEqual({
      hottest: [
        { key: 'c', share: 0.4 },
        { key: 'b', share: 0.2 },
        { key: 'a', share: 0.1 },
      ],
      distinctKeys: 4,
      withoutKey: 0.2,
    });
  });

  it('weighs a record by what it stands for', () => {
    expect(counted(['quiet', 1], ['quiet', 1], ['busy', 8]).hottest[0]).toEqual({ key: 'busy', share: 0.8 });
  });

  it('is nothing without records', () => {
    expect(counted()).toEqual({ hottest: [], distinctKeys: 0, withoutKey: 0 });
  });

  it('shows keys as text, bytes as hex, and cuts what is long', () => {
    expect(counted(['客户-7', 1]).hottest[0]?.key).toBe('客户-7');
    expect(counted(['\u001b[31m', 1]).hottest[0]?.key).toBe('0x1b5b33316d');
    expect(counted(['x'.repeat(50), 1]).hottest[0]?.key).toBe(`${'x'.repeat(39)}…`);
    const bytes = new KeyCounter();
    bytes.add('\u00ff\u00fe', 1);
    expect(bytes.skew.hottest[0]?.key).toBe('0xfffe');
  });
});
