import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../../src/operations/reassign/batches.ts';

const move = (partition: number, before: number[], after: number[]) => ({
  topic: 't',
  partition,
  before,
  after,
  bytes: 0,
});

describe('the batches of a reassignment', () => {
  it('let no broker receive more than ten partitions at a time', () => {
    const moves = Array.from({ length: 25 }, (_, partition) => move(partition, [1], [1, 2]));
    expect(batchesOf(moves).map(batch => batch.length)).toEqual([10, 10, 5]);
    expect(batchesOf(moves).flat()).toEqual(moves);
  });

  it('count each broker for itself', () => {
    const moves = Array.from({ length: 20 }, (_, partition) => move(partition, [1], [1, 2 + (partition % 2)]));
    expect(batchesOf(moves)).toHaveLength(1);
  });

  it('do not count what only changes the order of replicas', () => {
    const moves = Array.from({ length: 50 }, (_, partition) => move(partition, [1, 2], [2, 1]));
    expect(batchesOf(moves)).toHaveLength(1);
    expect(batchesOf([])).toEqual([]);
  });
});
