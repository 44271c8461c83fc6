/** Integers by position (big-endian). Outside the buffer is a ProtocolError. */
import { ProtocolError } from '../error.ts';
import { INT64_MAX } from '../schema.ts';

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

/** int64 as the nearest number (docs/decisions/0002-int64-as-number.md). */
export function readInt64(bytes: Buffer, at: number): number {
  return readInt32(bytes, at) * 0x1_0000_0000 + (readInt32(bytes, at + 4) >>> 0);
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

/** An integer of at most ±2^63; 2^63 itself stands for Java's Long.MAX_VALUE. */
export function writeInt64(bytes: Buffer, at: number, value: number): void {
  if (!Number.isInteger(value) || Math.abs(value) > INT64_MAX) throw new ProtocolError(`${value} is not an int64`);
  const largest = value === INT64_MAX;
  writeInt32(bytes, at, largest ? 0x7fffffff : Math.floor(value / 0x1_0000_0000));
  writeInt32(bytes, at + 4, largest ? -1 : value % 0x1_0000_0000);
}

const outside = (bytes: Buffer, at: number, length: number): ProtocolError =>
  new ProtocolError(`needs ${length} bytes at ${at} of ${bytes.length}`);
