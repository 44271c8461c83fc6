/**
 * Writes what is left of a batch: offsets, sequences and producer stay those of the original, also where it is empty,
 * so that nobody's position or sequence number is lost (Kafka: MemoryRecords.buildRetainedRecordsInto, KIP-534).
 */
import {
  attributes,
  BATCH_HEADER_BYTES,
  baseOffset,
  baseSequence,
  CODEC_BITS,
  codecOf,
  DELETE_HORIZON,
  isLogAppendTime,
  lastOffsetDelta,
  maxTimestamp,
  partitionLeaderEpoch,
  producerEpoch,
  producerId,
  setBaseOffset,
  setPartitionLeaderEpoch,
  writeHeader,
} from '../../../protocol/records/batch.ts';
import { type Codec, codecNumbered, compress } from '../../../protocol/records/compression.ts';
import type { RecordCursor } from '../../../protocol/records/cursor.ts';
import { varintBytes, writeVarint } from '../../../protocol/records/varint.ts';

const NO_TIMESTAMP = -1;
const FIRST_CAPACITY_BYTES = 64 * 1024;
/** Attributes, two timestamps and offset of ten bytes each at most, and the length. */
const RECORD_OVERHEAD_BYTES = 36;

export class RetainedBatch {
  private buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY_BYTES);
  private end = BATCH_HEADER_BYTES;
  private count = 0;
  private batchBaseOffset = 0;
  private baseTimestampMs: number | undefined;
  private maxTimestampMs = NO_TIMESTAMP;

  /**
   * Begins with the batch that stands at `at` of `bytes`. With a delete horizon that takes the place of the base
   * timestamp, to which the timestamps of records are relative.
   */
  begin(bytes: Buffer, at: number, deleteHorizonMs: number | undefined): void {
    this.end = BATCH_HEADER_BYTES;
    this.count = 0;
    this.batchBaseOffset = baseOffset(bytes, at);
    this.baseTimestampMs = deleteHorizonMs;
    this.maxTimestampMs = NO_TIMESTAMP;
  }

  append({ data, timestamp, offset, tailStart, recordEnd }: RecordCursor): void {
    this.baseTimestampMs ??= timestamp;
    this.maxTimestampMs = Math.max(this.maxTimestampMs, timestamp);
    const timestampDelta = timestamp - this.baseTimestampMs;
    const offsetDelta = offset - this.batchBaseOffset;
    const bodyBytes = 1 + varintBytes(timestampDelta) + varintBytes(offsetDelta) + recordEnd - tailStart;
    this.makeRoom(bodyBytes + RECORD_OVERHEAD_BYTES);
    let at = writeVarint(this.buffer, this.end, bodyBytes);
    this.buffer[at++] = 0; // attributes, unused
    at = writeVarint(this.buffer, at, timestampDelta);
    at = writeVarint(this.buffer, at, offsetDelta);
    this.end = at + data.copy(this.buffer, at, tailStart, recordEnd);
    this.count++;
  }

  /** The batch; valid until the next one begins. `original` and `at` as in `begin`. */
  finish(original: Buffer, at: number, deleteHorizonMs: number | undefined): Buffer {
    const flags = attributes(original, at);
    const codec = codecNumbered(codecOf(flags));
    const batch = codec === 'none' ? this.buffer.subarray(0, this.end) : this.compressed(codec);
    const stamped = isLogAppendTime(flags);
    rewriteHeader(batch, original, at, {
      attributes: deleteHorizonMs === undefined ? flags & ~DELETE_HORIZON : flags | DELETE_HORIZON,
      baseTimestamp: this.baseTimestampMs!,
      maxTimestamp: stamped ? maxTimestamp(original, at) : this.maxTimestampMs,
      recordCount: this.count,
    });
    return batch;
  }

  private compressed(codec: Codec): Buffer {
    const records = compress(codec, this.buffer.subarray(BATCH_HEADER_BYTES, this.end));
    const batch = Buffer.allocUnsafe(BATCH_HEADER_BYTES + records.length);
    records.copy(batch, BATCH_HEADER_BYTES);
    return batch;
  }

  private makeRoom(bytes: number): void {
    const needed = this.end + bytes;
    if (needed <= this.buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(grown, 0, 0, this.end);
    this.buffer = grown;
  }
}

/** A batch without records in place of the one at `at`. */
export function emptyBatch(original: Buffer, at: number): Buffer {
  const batch = Buffer.alloc(BATCH_HEADER_BYTES);
  rewriteHeader(batch, original, at, {
    attributes: attributes(original, at) & ~(CODEC_BITS | DELETE_HORIZON),
    baseTimestamp: NO_TIMESTAMP,
    maxTimestamp: maxTimestamp(original, at),
    recordCount: 0,
  });
  return batch;
}

function rewriteHeader(
  batch: Buffer,
  original: Buffer,
  at: number,
  own: { attributes: number; baseTimestamp: number; maxTimestamp: number; recordCount: number },
): void {
  writeHeader(batch, 0, {
    ...own,
    bytes: batch.length,
    lastOffsetDelta: lastOffsetDelta(original, at),
    producerId: producerId(original, at),
    producerEpoch: producerEpoch(original, at),
    baseSequence: baseSequence(original, at),
  });
  setBaseOffset(batch, 0, baseOffset(original, at));
  setPartitionLeaderEpoch(batch, 0, partitionLeaderEpoch(original, at));
}
