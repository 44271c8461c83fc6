/**
 * Walks the batches of a segment's file by their headers, reading a chunk at a time and skipping the records that no one
 * asks for (Kafka: FileLogInputStream.java). Stops at the end, or at what can be no batch and then says why.
 */
import {
  BATCH_HEADER_BYTES,
  baseOffset,
  lastOffsetDelta,
  magic,
  maxTimestamp,
  recordCount,
} from '../../protocol/records/batch.ts';
import { readInt32 } from '../../protocol/records/integers.ts';
import type { LazyFile } from './lazy-file.ts';

const LENGTH_AT = 8;
const LOG_OVERHEAD_BYTES = 12;

export class BatchScanner {
  /** The header of the current batch stands at `at`; its records too after `readWhole`. */
  bytes: Buffer;
  at = 0;
  /** Where the current batch lies in the file, and its bytes. */
  position = 0;
  sizeBytes = 0;
  baseOffset = -1;
  lastOffset = -1;
  maxTimestampMs = -1;
  /** Why the walk ended before `end`. */
  problem: string | undefined;

  private readonly file: LazyFile;
  private end = 0;
  private chunkPosition = 0;
  private chunkBytes = 0;

  /** `chunk` is where the file is read into; it is replaced by a larger one for a batch that does not fit. */
  constructor(file: LazyFile, chunk: Buffer) {
    this.file = file;
    this.bytes = chunk;
  }

  /** Stands before the batch at `position`; `end` is the end of what may be read. */
  over(position: number, end: number): this {
    this.position = position;
    this.end = end;
    this.sizeBytes = 0;
    this.chunkBytes = 0;
    this.problem = undefined;
    return this;
  }

  next(): boolean {
    this.position += this.sizeBytes;
    this.sizeBytes = 0;
    if (this.position >= this.end) return false;
    if (!this.have(BATCH_HEADER_BYTES)) return this.stop('the file ends within a batch header');
    const length = readInt32(this.bytes, this.at + LENGTH_AT);
    if (length < BATCH_HEADER_BYTES - LOG_OVERHEAD_BYTES) return this.stop(`a batch length of ${length}`);
    if (magic(this.bytes, this.at) !== 2) return this.stop(`format ${magic(this.bytes, this.at)}`);
    const size = LOG_OVERHEAD_BYTES + length;
    if (this.position + size > this.end) return this.stop('the file ends within a batch');
    const delta = lastOffsetDelta(this.bytes, this.at);
    if (delta < 0) return this.stop(`a last offset delta of ${delta}`);
    this.baseOffset = baseOffset(this.bytes, this.at);
    this.lastOffset = this.baseOffset + delta;
    // Compaction may have left a batch without records: its header still has the timestamp of what is gone.
    this.maxTimestampMs = recordCount(this.bytes, this.at) === 0 ? -1 : maxTimestamp(this.bytes, this.at);
    if (this.baseOffset < 0 || !Number.isSafeInteger(this.lastOffset)) {
      return this.stop(`base offset ${this.baseOffset}`);
    }
    this.sizeBytes = size;
    return true;
  }

  /** Stands before the current batch again. */
  rewind(): this {
    this.sizeBytes = 0;
    return this;
  }

  /** Makes all bytes of the current batch available at `at`. */
  readWhole(): void {
    if (!this.have(this.sizeBytes)) throw new Error(`${this.file.path} lost bytes at ${this.position}`);
  }

  /** `length` bytes of the file at `position`, in `bytes` at `at`; false when the file is too short. */
  private have(length: number): boolean {
    this.at = this.position - this.chunkPosition;
    if (this.at >= 0 && this.at + length <= this.chunkBytes) return true;
    if (length > this.bytes.length) this.bytes = Buffer.allocUnsafeSlow(Math.max(length, this.bytes.length * 2));
    const wanted = Math.min(this.bytes.length, this.end - this.position);
    this.chunkPosition = this.position;
    this.chunkBytes = this.file.read(this.bytes, 0, wanted, this.position);
    this.at = 0;
    return length <= this.chunkBytes;
  }

  private stop(problem: string): false {
    this.problem = `${problem} at ${this.position}`;
    return false;
  }
}
