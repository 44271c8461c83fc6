import { describe, expect, it } from 'vitest';
import { murmur2, partitionForKey } from '../../src/lib/murmur2.ts';

describe('murmur2', () => {
  // Kafka: UtilsTest.testMurmur2
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %j is that of Java', (key, expected) => {
    expect(murmur2(Buffer.from(key))).toBe(expected);
  });

  it('of a range is that of the same bytes alone', () => {
    expect(murmur2(Buffer.from('<foobar>'), 1, 7)).toBe(-790332482);
  });

  it('places a key by the hash without its sign', () => {
    const key = Buffer.from('foobar');
    expect(partitionForKey(key, 0, key.length, 12)).toBe((-790332482 & 0x7fffffff) % 12);
  });
});
