/** Integers by position (big-endian). Outside the buffer is a ProtocolError, and so is an int64 beyond ±2^53. */
import { ProtocolError } from '../error.ts';

const MAX_SAFE_HIGH = 0x1fffff; // the high word of Number.MAX_SAFE_INTEGER

export function readInt8(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw outside(bytes, at, 1);
  return (byte << 24) >> 24;
}

export function readInt16(bytes: Buffer, at: number): number {
  if (!(at >= 0 && at + 2 <= bytes.length)) throw outside(bytes, at, 2);
  return ((bytes[at]! << 24) >> 16) | bytes[at + 1]!;
}

export function readInt32(bytes: Buffer, at: number): number {
  if (!(at >= 0 && at + 4 <= bytes.length)) throw outside(bytes, at, 4);
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** int64 as a number (docs/decisions/0002-int64-as-number.md). */
export function readInt64(bytes: Buffer, at: number): number {
  const high = readInt32(bytes, at);
  if (high > MAX_SAFE_HIGH || high < -MAX_SAFE_HIGH - 1) throw new ProtocolError(`int64 at ${at} is beyond 2^53`);
  return high * 0x1_0000_0000 + (readInt32(bytes, at + 4) >>> 0);
}

export function writeInt16(bytes: Buffer, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}

export function writeInt32(bytes: Buffer, at: number, value: number): void {
  bytes[at] = value >> 24;
  bytes[at + 1] = value >> 16;
  bytes[at + 2] = value >> 8;
  bytes[at + 3] = value;
}

export function writeInt64(bytes: Buffer, at: number, value: number): void {
  if (!Number.isSafeInteger(value)) throw new ProtocolError(`${value} is not a safe int64`);
  writeInt32(bytes, at, Math.floor(value / 0x1_0000_0000));
  writeInt32(bytes, at + 4, value | 0);
}

const outside = (bytes: Buffer, at: number, length: number): ProtocolError =>
  new ProtocolError(`needs ${length} bytes at ${at} of ${bytes.length}`);
