import { ProtocolError } from './error.ts';

/** Array elements of one message, numbers aside; the largest of real clusters, Metadata, has one per partition. */
const MAX_ELEMENTS = 2 ** 20;

/**
 * A cursor over received bytes (big-endian, Kafka protocol guide "Protocol Primitive Types").
 * Every read checks what remains, so hostile lengths throw ProtocolError before anything is allocated.
 */
export class Reader {
  readonly buffer: Buffer;
  readonly end: number;
  position: number;
  /** Whether the buffer is used for something else after the reading. */
  isLent = false;
  private elements = 0;

  constructor(buffer: Buffer, position = 0, end = buffer.length) {
    this.buffer = buffer;
    this.position = position;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  /** Moves past `length` bytes and returns where they start. */
  take(length: number): number {
    const start = this.position;
    if (length < 0 || length > this.end - start)
      throw new ProtocolError(`needs ${length} bytes at ${start}, ${this.end - start} remain`);
    this.position = start + length;
    return start;
  }

  /** Bounds how much memory the values of a message take: an object of two received bytes becomes a hundred in memory. */
  countElements(count: number): void {
    this.elements += count;
    if (this.elements > MAX_ELEMENTS) throw new ProtocolError(`more than ${MAX_ELEMENTS} array elements`);
  }

  int8(): number {
    return this.buffer.readInt8(this.take(1));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.take(2));
  }

  uint16(): number {
    return this.buffer.readUInt16BE(this.take(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.take(4));
  }

  uint32(): number {
    return this.buffer.readUInt32BE(this.take(4));
  }

  float64(): number {
    return this.buffer.readDoubleBE(this.take(8));
  }

  /** int64 as the nearest number (docs/decisions/0002-int64-as-number.md). */
  int64(): number {
    const start = this.take(8);
    return this.buffer.readInt32BE(start) * 0x1_0000_0000 + this.buffer.readUInt32BE(start + 4);
  }

  /** An unsigned varint of at most 32 bits (KIP-482). */
  uvarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer[this.take(1)]!;
      if (shift === 28 && byte > 0x0f) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new ProtocolError(`unsigned varint at ${this.position} is longer than 32 bits`);
  }

  /** The next `length` bytes: a view, or a copy where the buffer is only lent. */
  bytes(length: number): Buffer {
    const start = this.take(length);
    const view = this.buffer.subarray(start, start + length);
    return this.isLent ? Buffer.from(view) : view;
  }

  utf8(length: number): string {
    const start = this.take(length);
    return this.buffer.toString('utf8', start, start + length);
  }

  base64url(length: number): string {
    const start = this.take(length);
    return this.buffer.toString('base64url', start, start + length);
  }
}
