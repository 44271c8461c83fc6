/**
 * The header of record batches v2, read and patched by position; nothing here allocates or looks at records
 * (Kafka: DefaultRecordBatch.java). `at` is where the batch starts in the buffer.
 */
import { crc32c } from '../../lib/crc32c.ts';
import { ProtocolError } from '../error.ts';
import { readInt8, readInt16, readInt32, readInt64, writeInt16, writeInt32, writeInt64 } from './integers.ts';

/** Base offset and length, which every batch and every message of older formats begins with. */
export const LOG_OVERHEAD_BYTES = 12;
export const BATCH_HEADER_BYTES = 61;
/** The smallest message of format v0: crc, magic, attributes, null key, null value (Kafka: LegacyRecord). */
const SMALLEST_MESSAGE_BYTES = 14;

const LENGTH = 8;
const LEADER_EPOCH = 12;
const MAGIC = 16;
const CRC = 17;
const LEGACY_ATTRIBUTES = 17;
const ATTRIBUTES = 21;
const LAST_OFFSET_DELTA = 23;
const BASE_TIMESTAMP = 27;
const MAX_TIMESTAMP = 35;
const PRODUCER_ID = 43;
const PRODUCER_EPOCH = 51;
const BASE_SEQUENCE = 53;
const COUNT = 57;

export const CODEC_BITS = 0x07;
const LOG_APPEND_TIME = 0x08;
export const TRANSACTIONAL = 0x10;
export const CONTROL = 0x20;
export const DELETE_HORIZON = 0x40;

export const baseOffset = (bytes: Buffer, at = 0): number => readInt64(bytes, at);
export const partitionLeaderEpoch = (bytes: Buffer, at = 0): number => readInt32(bytes, at + LEADER_EPOCH);
export const magic = (bytes: Buffer, at = 0): number => readInt8(bytes, at + MAGIC);
export const crc = (bytes: Buffer, at = 0): number => readInt32(bytes, at + CRC) >>> 0;
/** Codec and timestamp type are the same bits in messages of older formats. */
export const attributes = (bytes: Buffer, at = 0): number =>
  magic(bytes, at) < 2 ? readInt8(bytes, at + LEGACY_ATTRIBUTES) : readInt16(bytes, at + ATTRIBUTES);
export const lastOffsetDelta = (bytes: Buffer, at = 0): number => readInt32(bytes, at + LAST_OFFSET_DELTA);
/** Milliseconds; the delete horizon instead when `hasDeleteHorizon`. Record timestamps are deltas to it. */
export const baseTimestamp = (bytes: Buffer, at = 0): number => readInt64(bytes, at + BASE_TIMESTAMP);
/** Milliseconds; the append time of the whole batch when `isLogAppendTime`. */
export const maxTimestamp = (bytes: Buffer, at = 0): number => readInt64(bytes, at + MAX_TIMESTAMP);
export const producerId = (bytes: Buffer, at = 0): number => readInt64(bytes, at + PRODUCER_ID);
export const producerEpoch = (bytes: Buffer, at = 0): number => readInt16(bytes, at + PRODUCER_EPOCH);
export const baseSequence = (bytes: Buffer, at = 0): number => readInt32(bytes, at + BASE_SEQUENCE);
export const recordCount = (bytes: Buffer, at = 0): number => readInt32(bytes, at + COUNT);

export function lastOffset(bytes: Buffer, at = 0): number {
  if (magic(bytes, at) < 2) return baseOffset(bytes, at); // a message has the offset of the last one it wraps
  const delta = lastOffsetDelta(bytes, at);
  if (delta < 0) throw new ProtocolError(`last offset delta ${delta} of the batch at ${at}`);
  return baseOffset(bytes, at) + delta;
}

/** 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd; 5 to 7 mean nothing. */
export const codecOf = (attributes: number): number => attributes & CODEC_BITS;
export const isLogAppendTime = (attributes: number): boolean => (attributes & LOG_APPEND_TIME) !== 0;
export const isTransactional = (attributes: number): boolean => (attributes & TRANSACTIONAL) !== 0;
export const isControl = (attributes: number): boolean => (attributes & CONTROL) !== 0;
export const hasDeleteHorizon = (attributes: number): boolean => (attributes & DELETE_HORIZON) !== 0;

/** Bytes of the batch (or message of an older format) by its length field, which may reach beyond the buffer. */
export function batchBytes(bytes: Buffer, at = 0): number {
  const length = readInt32(bytes, at + LENGTH);
  if (length < SMALLEST_MESSAGE_BYTES) throw new ProtocolError(`batch at ${at} has a length of ${length}`);
  return LOG_OVERHEAD_BYTES + length;
}

/** Where the batch at `at` ends, or −1 when `end` cuts it off. ProtocolError when it can be no batch of any format. */
export function wholeBatchEnd(bytes: Buffer, at = 0, end = bytes.length): number {
  if (at + MAGIC >= end) {
    if (at + LOG_OVERHEAD_BYTES <= end) batchBytes(bytes, at);
    return -1;
  }
  const size = batchBytes(bytes, at);
  const format = magic(bytes, at);
  if (format < 0 || format > 2) throw new ProtocolError(`batch at ${at} has format ${format}`);
  if (format === 2 && size < BATCH_HEADER_BYTES) throw new ProtocolError(`batch at ${at} is of ${size} bytes`);
  return at + size <= end ? at + size : -1;
}

/** Positions of the complete batches (messages, in older formats) of a range; a cut-off last one is left out. */
export function* wholeBatches(bytes: Buffer, start = 0, end = bytes.length): Generator<number, void, void> {
  for (let at = start, next: number; (next = wholeBatchEnd(bytes, at, end)) !== -1; at = next) yield at;
}

/** Where the batch at `at` ends. ProtocolError unless it is of format v2 and all there. */
export function batchEnd(bytes: Buffer, at = 0): number {
  const end = wholeBatchEnd(bytes, at);
  if (end === -1) throw new ProtocolError(`batch at ${at} is cut off by the end of ${bytes.length} bytes`);
  if (magic(bytes, at) !== 2) throw new ProtocolError(`batch at ${at} has format ${magic(bytes, at)}, not 2`);
  return end;
}

export const verifyCrc = (bytes: Buffer, at = 0): boolean =>
  crc32c(bytes, at + ATTRIBUTES, batchEnd(bytes, at)) === crc(bytes, at);

export function updateCrc(bytes: Buffer, at = 0): void {
  writeInt32(bytes, at + CRC, crc32c(bytes, at + ATTRIBUTES, batchEnd(bytes, at)));
}

/** Outside the CRC, as is the leader epoch: both are the broker's to set. */
export const setBaseOffset = (bytes: Buffer, at: number, offset: number): void => writeInt64(bytes, at, offset);

export const setPartitionLeaderEpoch = (bytes: Buffer, at: number, epoch: number): void =>
  writeInt32(bytes, at + LEADER_EPOCH, epoch);

/** Gives every record this time (message.timestamp.type=LogAppendTime). It and the setters below renew the CRC. */
export function stampLogAppendTime(bytes: Buffer, at: number, timestampMs: number): void {
  writeInt16(bytes, at + ATTRIBUTES, attributes(bytes, at) | LOG_APPEND_TIME);
  writeInt64(bytes, at + MAX_TIMESTAMP, timestampMs);
  updateCrc(bytes, at);
}

/** Gives records their own times back, under a flag that says so; flags that mean nothing go (DefaultRecordBatch.setMaxTimestamp). */
export function stampCreateTime(bytes: Buffer, at: number, maxTimestampMs: number): void {
  writeInt16(bytes, at + ATTRIBUTES, attributes(bytes, at) & (CODEC_BITS | TRANSACTIONAL | CONTROL | DELETE_HORIZON));
  writeInt64(bytes, at + MAX_TIMESTAMP, maxTimestampMs);
  updateCrc(bytes, at);
}

export interface ProducerFields {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
}

export function setProducer(bytes: Buffer, at: number, producer: ProducerFields): void {
  writeInt64(bytes, at + PRODUCER_ID, producer.producerId);
  writeInt16(bytes, at + PRODUCER_EPOCH, producer.producerEpoch);
  writeInt32(bytes, at + BASE_SEQUENCE, producer.baseSequence);
  updateCrc(bytes, at);
}

export function setTransactional(bytes: Buffer, at: number, transactional: boolean): void {
  const others = attributes(bytes, at) & ~TRANSACTIONAL;
  writeInt16(bytes, at + ATTRIBUTES, transactional ? others | TRANSACTIONAL : others);
  updateCrc(bytes, at);
}

/** The sequence `count` records after `sequence`: 0 follows 2^31−1 (Kafka: DefaultRecordBatch.incrementSequence). */
export const sequenceAfter = (sequence: number, count: number): number => (sequence + count) % 2 ** 31;

export interface BatchHeader extends ProducerFields {
  /** Bytes of the batch, header included. */
  readonly bytes: number;
  readonly attributes: number;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly recordCount: number;
}

/** Writes a header in front of records that are in place already, and their CRC; base offset 0, leader epoch −1. */
export function writeHeader(bytes: Buffer, at: number, header: BatchHeader): void {
  writeInt64(bytes, at, 0);
  writeInt32(bytes, at + LENGTH, header.bytes - LOG_OVERHEAD_BYTES);
  writeInt32(bytes, at + LEADER_EPOCH, -1);
  bytes[at + MAGIC] = 2;
  writeInt16(bytes, at + ATTRIBUTES, header.attributes);
  writeInt32(bytes, at + LAST_OFFSET_DELTA, header.lastOffsetDelta);
  writeInt64(bytes, at + BASE_TIMESTAMP, header.baseTimestamp);
  writeInt64(bytes, at + MAX_TIMESTAMP, header.maxTimestamp);
  writeInt32(bytes, at + COUNT, header.recordCount);
  setProducer(bytes, at, header);
}
