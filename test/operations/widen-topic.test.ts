import { describe, expect, it } from 'vitest';
import { shareThatStays } from '../../src/operations/widen-topic.ts';

describe('keys of a topic that gets wider', () => {
  it.each([
    [1, 2],
    [2, 4],
    [4, 6],
    [6, 12],
    [10, 11],
  ])('stay as hashing says: %i to %i partitions', (before, after) => {
    const hashes = Array.from({ length: before * after }, (_, hash) => hash);
    const stay = hashes.filter(hash => hash % before === hash % after).length / hashes.length;
    expect(shareThatStays(before, after)).toBeCloseTo(stay);
  });
});
