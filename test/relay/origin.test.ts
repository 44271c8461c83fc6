import { describe, expect, it } from 'vitest';
import { OriginHeaders, OriginReader } from '../../src/relay/origin.ts';

const encode = (topic: string, partition: number, offset: number): Buffer => {
  const headers = new OriginHeaders(topic, partition).at(offset);
  return headers.bytes.subarray(0, headers.length);
};

describe('origin headers', () => {
  it.each([0, 9, 10, 99, 1_234_567, 2 ** 40, Number.MAX_SAFE_INTEGER])('carry offset %d there and back', offset => {
    const reader = new OriginReader('orders');
    expect(reader.read(encode('orders', 3, offset), 0, 3)).toBe(true);
    expect([reader.partition, reader.offset]).toEqual([3, offset]);
  });

  it('are rewritten in place from record to record, longer and shorter', () => {
    const headers = new OriginHeaders('t', 0);
    const reader = new OriginReader('t');
    for (const offset of [99, 100, 7, 1_000_000, 3]) {
      const { bytes, length } = headers.at(offset);
      expect(reader.read(Buffer.from(bytes.subarray(0, length)), 0, 3)).toBe(true);
      expect(reader.offset).toBe(offset);
    }
  });

  it('are those of another relay when the topic differs', () => {
    expect(new OriginReader('orders').read(encode('payments', 1, 5), 0, 3)).toBe(false);
    expect(new OriginReader('orders').read(encode('order', 1, 5), 0, 3)).toBe(false);
  });

  it('count by their last occurrence when a relay relayed a relay', () => {
    const both = Buffer.concat([encode('first', 1, 10), encode('second', 2, 20)]);
    const reader = new OriginReader('second');
    expect(reader.read(both, 0, 6)).toBe(true);
    expect([reader.partition, reader.offset]).toEqual([2, 20]);
    expect(new OriginReader('first').read(both, 0, 6)).toBe(false);
  });

  it('are not there when a record has other headers, null values included', () => {
    const other = Buffer.from([2, 0x61, 1, 2, 0x62, 2, 0x63]); // a: null, b: "c"
    expect(new OriginReader('orders').read(other, 0, 2)).toBe(false);
  });

  it('hold a topic name of the greatest length', () => {
    const topic = 'x'.repeat(249);
    expect(new OriginReader(topic).read(encode(topic, 12_345, 67), 0, 3)).toBe(true);
  });
});
