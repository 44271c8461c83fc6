/**
 * Whether the header of a received batch lets it be appended (UnifiedLog.analyzeAndValidateRecords, LogValidator.validateBatch);
 * its records are validate-records.ts's.
 */
import { ProtocolError } from '../../protocol/error.ts';
import {
  attributes,
  BATCH_HEADER_BYTES,
  baseOffset,
  baseSequence,
  batchBytes,
  codecOf,
  isControl,
  LOG_OVERHEAD_BYTES,
  lastOffsetDelta,
  magic,
  producerId,
  recordCount,
  verifyCrc,
} from '../../protocol/records/batch.ts';
import { codecs } from '../../protocol/records/compression.ts';
import type { LogConfig } from './log-config.ts';
import { LogError } from './log-error.ts';
import { validateRecords } from './validate-records.ts';

export type AppendOrigin = 'client' | 'coordinator';

/** LogError unless `batch` is exactly one batch that the topic takes; may correct its largest timestamp in place. */
export function validateBatch(batch: Buffer, origin: AppendOrigin, config: LogConfig, nowMs: number): void {
  try {
    checkHeader(batch, origin, config);
    validateRecords(batch, config, nowMs);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new LogError('INVALID_RECORD', error.message, { cause: error });
  }
}

function checkHeader(batch: Buffer, origin: AppendOrigin, config: LogConfig): void {
  if (batch.length < LOG_OVERHEAD_BYTES) throw new LogError('CORRUPT_MESSAGE', `${batch.length} bytes are no batch`);
  const size = batchBytes(batch);
  if (batch.length > size) throw new LogError('INVALID_RECORD', 'More than one batch for a partition');
  if (batch.length < size || size < BATCH_HEADER_BYTES) {
    throw new LogError('CORRUPT_MESSAGE', `A batch of ${size} bytes came in ${batch.length}`);
  }
  if (magic(batch) !== 2) throw new LogError('INVALID_RECORD', `Record format ${magic(batch)}, only 2 is taken`);
  if (origin === 'client' && baseOffset(batch) !== 0) {
    throw new LogError('INVALID_RECORD', `The base offset of a new batch should be 0, it is ${baseOffset(batch)}`);
  }
  checkSize(size, config);
  if (!verifyCrc(batch)) throw new LogError('CORRUPT_MESSAGE', 'The checksum of the batch does not fit its bytes');
  const codec = codecOf(attributes(batch));
  if (codec >= codecs.length) throw new LogError('UNKNOWN_SERVER_ERROR', `Unknown compression codec ${codec}`);
  if (origin === 'client') checkClientHeader(batch);
}

export function checkSize(size: number, { maxMessageBytes, segmentBytes }: LogConfig): void {
  if (size > maxMessageBytes) {
    throw new LogError('MESSAGE_TOO_LARGE', `A batch of ${size} bytes, max.message.bytes is ${maxMessageBytes}`);
  }
  if (size > segmentBytes) {
    throw new LogError('RECORD_LIST_TOO_LARGE', `A batch of ${size} bytes, segment.bytes is ${segmentBytes}`);
  }
}

function checkClientHeader(batch: Buffer): void {
  const count = recordCount(batch);
  if (count <= 0 || count !== lastOffsetDelta(batch) + 1) {
    throw new LogError('INVALID_RECORD', `${count} records with a last offset delta of ${lastOffsetDelta(batch)}`);
  }
  if (isControl(attributes(batch))) throw new LogError('INVALID_RECORD', 'Clients may not write control records');
  if (producerId(batch) >= 0 && baseSequence(batch) < 0) {
    throw new LogError('INVALID_RECORD', `Producer ${producerId(batch)} without a sequence number`);
  }
}
