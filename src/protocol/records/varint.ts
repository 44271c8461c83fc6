/**
 * Zigzag varints of records (Kafka: ByteUtils.writeVarint, writeVarlong). Small ones go by integer arithmetic, since
 * every record has about six of these. Beyond 2^53 the nearest number is written (docs/decisions/0002-int64-as-number.md).
 */
const TWO_BYTES = 2 ** 13;
const FOUR_BYTES = 2 ** 27;

/** How many bytes `writeVarint` needs. */
export function varintBytes(value: number): number {
  if (value >= -64 && value < 64) return 1;
  if (value >= -TWO_BYTES && value < TWO_BYTES) return 2;
  let bytes = 2;
  for (let rest = magnitude(value) / TWO_BYTES; rest >= 1; rest /= 128) bytes++;
  return bytes;
}

/** Writes `value` and returns the position after it. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let position = at;
  let rest: number;
  if (value >= -FOUR_BYTES && value < FOUR_BYTES) {
    rest = (value << 1) ^ (value >> 31);
    for (; rest > 0x7f; rest >>>= 7) bytes[position++] = rest | 0x80;
  } else {
    // The sign is the lowest bit, for which a large number has no room.
    const unsigned = magnitude(value);
    bytes[position++] = ((unsigned % 64) << 1) | (value < 0 ? 1 : 0) | 0x80;
    rest = Math.floor(unsigned / 64);
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes[position++] = (rest % 128) | 0x80;
  }
  bytes[position++] = rest;
  return position;
}

/** The bits above the sign. */
const magnitude = (value: number): number => (value < 0 ? -1 - value : value);
