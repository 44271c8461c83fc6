import { describe, expect, it } from 'vitest';
import { murmur3 } from '../../src/lib/murmur3.ts';

function hash(bytes: Buffer, seed: number, start = 0, end = bytes.length): Buffer {
  const words = new Uint32Array(4);
  murmur3(bytes, start, end, seed, words);
  const written = Buffer.alloc(16);
  for (const [i, word] of words.entries()) written.writeUInt32LE(word, i * 4);
  return written;
}

describe('murmur3', () => {
  it("has the verification value of its author's test of all lengths up to 255 (SMHasher: VerificationTest)", () => {
    const key = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const hashes = Array.from({ length: 256 }, (_, length) => hash(key, 256 - length, 0, length));
    expect(hash(Buffer.concat(hashes), 0).readUInt32LE(0)).toBe(0xb3ece62a);
  });

  it('looks at nothing but the range', () => {
    const key = Buffer.from('the key itself');
    const within = Buffer.concat([Buffer.alloc(3, 1), key, Buffer.alloc(20, 2)]);
    expect(hash(within, 7, 3, 3 + key.length)).toEqual(hash(key, 7));
  });
});
