import { describe, expect, it } from 'vitest';
import { Positions } from '../../src/relay/positions.ts';

describe('positions of a relay', () => {
  it('move over a chunk when it is read to its end and acknowledged', () => {
    const positions = new Positions([{ partition: 0, from: 100 }]);
    const chunk = positions.open(0);
    chunk.pending++;
    chunk.records = 10;
    positions.readToEnd(chunk, 110);
    expect(positions.snapshot()).toEqual([{ partition: 0, offset: 100, moved: 0 }]);
    positions.done(chunk);
    expect(positions.snapshot()).toEqual([{ partition: 0, offset: 110, moved: 10 }]);
  });

  it('wait for the first chunk when a later one is acknowledged before it', () => {
    const positions = new Positions([{ partition: 0, from: 0 }]);
    const [first, second] = [positions.open(0), positions.open(0)];
    first.pending++;
    positions.readToEnd(first, 5);
    positions.readToEnd(second, 9);
    expect(positions.snapshot()[0]?.offset).toBe(0);
    positions.done(first);
    expect(positions.snapshot()[0]?.offset).toBe(9);
  });

  it('are apart for each partition and go on from an earlier run', () => {
    const positions = new Positions([
      { partition: 0, from: 7, moved: 3 },
      { partition: 1, from: 0 },
    ]);
    const chunk = positions.open(1);
    chunk.records = 4;
    positions.readToEnd(chunk, 4);
    expect(positions.snapshot()).toEqual([
      { partition: 0, offset: 7, moved: 3 },
      { partition: 1, offset: 4, moved: 4 },
    ]);
  });

  it('know no partition that is not part of the relay', () => {
    expect(() => new Positions([]).open(3)).toThrow('partition 3 is not part of this relay');
  });
});
