/**
 * Walks the records of a batch by moving numbers: `next()` allocates nothing, `key()`, `value()` and `headers()` make
 * views where somebody asks. One cursor is reused for any number of batches (Kafka: DefaultRecord.readFrom).
 */
import { ProtocolError } from '../error.ts';
import {
  attributes,
  BATCH_HEADER_BYTES,
  baseOffset,
  baseTimestamp,
  batchEnd,
  codecOf,
  isControl,
  isLogAppendTime,
  lastOffset,
  magic,
  maxTimestamp,
  recordCount,
} from './batch.ts';
import { type Codec, codecNumbered, decompress, MAX_CONTENTS_BYTES } from './compression.ts';
import { upgrade } from './legacy.ts';
import type { Header, RecordPlace } from './record.ts';

export type { Header } from './record.ts';

/** length, attributes, timestamp, offset, null key, null value, no headers: a byte each. */
const SMALLEST_RECORD_BYTES = 7;

export class RecordCursor implements RecordPlace {
  /** What all positions refer to: the buffer given to `open`, or the decompressed records. */
  data: Buffer = Buffer.alloc(0);
  /** How the open batch is compressed. */
  codec: Codec = 'none';
  /** Whether the open batch holds transaction markers instead of records (see control.ts). */
  control = false;

  offset = -1;
  /** Milliseconds; the append time of the batch where that is what the topic keeps. */
  timestamp = -1;
  /** From the record's length field to its end. */
  recordStart = 0;
  recordEnd = 0;
  /** Where the key's length stands: from here to `recordEnd` a record is the same in any batch. */
  tailStart = 0;
  /** −1 for a null key. */
  keyStart = -1;
  keyEnd = -1;
  /** −1 for a null value. */
  valueStart = -1;
  valueEnd = -1;
  /** Where the count of headers stands, behind the value. */
  headerCountStart = 0;
  /** Where the first header stands, behind their count. */
  headersStart = 0;
  headerCount = 0;

  private readonly maxBytes: number;
  private position = 0;
  private end = 0;
  private remaining = 0;
  private baseOffset = 0;
  private lastOffset = 0;
  private baseTimestamp = 0;
  private appendTime: number | undefined;

  /** `maxBytes` bounds what a compressed batch may hold; more is a ProtocolError. */
  constructor({ maxBytes = MAX_CONTENTS_BYTES }: { maxBytes?: number } = {}) {
    this.maxBytes = maxBytes;
  }

  /**
   * Stands before the first record of the batch at `at`, which may be a message of format v0 or v1. Does not check the
   * CRC of a batch: that is `verifyCrc`.
   */
  open(bytes: Buffer, at = 0): this {
    if (magic(bytes, at) < 2) return this.open(upgrade(bytes, at, this.maxBytes));
    this.remaining = 0;
    const end = batchEnd(bytes, at);
    const flags = attributes(bytes, at);
    const start = at + BATCH_HEADER_BYTES;
    const count = recordCount(bytes, at);
    this.baseOffset = baseOffset(bytes, at);
    this.lastOffset = lastOffset(bytes, at);
    this.baseTimestamp = baseTimestamp(bytes, at);
    this.appendTime = isLogAppendTime(flags) ? maxTimestamp(bytes, at) : undefined;
    this.codec = codecNumbered(codecOf(flags));
    this.control = isControl(flags);
    if (this.codec === 'none' || start === end) this.over(bytes, start, end);
    else {
      const contents = decompress(this.codec, bytes.subarray(start, end), this.maxBytes);
      this.over(contents, 0, contents.length);
    }
    if (count < 0 || count * SMALLEST_RECORD_BYTES > this.end - this.position)
      throw new ProtocolError(`${count} records in ${this.end - this.position} bytes`);
    this.remaining = count;
    return this;
  }

  private over(data: Buffer, start: number, end: number): void {
    this.data = data;
    this.position = start;
    this.end = end;
  }

  /** Moves to the next record; false after the last one. ProtocolError when the bytes are no record. */
  next(): boolean {
    if (this.remaining === 0) {
      if (this.position !== this.end)
        throw new ProtocolError(`${this.end - this.position} bytes after the last record`);
      return false;
    }
    this.remaining--;
    this.recordStart = this.position;
    const length = this.varint();
    const end = this.position + length;
    if (!(length >= SMALLEST_RECORD_BYTES - 1 && end <= this.end)) throw this.broken(`is of ${length} bytes`);
    this.recordEnd = end;
    this.position++; // attributes, unused
    const timestampDelta = this.varint();
    const offsetDelta = this.varint();
    this.timestamp = this.appendTime ?? this.baseTimestamp + timestampDelta;
    this.offset = this.baseOffset + offsetDelta;
    if (offsetDelta < 0 || this.offset > this.lastOffset) throw this.broken(`has offset delta ${offsetDelta}`);

    this.tailStart = this.position;
    const keyLength = this.varint();
    this.keyStart = keyLength < 0 ? -1 : this.position;
    this.keyEnd = keyLength < 0 ? -1 : this.skip(keyLength);
    const valueLength = this.varint();
    this.valueStart = valueLength < 0 ? -1 : this.position;
    this.valueEnd = valueLength < 0 ? -1 : this.skip(valueLength);
    this.headerCountStart = this.position;
    this.headerCount = this.varint();
    this.headersStart = this.position;
    if (this.headerCount !== 0) this.skipHeaders();
    if (this.position !== end) throw this.broken(`does not fill its ${length} bytes`);
    return true;
  }

  /** A view; null where the record has no key. */
  key(): Buffer | null {
    return this.keyStart < 0 ? null : this.data.subarray(this.keyStart, this.keyEnd);
  }

  /** A view; null where the record has no value. */
  value(): Buffer | null {
    return this.valueStart < 0 ? null : this.data.subarray(this.valueStart, this.valueEnd);
  }

  /** All headers in order, duplicates included; their values are views. */
  headers(): Header[] {
    const headers: Header[] = [];
    const after = this.position;
    this.position = this.headersStart;
    for (let left = this.headerCount; left > 0; left--) {
      const keyLength = this.varint();
      const keyStart = this.position;
      const key = this.data.toString('utf8', keyStart, (this.position += keyLength));
      const valueLength = this.varint();
      const valueStart = this.position;
      const value = valueLength < 0 ? null : this.data.subarray(valueStart, (this.position += valueLength));
      headers.push({ key, value });
    }
    this.position = after;
    return headers;
  }

  private skipHeaders(): void {
    if (this.headerCount < 0) throw this.broken(`has ${this.headerCount} headers`);
    for (let left = this.headerCount; left > 0; left--) {
      const keyLength = this.varint();
      if (keyLength < 0) throw this.broken('has a header without a key');
      this.skip(keyLength);
      const valueLength = this.varint();
      if (valueLength >= 0) this.skip(valueLength);
    }
  }

  /** Moves over a part of the record and returns where it ends. */
  private skip(length: number): number {
    const position = this.position + length;
    if (position > this.recordEnd) throw this.broken(`has a part of ${length} bytes`);
    return (this.position = position);
  }

  /** A zigzag varint of up to 64 bits (see varint.ts). */
  private varint(): number {
    const first = this.data[this.position++]!;
    if (first < 0x80) return (first >>> 1) ^ -(first & 1);
    const second = this.data[this.position++]!;
    if (second < 0x80) {
      const value = (first & 0x7f) | (second << 7);
      return (value >>> 1) ^ -(value & 1);
    }
    return this.longVarint((first & 0x7f) | ((second & 0x7f) << 7));
  }

  /** The sign is the lowest bit: set apart, it survives where a number is too large to be exact. */
  private longVarint(low: number): number {
    let magnitude = low >>> 1;
    for (let unit = 2 ** 13; unit < 2 ** 69; unit *= 128) {
      const byte = this.data[this.position++];
      if (byte === undefined) break;
      magnitude += (byte & 0x7f) * unit;
      if (byte < 0x80) return low & 1 ? -1 - magnitude : magnitude;
    }
    throw this.broken('has a number of more than ten bytes, or cut off');
  }

  private broken(how: string): ProtocolError {
    return new ProtocolError(`record at ${this.recordStart} ${how}`);
  }
}
