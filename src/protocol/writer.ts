import { ProtocolError } from './error.ts';
import { INT64_MAX } from './schema.ts';

/** Payloads from this size on are referenced instead of copied. */
const REFERENCE_FROM = 1024;

/**
 * Grows one scratch buffer and keeps large payloads (record batches) as references between its pieces,
 * so that a response of megabytes is a list of slices for one corked write.
 */
export class Writer {
  /** Whether an error code other than 0 was written. */
  hasError = false;
  private buffer: Buffer;
  private position = 0;
  private readonly cuts: { at: number; value: Buffer }[] = [];
  private referenced = 0;

  constructor(capacity = 512) {
    this.buffer = Buffer.allocUnsafe(capacity);
  }

  /** Bytes written so far, references included. */
  get length(): number {
    return this.position + this.referenced;
  }

  private room(length: number): number {
    const start = this.position;
    const end = start + length;
    if (end > this.buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.buffer.length * 2));
      this.buffer.copy(grown, 0, 0, start);
      this.buffer = grown;
    }
    this.position = end;
    return start;
  }

  int8(value: number): void {
    const at = this.room(1);
    this.buffer.writeInt8(value, at);
  }

  int16(value: number): void {
    const at = this.room(2);
    this.buffer.writeInt16BE(value, at);
  }

  uint16(value: number): void {
    const at = this.room(2);
    this.buffer.writeUInt16BE(value, at);
  }

  int32(value: number): void {
    const at = this.room(4);
    this.buffer.writeInt32BE(value, at);
  }

  uint32(value: number): void {
    const at = this.room(4);
    this.buffer.writeUInt32BE(value, at);
  }

  float64(value: number): void {
    const at = this.room(8);
    this.buffer.writeDoubleBE(value, at);
  }

  /** An integer of at most ±2^63; 2^63 itself stands for Java's Long.MAX_VALUE (docs/decisions/0002-int64-as-number.md). */
  int64(value: number): void {
    if (!Number.isInteger(value) || Math.abs(value) > INT64_MAX) throw new ProtocolError(`${value} is not an int64`);
    const at = this.room(8);
    if (value === INT64_MAX) {
      this.buffer.fill(0xff, at, at + 8);
      this.buffer[at] = 0x7f;
      return;
    }
    const low = value % 0x1_0000_0000;
    this.buffer.writeInt32BE(Math.floor(value / 0x1_0000_0000), at);
    this.buffer.writeUInt32BE(low < 0 ? low + 0x1_0000_0000 : low, at + 4);
  }

  uvarint(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.int8Unchecked((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.int8Unchecked(rest);
  }

  private int8Unchecked(value: number): void {
    const at = this.room(1);
    this.buffer[at] = value;
  }

  bytes(value: Buffer): void {
    if (value.length < REFERENCE_FROM) {
      const at = this.room(value.length);
      value.copy(this.buffer, at);
      return;
    }
    // Pieces are cut when finished: `room` may still move the scratch buffer.
    this.cuts.push({ at: this.position, value });
    this.referenced += value.length;
  }

  utf8(value: string, length: number): void {
    const at = this.room(length);
    this.buffer.write(value, at, length, 'utf8');
  }

  /** Overwrites four bytes written earlier; only for positions before the first reference. */
  patchInt32(at: number, value: number): void {
    this.buffer.writeInt32BE(value, at);
  }

  /** The written bytes in order, as few slices as possible. */
  finish(): Buffer[] {
    const pieces: Buffer[] = [];
    let start = 0;
    for (const { at, value } of this.cuts) {
      if (at > start) pieces.push(this.buffer.subarray(start, at));
      pieces.push(value);
      start = at;
    }
    if (this.position > start) pieces.push(this.buffer.subarray(start, this.position));
    return pieces;
  }
}
