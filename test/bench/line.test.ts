import { describe, expect, it } from 'vitest';
import { compare } from '../../bench/line.ts';
import { alternate, summary } from '../../bench/samples.ts';
import { table } from '../../bench/table.ts';

const measured = { what: 'a row', unit: 'ms', mq: [30, 10, 20], peer: 'the peer', theirs: [100, 300, 200] };

describe('a row of the benchmark', () => {
  it('is medians with their range, and mq divided by the peer', () => {
    expect(compare(measured)).toMatchObject({
      mq: { median: 20, min: 10, max: 30, samples: [30, 10, 20] },
      theirs: { median: 200, min: 100, max: 300 },
      ratio: 0.1,
    });
    expect(summary([4, 1, 3, 2]).median).toBe(2.5);
  });

  it.each([
    [{ of: 'ratio', atMost: 0.1 }, '≤ 0.1 ×', true],
    [{ of: 'ratio', atLeast: 0.8 }, '≥ 0.8 ×', false],
    [{ of: 'mq', atMost: 20 }, '≤ 20 ms', true],
    [{ of: 'mq', atMost: 19 }, '≤ 19 ms', false],
  ] as const)('says of the gate %o whether it is met', (gate, text, met) => {
    const line = compare({ ...measured, gate });
    expect(line.gate).toEqual({ text, met });
    expect(table([line])).toContain(met ? `| ${text} met` : `| ${text} **falls short**`);
  });

  it('meets several gates only when it meets each', () => {
    const gate = [
      { of: 'mq', atMost: 20 },
      { of: 'ratio', atMost: 0.05 },
    ] as const;
    expect(compare({ ...measured, gate }).gate).toEqual({ text: '≤ 20 ms, ≤ 0.05 ×', met: false });
  });
});

describe('contestants', () => {
  it('take turns, and take turns at being the first', async () => {
    const order: string[] = [];
    const run = (name: string) => async () => order.push(name);
    const results = await alternate(3, { mq: run('mq'), peer: run('peer') });
    expect(order).toEqual(['mq', 'peer', 'peer', 'mq', 'mq', 'peer']);
    expect(results).toEqual({ mq: [1, 4, 5], peer: [2, 3, 6] });
  });
});
