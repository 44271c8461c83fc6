import { describe, expect, it } from 'vitest';
import { placeByKey } from '../../src/relay/placement.ts';

describe('placement by key', () => {
  it("is where Java's producer puts the key", () => {
    const key = Buffer.from('foobar'); // murmur2 = -790332482
    expect(placeByKey(12, 'spread')(key, 0, key.length, 0)).toBe((-790332482 & 0x7fffffff) % 12);
  });

  it('spreads records without a key over all partitions, in runs', () => {
    const place = placeByKey(3, 'spread');
    const counts = [0, 0, 0];
    for (let i = 0; i < 512 * 6; i++) counts[place(Buffer.alloc(0), -1, -1, 0)]!++;
    expect(counts).toEqual([1024, 1024, 1024]);
  });

  it('keeps the records without a key of a source partition together on demand', () => {
    const place = placeByKey(3, 'by-source');
    expect([0, 1, 4].map(source => place(Buffer.alloc(0), -1, -1, source))).toEqual([0, 1, 1]);
  });

  it('takes an empty key for a key', () => {
    const place = placeByKey(12, 'by-source');
    expect(place(Buffer.alloc(0), 0, 0, 5)).toBe((275646681 & 0x7fffffff) % 12); // murmur2 of no bytes
  });
});
