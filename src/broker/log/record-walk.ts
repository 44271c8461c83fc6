/**
 * Walks the records of a received batch and believes as much of them as Apache Kafka's validation does: offset deltas are told, not
 * judged, and any negative length is null (DefaultRecord.readFrom and readPartiallyFrom).
 */
import { ProtocolError } from '../../protocol/error.ts';
import { attributes, baseTimestamp, isLogAppendTime, maxTimestamp, recordCount } from '../../protocol/records/batch.ts';
import type { RecordPlace } from '../../protocol/records/record.ts';

export class RecordWalk implements RecordPlace {
  data: Buffer = Buffer.alloc(0);
  timestamp = -1;
  offsetDelta = -1;
  hasKey = false;
  tailStart = 0;
  headerCountStart = 0;
  headerCount = 0;
  headersStart = 0;
  recordEnd = 0;

  private baseTimestamp = 0;
  private appendTime: number | undefined;
  private lengthsCount = true;
  private count = 0;
  private walked = 0;
  private position = 0;

  /**
   * Stands before the first record of a batch, whose records fill `data` from `start` on. Kafka does not ask for their lengths where it
   * only skips over what is compressed.
   */
  open(batch: Buffer, data: Buffer, start: number, { lengthsCount = true } = {}): this {
    this.data = data;
    this.position = start;
    this.walked = 0;
    this.count = recordCount(batch);
    this.baseTimestamp = baseTimestamp(batch);
    this.appendTime = isLogAppendTime(attributes(batch)) ? maxTimestamp(batch) : undefined;
    this.lengthsCount = lengthsCount;
    return this;
  }

  /** Moves to the next record; false after the last one. ProtocolError when the bytes are no record. */
  next(): boolean {
    if (this.walked === this.count) {
      const left = this.data.length - this.position;
      if (left > 0) throw new ProtocolError(`${left} bytes after the last record`);
      return false;
    }
    const length = this.varint();
    const start = this.position;
    this.skip(1); // attributes, unused
    const timestampDelta = this.varlong();
    this.timestamp = this.appendTime ?? this.baseTimestamp + timestampDelta;
    this.offsetDelta = this.varint();

    this.tailStart = this.position;
    const keyLength = this.varint();
    this.hasKey = keyLength >= 0;
    this.skip(keyLength);
    this.skip(this.varint());
    this.headerCountStart = this.position;
    this.headerCount = this.varint();
    this.headersStart = this.position;
    if (this.headerCount !== 0) this.skipHeaders();
    this.recordEnd = this.position;
    if (this.lengthsCount && this.position !== start + length) throw this.broken(`is not of ${length} bytes`);
    this.walked++;
    return true;
  }

  private skipHeaders(): void {
    if (this.headerCount < 0) throw this.broken(`has ${this.headerCount} headers`);
    for (let left = this.headerCount; left > 0; left--) {
      const keyLength = this.varint();
      if (keyLength < 0) throw this.broken('has a header without a key');
      this.skip(keyLength);
      this.skip(this.varint());
    }
  }

  private skip(length: number): void {
    if (length <= 0) return;
    this.position += length;
    if (this.position > this.data.length) throw this.broken('is cut off');
  }

  /** Zigzag, of up to five bytes; what does not fit into 32 bits is lost, as in ByteUtils.readVarint. */
  private varint(): number {
    const { data } = this;
    let raw = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = data[this.position++];
      if (byte === undefined) throw this.broken('is cut off');
      raw |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (raw >>> 1) ^ -(raw & 1);
    }
    throw this.broken('has a length or offset of more than five bytes');
  }

  /** Zigzag, of up to ten bytes; the nearest number where it is not exact. */
  private varlong(): number {
    const { data } = this;
    const first = data[this.position++];
    if (first === undefined) throw this.broken('is cut off');
    if (first < 0x80) return (first >>> 1) ^ -(first & 1);
    // The sign is the lowest bit: set apart, it survives where a number is too large to be exact.
    let magnitude = (first & 0x7f) >>> 1;
    for (let unit = 64; unit < 2 ** 69; unit *= 128) {
      const byte = data[this.position++];
      if (byte === undefined) throw this.broken('is cut off');
      magnitude += (byte & 0x7f) * unit;
      if (byte < 0x80) return first & 1 ? -1 - magnitude : magnitude;
    }
    throw this.broken('has a time of more than ten bytes');
  }

  private broken(how: string): ProtocolError {
    return new ProtocolError(`record ${this.walked} ${how}`);
  }
}
