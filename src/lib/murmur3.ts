/** MurmurHash3 x86_128: 128 bits of a key, by which compaction knows it again without keeping it. */
const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

const word = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);

/** Up to four bytes at the end, the missing ones as zeros. */
function rest(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let i = Math.min(3, end - 1 - at); i >= 0; i--) value = (value << 8) | bytes[at + i]!;
  return value;
}

function finished(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Writes the hash of `bytes[start, end)` into the first four numbers of `into`. */
export function murmur3(bytes: Uint8Array, start: number, end: number, seed: number, into: Uint32Array): void {
  let [h1, h2, h3, h4] = [seed, seed, seed, seed];
  let at = start;
  for (; at + 16 <= end; at += 16) {
    h1 ^= Math.imul(rotate(Math.imul(word(bytes, at), C1), 15), C2);
    h1 = Math.imul(rotate(h1, 19) + h2, 5) + 0x561ccd1b;
    h2 ^= Math.imul(rotate(Math.imul(word(bytes, at + 4), C2), 16), C3);
    h2 = Math.imul(rotate(h2, 17) + h3, 5) + 0x0bcaa747;
    h3 ^= Math.imul(rotate(Math.imul(word(bytes, at + 8), C3), 17), C4);
    h3 = Math.imul(rotate(h3, 15) + h4, 5) + 0x96cd1c35;
    h4 ^= Math.imul(rotate(Math.imul(word(bytes, at + 12), C4), 18), C1);
    h4 = Math.imul(rotate(h4, 13) + h1, 5) + 0x32ac3b17;
  }
  if (at < end) h1 ^= Math.imul(rotate(Math.imul(rest(bytes, at, end), C1), 15), C2);
  if (at + 4 < end) h2 ^= Math.imul(rotate(Math.imul(rest(bytes, at + 4, end), C2), 16), C3);
  if (at + 8 < end) h3 ^= Math.imul(rotate(Math.imul(rest(bytes, at + 8, end), C3), 17), C4);
  if (at + 12 < end) h4 ^= Math.imul(rotate(Math.imul(rest(bytes, at + 12, end), C4), 18), C1);
  const length = end - start;
  [h1, h2, h3, h4] = [h1 ^ length, h2 ^ length, h3 ^ length, h4 ^ length];
  h1 = (h1 + h2 + h3 + h4) | 0;
  [h2, h3, h4] = [h2 + h1, h3 + h1, h4 + h1];
  [h1, h2, h3, h4] = [finished(h1), finished(h2), finished(h3), finished(h4)];
  h1 = (h1 + h2 + h3 + h4) | 0;
  into[0] = h1;
  into[1] = h2 + h1;
  into[2] = h3 + h1;
  into[3] = h4 + h1;
}
