/**
 * Builds record batches v2 in one growing buffer: varints are written in place and records of another batch are
 * spliced, their key, value and headers copied as bytes (Kafka: MemoryRecordsBuilder.java).
 */
import { BATCH_HEADER_BYTES, type ProducerFields, writeHeader } from './batch.ts';
import { type Codec, codecs, compress } from './compression.ts';
import type { Header, RecordCursor } from './cursor.ts';
import { varintBytes, writeVarint } from './varint.ts';

export interface NewRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: readonly Header[];
  readonly timestampMs: number;
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
  private buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY_BYTES);
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
    cursor.data.copy(this.buffer, at, cursor.tailStart, cursor.recordEnd);
    return true;
  }

  /** Writes what precedes the tail (key, value, headers) of a record; where the tail goes, or −1 when it is full. */
  private begin(timestampMs: number, tailBytes: number): number {
    const timestampDelta = this.count === 0 ? 0 : timestampMs - this.baseTimestamp;
    const bodyBytes = 1 + varintBytes(timestampDelta) + varintBytes(this.count) + tailBytes;
    const start = this.sizeBytes;
    const end = start + varintBytes(bodyBytes) + bodyBytes;
    if (end > this.maxBytes && this.count > 0) return -1;
    if (end > this.buffer.length) this.grow(end);
    if (this.count === 0) this.baseTimestamp = this.maxTimestamp = timestampMs;
    else if (timestampMs > this.maxTimestamp) this.maxTimestamp = timestampMs;
    let at = writeVarint(this.buffer, start, bodyBytes);
    this.buffer[at++] = 0; // attributes, unused
    at = writeVarint(this.buffer, at, timestampDelta);
    at = writeVarint(this.buffer, at, this.count);
    this.count++;
    this.sizeBytes = end;
    return at;
  }

  private grow(needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(grown, 0, 0, this.sizeBytes);
    this.buffer = grown;
  }

  /** The batch, in memory of its own. A batch that compression would not make smaller stays uncompressed. */
  build({ transactional = false, ...producer }: Partial<ProducerFields> & { transactional?: boolean } = {}): Buffer {
    const records = this.buffer.subarray(BATCH_HEADER_BYTES, this.sizeBytes);
    const compressed = compress(this.codec, records);
    const smaller = compressed.length < records.length;
    const body = smaller ? compressed : records;
    const batch = Buffer.allocUnsafeSlow(BATCH_HEADER_BYTES + body.length);
    body.copy(batch, BATCH_HEADER_BYTES);
    writeHeader(batch, 0, {
      ...NO_PRODUCER,
      ...producer,
      bytes: batch.length,
      attributes: (smaller ? codecs.indexOf(this.codec) : 0) | (transactional ? TRANSACTIONAL : 0),
      lastOffsetDelta: this.count - 1,
      baseTimestamp: this.baseTimestamp,
      maxTimestamp: this.maxTimestamp,
      recordCount: this.count,
    });
    return batch;
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
