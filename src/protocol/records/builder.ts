/**
 * Builds record batches v2 in one growing buffer: varints are written in place and records of another batch are
 * spliced, their key, value and headers copied as bytes (Kafka: MemoryRecordsBuilder.java).
 */
import { BATCH_HEADER_BYTES, type ProducerFields, writeHeader } from './batch.ts';
import { type Codec, codecs, compress } from './compression.ts';
import { copyBytes, viewOf } from './copy.ts';
import type { Header, RecordCursor } from './cursor.ts';
import { varintBytes, writeVarint } from './varint.ts';

export interface NewRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: readonly Header[];
  readonly timestampMs: number;
}

/** Headers as they stand in a record, without their count. */
export interface EncodedHeaders {
  readonly bytes: Buffer;
  /** How many of `bytes` are in use. */
  readonly length: number;
  readonly count: number;
}

/** The batch a broker takes with its default `max.message.bytes` (1,048,588 bytes, this and the log overhead). */
const DEFAULT_MAX_BYTES = 1024 * 1024;
const FIRST_CAPACITY_BYTES = 16 * 1024;
const NO_PRODUCER: ProducerFields = { producerId: -1, producerEpoch: -1, baseSequence: -1 };
const TRANSACTIONAL = 0x10;

export class BatchBuilder {
  count = 0;
  /** Bytes of the batch so far, header included, before compression. */
  sizeBytes = BATCH_HEADER_BYTES;

  private readonly codec: Codec;
  private readonly maxBytes: number;
  private readonly spare: Buffer[] = [];
  private buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY_BYTES);
  private view = viewOf(this.buffer);
  private baseTimestamp = -1;
  private maxTimestamp = -1;

  /** `maxBytes` bounds a batch before compression, except that an empty builder takes any one record, as Java's does. */
  constructor({ compression = 'none', maxBytes = DEFAULT_MAX_BYTES }: { compression?: Codec; maxBytes?: number } = {}) {
    this.codec = compression;
    this.maxBytes = maxBytes;
  }

  /** Adds a record; false, and nothing added, when it does not fit any more. */
  append({ key, value, headers = [], timestampMs }: NewRecord): boolean {
    let tailBytes = partBytes(key) + partBytes(value) + varintBytes(headers.length);
    for (const header of headers) {
      const keyBytes = Buffer.byteLength(header.key);
      tailBytes += varintBytes(keyBytes) + keyBytes + partBytes(header.value);
    }
    let at = this.begin(timestampMs, tailBytes);
    if (at < 0) return false;
    const { buffer } = this;
    at = writePart(buffer, at, key);
    at = writePart(buffer, at, value);
    at = writeVarint(buffer, at, headers.length);
    for (const header of headers) {
      const keyBytes = Buffer.byteLength(header.key);
      at = writeVarint(buffer, at, keyBytes);
      at += buffer.write(header.key, at, keyBytes, 'utf8');
      at = writePart(buffer, at, header.value);
    }
    return true;
  }

  /** Adds the record that the cursor stands at, with its timestamp; false when it does not fit any more. */
  appendFrom(cursor: RecordCursor): boolean {
    const at = this.begin(cursor.timestamp, cursor.recordEnd - cursor.tailStart);
    if (at < 0) return false;
    copyBytes(cursor.data, cursor.view, cursor.tailStart, cursor.recordEnd, this.buffer, this.view, at);
    return true;
  }

  /** As `appendFrom`, with headers added behind the record's own. */
  appendWith(cursor: RecordCursor, added: EncodedHeaders): boolean {
    const { data, view, tailStart, headersStart, recordEnd } = cursor;
    const headerCount = cursor.headerCount + added.count;
    const keyAndValueEnd = headersStart - varintBytes(cursor.headerCount);
    const tailBytes = keyAndValueEnd - tailStart + varintBytes(headerCount) + (recordEnd - headersStart) + added.length;
    let at = this.begin(cursor.timestamp, tailBytes);
    if (at < 0) return false;
    const { buffer } = this;
    copyBytes(data, view, tailStart, keyAndValueEnd, buffer, this.view, at);
    at = writeVarint(buffer, at + keyAndValueEnd - tailStart, headerCount);
    copyBytes(data, view, headersStart, recordEnd, buffer, this.view, at);
    added.bytes.copy(buffer, at + recordEnd - headersStart, 0, added.length);
    return true;
  }

  /** Writes what precedes the tail (key, value, headers) of a record; where the tail goes, or −1 when it is full. */
  private begin(timestampMs: number, tailBytes: number): number {
    const { count, sizeBytes: start } = this;
    const timestampDelta = count === 0 ? 0 : timestampMs - this.baseTimestamp;
    const bodyBytes = 1 + varintBytes(timestampDelta) + varintBytes(count) + tailBytes;
    const end = start + varintBytes(bodyBytes) + bodyBytes;
    if (end > this.maxBytes && count > 0) return -1;
    if (end > this.buffer.length) this.grow(end);
    const { buffer } = this;
    if (count === 0) this.baseTimestamp = this.maxTimestamp = timestampMs;
    else if (timestampMs > this.maxTimestamp) this.maxTimestamp = timestampMs;
    this.count = count + 1;
    this.sizeBytes = end;
    let at = writeVarint(buffer, start, bodyBytes);
    buffer[at++] = 0; // attributes, unused
    at = writeVarint(buffer, at, timestampDelta);
    return writeVarint(buffer, at, count);
  }

  private grow(needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(grown, 0, 0, this.sizeBytes);
    this.buffer = grown;
    this.view = viewOf(grown);
  }

  /**
   * The batch, and the builder is empty again. The memory is the caller's; a batch that is not needed any more can be
   * given back with `recycle`. A batch that compression would not make smaller stays uncompressed.
   */
  build({ transactional = false, ...producer }: Partial<ProducerFields> & { transactional?: boolean } = {}): Buffer {
    const { codec, batch } = this.finish();
    writeHeader(batch, 0, {
      ...NO_PRODUCER,
      ...producer,
      bytes: batch.length,
      attributes: codecs.indexOf(codec) | (transactional ? TRANSACTIONAL : 0),
      lastOffsetDelta: this.count - 1,
      baseTimestamp: this.baseTimestamp,
      maxTimestamp: this.maxTimestamp,
      recordCount: this.count,
    });
    this.reset();
    return batch;
  }

  /** The buffer of the batch, its records in place. */
  private finish(): { codec: Codec; batch: Buffer } {
    const { buffer, sizeBytes } = this;
    if (this.codec !== 'none') {
      const records = compress(this.codec, buffer.subarray(BATCH_HEADER_BYTES, sizeBytes));
      const batch = Buffer.allocUnsafeSlow(BATCH_HEADER_BYTES + records.length);
      records.copy(batch, BATCH_HEADER_BYTES);
      if (batch.length < sizeBytes) return { codec: this.codec, batch };
    }
    const batch = buffer.subarray(0, sizeBytes);
    if (sizeBytes * 2 < buffer.length) return { codec: 'none', batch: Buffer.from(batch) };
    this.over(this.spare.pop() ?? Buffer.allocUnsafeSlow(buffer.length));
    return { codec: 'none', batch };
  }

  recycle(batch: Buffer): void {
    if (batch.buffer.byteLength >= this.buffer.length && this.spare.length < 5) this.spare.push(Buffer.from(batch.buffer));
  }

  private over(buffer: Buffer): void {
    this.buffer = buffer;
    this.view = viewOf(buffer);
  }

  /** Empties the builder; its memory is used again. */
  reset(): void {
    this.count = 0;
    this.sizeBytes = BATCH_HEADER_BYTES;
  }
}

const partBytes = (part: Buffer | null): number => (part === null ? 1 : varintBytes(part.length) + part.length);

function writePart(buffer: Buffer, at: number, part: Buffer | null): number {
  if (part === null) return writeVarint(buffer, at, -1);
  const start = writeVarint(buffer, at, part.length);
  part.copy(buffer, start);
  return start + part.length;
}
