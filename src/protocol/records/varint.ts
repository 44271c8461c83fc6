/** Zigzag varints of records (Kafka: ByteUtils.writeVarint, writeVarlong), for safe numbers of at most ±2^52. */

/** The unsigned number that stands for `value`. */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

/** How many bytes `writeVarint` needs. */
export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = zigzag(value); rest > 0x7f; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

/** Writes `value` and returns the position after it. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = zigzag(value);
  let position = at;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes[position++] = (rest % 128) | 0x80;
  bytes[position++] = rest;
  return position;
}
