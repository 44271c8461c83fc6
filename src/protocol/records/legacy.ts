/**
 * Messages of the formats before record batches, v0 and v1, which old segments still hold and brokers of any version
 * still serve (Kafka: LegacyRecord.java, AbstractLegacyRecordBatch.java). They are read by making a batch v2 of them;
 * a compressed message wraps a set of others. Producing them is over: since Produce v3 a broker answers INVALID_RECORD
 * (ProduceRequest.validateRecords), and Produce v0 to v2 are gone with Kafka 4.0 (KIP-896).
 *
 * Not read: lz4 in v0, whose frames have a wrong header checksum (KAFKA-3160).
 */
import { crc32 } from 'node:zlib';
import { ProtocolError } from '../error.ts';
import {
  attributes,
  baseOffset,
  codecOf,
  isLogAppendTime,
  LOG_OVERHEAD_BYTES,
  magic,
  setBaseOffset,
  stampLogAppendTime,
  wholeBatchEnd,
} from './batch.ts';
import { BatchBuilder } from './builder.ts';
import { codecNumbered, decompress } from './compression.ts';
import { readInt32, readInt64 } from './integers.ts';

const CRC = LOG_OVERHEAD_BYTES;
const MAGIC = 16;
const TIMESTAMP = 18;
const NO_TIMESTAMP = -1;

interface Message {
  readonly offset: number;
  readonly format: number;
  readonly attributes: number;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** A batch v2 with the records of the message at `at`, at their offsets. `maxBytes` bounds what is decompressed. */
export function upgrade(bytes: Buffer, at: number, maxBytes: number): Buffer {
  const outer = readMessage(bytes, at);
  const codec = codecNumbered(codecOf(outer.attributes));
  if (codec === 'none') return batchOf([outer], outer);
  if (outer.value === null) throw new ProtocolError(`compressed message at ${at} has no value`);
  return batchOf(unwrap(decompress(codec, outer.value, maxBytes), outer), outer);
}

/** In v1 the offsets inside are relative and the message around has that of the last one (KIP-31). */
function unwrap(contents: Buffer, outer: Message): Message[] {
  const inner: Message[] = [];
  for (let at = 0; at < contents.length; at = wholeBatchEnd(contents, at)) {
    const message = readMessage(contents, at);
    if (message.format !== outer.format) throw new ProtocolError(`format ${message.format} within ${outer.format}`);
    if (codecOf(message.attributes) !== 0) throw new ProtocolError('compressed message within a compressed one');
    inner.push(message);
  }
  const last = inner.at(-1);
  if (last === undefined) throw new ProtocolError('compressed message is empty');
  const base = outer.format === 0 ? 0 : outer.offset - last.offset;
  return inner.map(message => ({ ...message, offset: base + message.offset }));
}

function batchOf(messages: readonly Message[], { offset: lastOffset, attributes, timestampMs }: Message): Buffer {
  const builder = new BatchBuilder({ maxBytes: Number.POSITIVE_INFINITY });
  const first = messages[0]!.offset;
  let previous = first - 1;
  for (const message of messages) {
    const { offset } = message;
    if (offset <= previous || offset > lastOffset) throw new ProtocolError(`offset ${offset} after ${previous}`);
    builder.append(message, offset - first);
    previous = offset;
  }
  const batch = builder.build();
  setBaseOffset(batch, 0, first);
  if (isLogAppendTime(attributes)) stampLogAppendTime(batch, 0, timestampMs);
  return batch;
}

function readMessage(bytes: Buffer, at: number): Message {
  const end = wholeBatchEnd(bytes, at);
  if (end === -1) throw new ProtocolError(`message at ${at} is cut off by the end of ${bytes.length} bytes`);
  const format = magic(bytes, at);
  if (format > 1) throw new ProtocolError(`message at ${at} has format ${format}`);
  if (readInt32(bytes, at + CRC) >>> 0 !== crc32(bytes.subarray(at + MAGIC, end)))
    throw new ProtocolError(`message at ${at} has a wrong checksum`);
  const keyAt = at + TIMESTAMP + (format === 0 ? 0 : 8);
  const key = part(bytes, keyAt, end);
  const valueAt = keyAt + 4 + (key?.length ?? 0);
  const value = part(bytes, valueAt, end);
  if (valueAt + 4 + (value?.length ?? 0) !== end) throw new ProtocolError(`message at ${at} does not fill its bytes`);
  return {
    offset: baseOffset(bytes, at),
    format,
    attributes: attributes(bytes, at),
    timestampMs: format === 0 ? NO_TIMESTAMP : readInt64(bytes, at + TIMESTAMP),
    key,
    value,
  };
}

/** A length and that many bytes; −1 is null. */
function part(bytes: Buffer, at: number, end: number): Buffer | null {
  const length = readInt32(bytes, at);
  if (length < -1 || length > end - at - 4) throw new ProtocolError(`part of ${length} bytes at ${at}`);
  return length === -1 ? null : bytes.subarray(at + 4, at + 4 + length);
}
