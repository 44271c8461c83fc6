/**
 * Where a relayed record came from, as three headers behind its own: `mq.orig.topic`, `.partition`, `.offset`, decimal and
 * UTF-8 text. Consumers can dedupe by them; verification and resuming read them back from the target.
 */
import { ProtocolError } from '../protocol/error.ts';

const TOPIC = 'mq.orig.topic';
const PARTITION = 'mq.orig.partition';
const OFFSET = 'mq.orig.offset';

/** The encoded headers of one source partition; `at` writes an offset in place, nothing is allocated per record. */
export class OriginHeaders {
  readonly count = 3;
  readonly bytes: Buffer;
  /** How many of `bytes` are in use. */
  length = 0;
  private readonly offsetAt: number;

  constructor(topic: string, partition: number) {
    const fixed = Buffer.concat([
      encoded(TOPIC, topic),
      encoded(PARTITION, String(partition)),
      zigzag(OFFSET.length),
      Buffer.from(OFFSET),
    ]);
    this.offsetAt = fixed.length;
    this.bytes = Buffer.alloc(fixed.length + 1 + 16);
    fixed.copy(this.bytes);
  }

  /** The headers of the record at `offset`. */
  at(offset: number): this {
    let digits = 1;
    for (let limit = 10; limit <= offset; limit *= 10) digits++;
    this.bytes[this.offsetAt] = digits << 1; // zigzag of a length below 64 is one byte
    let rest = offset;
    for (let at = this.offsetAt + digits; at > this.offsetAt; at--) {
      this.bytes[at] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.length = this.offsetAt + 1 + digits;
    return this;
  }
}

/** Reads origins back; reused, `partition` and `offset` are of the record read last. */
export class OriginReader {
  partition = -1;
  offset = -1;
  private at = 0;
  private readonly topic: Buffer;

  constructor(topic: string) {
    this.topic = Buffer.from(topic);
  }

  /**
   * True when the headers at `start` (behind their count) say that the record came from the topic.
   * Of several headers of one name the last counts (relays of relays append).
   */
  read(data: Buffer, start: number, count: number): boolean {
    this.at = start;
    let ours = false;
    this.partition = -1;
    this.offset = -1;
    for (let i = 0; i < count; i++) {
      const keyBytes = this.varint(data);
      const key = this.at;
      this.at += keyBytes;
      const valueBytes = this.varint(data);
      const value = this.at;
      if (valueBytes > 0) this.at += valueBytes;
      if (keyBytes === 13 && matches(data, key, KEYS.topic))
        ours = valueBytes === this.topic.length && matches(data, value, this.topic);
      else if (keyBytes === 17 && matches(data, key, KEYS.partition)) this.partition = decimal(data, value, valueBytes);
      else if (keyBytes === 14 && matches(data, key, KEYS.offset)) this.offset = decimal(data, value, valueBytes);
    }
    return ours && this.partition >= 0 && this.offset >= 0;
  }

  private varint(data: Buffer): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = data[this.at++];
      if (byte === undefined) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new ProtocolError(`header length at ${this.at} is not a varint`);
  }
}

const KEYS = { topic: Buffer.from(TOPIC), partition: Buffer.from(PARTITION), offset: Buffer.from(OFFSET) };

/** A loop, because a call into native code costs more than these few bytes. */
function matches(data: Buffer, at: number, expected: Buffer): boolean {
  for (let i = 0; i < expected.length; i++) if (data[at + i] !== expected[i]) return false;
  return true;
}

/** The decimal number in the bytes, −1 when they are no such number. */
function decimal(data: Buffer, at: number, length: number): number {
  let value = length > 0 ? 0 : -1;
  for (let i = at; i < at + length; i++) {
    const digit = (data[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const encoded = (key: string, value: string): Buffer =>
  Buffer.concat([zigzag(key.length), Buffer.from(key), zigzag(Buffer.byteLength(value)), Buffer.from(value)]);

function zigzag(length: number): Buffer {
  const bytes = [];
  let rest = length * 2;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}
