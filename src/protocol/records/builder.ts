/**
 * Builds record batches v2 in one growing buffer: varints are written in place and records of another batch are
 * spliced, their key, value and headers copied as bytes (Kafka: MemoryRecordsBuilder.java).
 */
import { BATCH_HEADER_BYTES, CONTROL, type ProducerFields, TRANSACTIONAL, writeHeader } from './batch.ts';
import { type Codec, codecs, compress } from './compression.ts';
import type { EncodedHeaders, NewRecord, RecordPlace } from './record.ts';
import { varintBytes, writeVarint } from './varint.ts';

export type { EncodedHeaders, NewRecord } from './record.ts';

/** The batch a broker takes with its default `max.message.bytes` (1,048,588 bytes, this and the log overhead). */
const DEFAULT_MAX_BYTES = 1024 * 1024;
const FIRST_CAPACITY_BYTES = 16 * 1024;
const NO_PRODUCER: ProducerFields = { producerId: -1, producerEpoch: -1, baseSequence: -1 };
/** As many batches as an idempotent producer has under way to a partition. */
const MAX_SPARE = 5;

interface Kind {
  readonly transactional?: boolean;
  readonly control?: boolean;
}

export class BatchBuilder {
  count = 0;
  /** Bytes of the batch so far, header included, before compression. */
  sizeBytes = BATCH_HEADER_BYTES;

  private readonly codec: Codec;
  private readonly maxBytes: number;
  private readonly spare: Buffer[] = [];
  private buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY_BYTES);
  private lastOffsetDelta = -1;
  private baseTimestamp = -1;
  private maxTimestamp = -1;

  /** `maxBytes` bounds a batch before compression, except that an empty builder takes any one record, as Java's does. */
  constructor({ compression = 'none', maxBytes = DEFAULT_MAX_BYTES }: { compression?: Codec; maxBytes?: number } = {}) {
    this.codec = compression;
    this.maxBytes = maxBytes;
  }

  /**
   * Adds a record; false, and nothing added, when it does not fit any more. Records follow one another without gaps
   * unless an `offsetDelta` to the first one says otherwise.
   */
  append({ key, value, headers = [], timestampMs }: NewRecord, offsetDelta = this.lastOffsetDelta + 1): boolean {
    let tailBytes = partBytes(key) + partBytes(value) + varintBytes(headers.length);
    for (const header of headers) {
      const keyBytes = Buffer.byteLength(header.key);
      tailBytes += varintBytes(keyBytes) + keyBytes + partBytes(header.value);
    }
    let at = this.begin(timestampMs, tailBytes, offsetDelta);
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
  appendFrom(record: RecordPlace): boolean {
    const at = this.begin(record.timestamp, record.recordEnd - record.tailStart);
    if (at < 0) return false;
    record.data.copy(this.buffer, at, record.tailStart, record.recordEnd);
    return true;
  }

  /** As `appendFrom`, with headers added behind the record's own. */
  appendWith(record: RecordPlace, added: EncodedHeaders): boolean {
    const { data, tailStart, headerCountStart, headersStart, recordEnd } = record;
    const headerCount = record.headerCount + added.count;
    const keyAndValueBytes = headerCountStart - tailStart;
    const headerBytes = recordEnd - headersStart;
    let at = this.begin(record.timestamp, keyAndValueBytes + varintBytes(headerCount) + headerBytes + added.length);
    if (at < 0) return false;
    const { buffer } = this;
    data.copy(buffer, at, tailStart, headerCountStart);
    at = writeVarint(buffer, at + keyAndValueBytes, headerCount);
    if (headerBytes > 0) data.copy(buffer, at, headersStart, recordEnd);
    added.bytes.copy(buffer, at + headerBytes, 0, added.length);
    return true;
  }

  /** Writes what precedes the tail (key, value, headers) of a record; where the tail goes, or −1 when it is full. */
  private begin(timestampMs: number, tailBytes: number, offsetDelta = this.lastOffsetDelta + 1): number {
    const { count, sizeBytes: start } = this;
    const timestampDelta = count === 0 ? 0 : timestampMs - this.baseTimestamp;
    const bodyBytes = 1 + varintBytes(timestampDelta) + varintBytes(offsetDelta) + tailBytes;
    const end = start + varintBytes(bodyBytes) + bodyBytes;
    if (end > this.maxBytes && count > 0) return -1;
    if (end > this.buffer.length) this.grow(end);
    const { buffer } = this;
    if (count === 0) this.baseTimestamp = this.maxTimestamp = timestampMs;
    else if (timestampMs > this.maxTimestamp) this.maxTimestamp = timestampMs;
    this.count = count + 1;
    this.lastOffsetDelta = offsetDelta;
    this.sizeBytes = end;
    let at = writeVarint(buffer, start, bodyBytes);
    buffer[at++] = 0; // attributes, unused
    at = writeVarint(buffer, at, timestampDelta);
    return writeVarint(buffer, at, offsetDelta);
  }

  private grow(needed: number): void {
    const capacity = Math.max(needed, Math.min(this.buffer.length * 2, this.maxBytes));
    const grown = Buffer.allocUnsafeSlow(capacity);
    this.buffer.copy(grown, 0, 0, this.sizeBytes);
    this.buffer = grown;
  }

  /**
   * The batch; the builder is empty then, and does not touch the memory of the batch again unless it is given back
   * with `recycle`. A batch that compression would not make smaller stays uncompressed.
   */
  build({ transactional = false, control = false, ...producer }: Kind & Partial<ProducerFields> = {}): Buffer {
    const { count, lastOffsetDelta, baseTimestamp, maxTimestamp } = this;
    if (count === 0) throw new Error('a batch needs a record');
    const compressed = this.compressed();
    const batch = compressed ?? this.handOver();
    this.reset();
    writeHeader(batch, 0, {
      ...NO_PRODUCER,
      ...producer,
      bytes: batch.length,
      attributes:
        (compressed ? codecs.indexOf(this.codec) : 0) | (transactional ? TRANSACTIONAL : 0) | (control ? CONTROL : 0),
      lastOffsetDelta,
      baseTimestamp,
      maxTimestamp,
      recordCount: count,
    });
    return batch;
  }

  private compressed(): Buffer | undefined {
    if (this.codec === 'none') return undefined;
    const records = compress(this.codec, this.buffer.subarray(BATCH_HEADER_BYTES, this.sizeBytes));
    if (BATCH_HEADER_BYTES + records.length >= this.sizeBytes) return undefined;
    const batch = Buffer.allocUnsafeSlow(BATCH_HEADER_BYTES + records.length);
    records.copy(batch, BATCH_HEADER_BYTES);
    return batch;
  }

  /** Copies a batch that fills little of the buffer, and gives the buffer itself away otherwise. */
  private handOver(): Buffer {
    const { buffer, sizeBytes } = this;
    if (sizeBytes * 2 < buffer.length) {
      const batch = Buffer.allocUnsafeSlow(sizeBytes);
      buffer.copy(batch, 0, 0, sizeBytes);
      return batch;
    }
    this.buffer = this.spare.pop() ?? Buffer.allocUnsafeSlow(buffer.length);
    return buffer.subarray(0, sizeBytes);
  }

  /**
   * Gives the memory of a built batch back, when nobody reads it any more (it is acknowledged, say). Worth it for large
   * batches: at 1 KiB a record the page faults of fresh memory cost as much as all else.
   */
  recycle(batch: Buffer): void {
    const whole = Buffer.from(batch.buffer);
    if (whole.length >= this.buffer.length && this.spare.length < MAX_SPARE) this.spare.push(whole);
  }

  /** Forgets the records; the memory is used again. */
  reset(): void {
    this.count = 0;
    this.lastOffsetDelta = -1;
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
