/**
 * Zigzag varints of records (Kafka: ByteUtils.writeVarint, writeVarlong), for safe numbers of at most ±2^52.
 * Small numbers go by integer arithmetic, since every record has about six of these.
 */
const TWO_BYTES = 2 ** 13;
const FOUR_BYTES = 2 ** 27;

/** How many bytes `writeVarint` needs. */
export function varintBytes(value: number): number {
  if (value >= -64 && value < 64) return 1;
  if (value >= -TWO_BYTES && value < TWO_BYTES) return 2;
  let bytes = 2;
  for (let rest = zigzag(value) / 2 ** 14; rest >= 1; rest /= 128) bytes++;
  return bytes;
}

/** Writes `value` and returns the position after it. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let position = at;
  if (value >= -FOUR_BYTES && value < FOUR_BYTES) {
    let rest = (value << 1) ^ (value >> 31);
    for (; rest > 0x7f; rest >>>= 7) bytes[position++] = rest | 0x80;
    bytes[position++] = rest;
  } else {
    let rest = zigzag(value);
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes[position++] = (rest % 128) | 0x80;
    bytes[position++] = rest;
  }
  return position;
}

/** The unsigned number that stands for `value`. */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
