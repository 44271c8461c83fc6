/** Reads whole batches of a segment: never half of one, never one at or above the bound that a consumer may see. */
import { BATCH_HEADER_BYTES, LOG_OVERHEAD_BYTES, lastOffset } from '../../protocol/records/batch.ts';
import { readInt32 } from '../../protocol/records/integers.ts';
import type { Segment } from './segment.ts';

export interface ReadOptions {
  readonly maxBytes: number;
  /** The first batch is returned even when it is larger than maxBytes (KIP-74). */
  readonly minOneBatch: boolean;
  /** Exclusive: the high watermark or the last stable offset. */
  readonly upTo: number;
  /** Memory for the bytes, at least as long as asked for; fresh when left out. A pool spares page faults on large reads. */
  readonly allocate?: (bytes: number) => Buffer;
}

const LENGTH_AT = 8;

export interface Batches {
  /** In a buffer of their own; empty when none fits. */
  readonly bytes: Buffer;
  /** The offset after them; −1 when there are none. */
  readonly nextOffset: number;
}

/** The batches from `position` on. */
export function readBatches(segment: Segment, position: number, options: ReadOptions): Batches {
  const { maxBytes, minOneBatch, upTo, allocate = Buffer.allocUnsafe } = options;
  const available = segment.sizeBytes - position;
  const wanted = Math.min(available, Math.max(maxBytes, minOneBatch ? BATCH_HEADER_BYTES : 0));
  const bytes = readBytes(segment, position, wanted, allocate);
  const batches = wholeBatches(bytes, segment, position, upTo);
  if (batches.nextOffset >= 0 || !minOneBatch) return batches;
  const first = LOG_OVERHEAD_BYTES + readInt32(bytes, LENGTH_AT);
  if (first <= bytes.length || first > available) return batches;
  return wholeBatches(readBytes(segment, position, first, allocate), segment, position, upTo);
}

function readBytes(segment: Segment, position: number, length: number, allocate: (bytes: number) => Buffer): Buffer {
  const bytes = allocate(length);
  return bytes.subarray(0, segment.log.read(bytes, 0, length, position));
}

function wholeBatches(bytes: Buffer, segment: Segment, position: number, upTo: number): Batches {
  let at = 0;
  let nextOffset = -1;
  while (at + BATCH_HEADER_BYTES <= bytes.length) {
    const size = LOG_OVERHEAD_BYTES + readInt32(bytes, at + LENGTH_AT);
    if (size < BATCH_HEADER_BYTES) throw new Error(`no batch at ${position + at} of ${segment.log.path}`);
    if (at + size > bytes.length) break;
    const last = lastOffset(bytes, at);
    if (last >= upTo) break;
    nextOffset = last + 1;
    at += size;
  }
  return { bytes: bytes.subarray(0, at), nextOffset };
}
