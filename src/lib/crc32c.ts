/**
 * CRC-32C (Castagnoli), the checksum of record batches and producer snapshots. Native (@node-rs/crc32, an optional
 * dependency) when it loads, and its twin in plain JavaScript (slicing-by-8, 1.4 GB/s) when it does not.
 */
import { createRequire } from 'node:module';

/** The checksum of `bytes[start, end)`, as an unsigned number. The range must lie within `bytes`. */
export type Crc32c = (bytes: Buffer, start: number, end: number) => number;

/** Below this many bytes the call into native code costs more than the work. */
const NATIVE_FROM_BYTES = 192;

let chosen: Crc32c | undefined;

export const crc32c: Crc32c = (bytes, start, end) => {
  if (end - start < NATIVE_FROM_BYTES) return pureCrc32c(bytes, start, end);
  chosen ??= nativeCrc32c() ?? pureCrc32c;
  return chosen(bytes, start, end);
};

/** The native implementation; undefined where it is not installed or has no build for this platform. */
export function nativeCrc32c(): Crc32c | undefined {
  try {
    const native = createRequire(import.meta.url)('@node-rs/crc32') as { crc32c(bytes: Uint8Array): number };
    return (bytes, start, end) => native.crc32c(bytes.subarray(start, end));
  } catch {
    return undefined; // an optional dependency: the twin computes the same, a few times slower
  }
}

const POLYNOMIAL = 0x82f63b78; // reflected

/** Eight tables in one: TABLE[256 k + b] is the checksum of byte b followed by k zero bytes. */
const TABLE = slicingTable();

function slicingTable(): Int32Array {
  const table = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
    table[byte] = crc;
  }
  for (let i = 256; i < table.length; i++) {
    const crc = table[i - 256]!;
    table[i] = (crc >>> 8) ^ table[crc & 0xff]!;
  }
  return table;
}

/** The twin in JavaScript: eight bytes a step. */
export const pureCrc32c: Crc32c = (bytes, start, end) => {
  let crc = -1;
  let at = start;
  for (const last = end - 8; at <= last; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      TABLE[0x700 + (crc & 0xff)]! ^
      TABLE[0x600 + ((crc >>> 8) & 0xff)]! ^
      TABLE[0x500 + ((crc >>> 16) & 0xff)]! ^
      TABLE[0x400 + (crc >>> 24)]! ^
      TABLE[0x300 + bytes[at + 4]!]! ^
      TABLE[0x200 + bytes[at + 5]!]! ^
      TABLE[0x100 + bytes[at + 6]!]! ^
      TABLE[bytes[at + 7]!]!;
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
};
