import { describe, expect, it } from 'vitest';
import { crc32c, nativeCrc32c, pureCrc32c } from '../../src/lib/crc32c.ts';
import { seededRandom } from '../support/random.ts';

const implementations = { chosen: crc32c, pure: pureCrc32c, ...native() };

function native() {
  const implementation = nativeCrc32c();
  return implementation === undefined ? {} : { native: implementation };
}

describe.each(Object.entries(implementations))('crc32c, %s', (_, compute) => {
  // RFC 3720, B.4
  it.each([
    ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
    ['32 ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['32 ascending', Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
    ['32 descending', Buffer.from(Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c],
    ['the check string', Buffer.from('123456789'), 0xe3069283],
    ['nothing', Buffer.alloc(0), 0],
  ])('of %s', (_, bytes, expected) => {
    expect(compute(bytes, 0, bytes.length)).toBe(expected);
  });

  it('of a range is that of the same bytes alone, at any alignment', () => {
    const bytes = seededRandom(7).bytes(600);
    for (let start = 0; start < 10; start++)
      for (const length of [0, 1, 7, 8, 9, 61, 191, 192, 193, 500]) {
        const alone = Buffer.from(bytes.subarray(start, start + length));
        expect(compute(bytes, start, start + length)).toBe(bitwise(alone));
      }
  });
});

/** The definition, bit by bit. */
function bitwise(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}
