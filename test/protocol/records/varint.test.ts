import { describe, expect, it } from 'vitest';
import { varintBytes, writeVarint } from '../../../src/protocol/records/varint.ts';

/** The definition: the zigzag number in groups of seven bits, the lowest first. */
function expected(value: number): Buffer {
  const wide = BigInt(value);
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (wide << 1n) ^ (wide >> 63n));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

describe('varints of records', () => {
  const powers = Array.from({ length: 53 }, (_, power) => 2 ** power);
  const values = [0, ...powers.flatMap(power => [power, power - 1, -power, -power - 1, -power + 1])];

  it('are written as Java writes them', () => {
    for (const value of values) {
      const bytes = Buffer.alloc(12);
      const end = writeVarint(bytes, 1, value);
      expect(bytes.subarray(1, end), `${value}`).toEqual(expected(value));
      expect(varintBytes(value), `${value}`).toBe(end - 1);
    }
  });
});
