/**
 * Whether a received batch may be appended, and the corrections that Kafka makes in place
 * (UnifiedLog.analyzeAndValidateRecords, LogValidator.java).
 *
 * The records of an uncompressed batch are walked, as Kafka does: it allocates nothing, costs about as much as the checksum,
 * and a record that cannot be read would stop every consumer. Compressed batches are believed in what their header says of
 * their records, because to decompress costs seven times as much as everything else together; only a compacted topic,
 * where each record needs a key, has them opened (docs/decisions/0005-log.md).
 */
import { ProtocolError } from '../../protocol/error.ts';
import {
  attributes,
  BATCH_HEADER_BYTES,
  baseOffset,
  baseSequence,
  baseTimestamp,
  batchBytes,
  codecOf,
  isControl,
  isLogAppendTime,
  LOG_OVERHEAD_BYTES,
  lastOffsetDelta,
  magic,
  maxTimestamp,
  producerId,
  recordCount,
  updateCrc,
  verifyCrc,
} from '../../protocol/records/batch.ts';
import { RecordCursor } from '../../protocol/records/cursor.ts';
import { writeInt64 } from '../../protocol/records/integers.ts';
import type { LogConfig } from './log-config.ts';
import { LogError, type RecordError } from './log-error.ts';
import { walked, walkPlainRecords } from './plain-records.ts';

const MAX_TIMESTAMP_AT = 35;
const NO_TIMESTAMP = -1;
const MAX_RECORD_ERRORS = 100;
/** Reused: validation is synchronous. */
const cursor = new RecordCursor();

export type AppendOrigin = 'client' | 'coordinator';

/** LogError unless `batch` is exactly one batch that the topic takes; may correct its largest timestamp in place. */
export function validateBatch(batch: Buffer, origin: AppendOrigin, config: LogConfig, nowMs: number): void {
  try {
    checkHeader(batch, origin, config);
    checkRecords(batch, config, nowMs);
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
  const flags = attributes(batch);
  if (codecOf(flags) > 4) throw new LogError('INVALID_RECORD', `Unknown compression codec ${codecOf(flags)}`);
  if (isControl(flags)) throw new LogError('INVALID_RECORD', 'Clients may not write control records');
  if (isLogAppendTime(flags)) throw new LogError('INVALID_TIMESTAMP', 'Producers may not set the log append time');
  if (producerId(batch) >= 0 && baseSequence(batch) < 0) {
    throw new LogError('INVALID_RECORD', `Producer ${producerId(batch)} without a sequence number`);
  }
}

function checkRecords(batch: Buffer, config: LogConfig, nowMs: number): void {
  const compressed = codecOf(attributes(batch)) !== 0;
  const keyed = config.cleanupPolicy.includes('compact');
  const createTime = config.messageTimestampType === 'CreateTime';
  const range = {
    earliestMs: createTime ? nowMs - config.messageTimestampBeforeMaxMs : -Infinity,
    latestMs: createTime ? nowMs + config.messageTimestampAfterMaxMs : Infinity,
  };
  if (compressed && !keyed) {
    checkTimestamp(baseTimestamp(batch), range);
    checkTimestamp(maxTimestamp(batch), range);
    return;
  }
  if (!compressed && plainlyGood(batch, keyed, range)) return;
  checkEachRecord(batch, keyed, range);
}

interface TimeRange {
  readonly earliestMs: number;
  readonly latestMs: number;
}

function plainlyGood(batch: Buffer, keyed: boolean, { earliestMs, latestMs }: TimeRange): boolean {
  if (!walkPlainRecords(batch, BATCH_HEADER_BYTES, batch.length, recordCount(batch))) return false;
  const baseMs = baseTimestamp(batch);
  const largestMs = baseMs + walked.largestDelta;
  return (
    (walked.everyRecordKeyed || !keyed) &&
    baseMs + walked.smallestDelta >= earliestMs &&
    largestMs <= latestMs &&
    largestMs === maxTimestamp(batch)
  );
}

/** With every record that is at fault, and the largest timestamp put right. */
function checkEachRecord(batch: Buffer, keyed: boolean, range: TimeRange): void {
  let largestMs = NO_TIMESTAMP;
  let badTimestamp = false;
  let index = 0;
  const refused: RecordError[] = [];
  for (cursor.open(batch); cursor.next(); index++) {
    const { timestamp } = cursor;
    if (timestamp > largestMs) largestMs = timestamp;
    if (cursor.offset - baseOffset(batch) !== index) {
      throw new LogError('INVALID_RECORD', `Record ${index} has offset delta ${cursor.offset - baseOffset(batch)}`);
    }
    const untimely = !isTimely(timestamp, range);
    badTimestamp ||= untimely;
    if (refused.length === MAX_RECORD_ERRORS || !(untimely || (keyed && cursor.keyStart < 0))) continue;
    const message = untimely ? outOfRange(timestamp, range) : 'A record of a compacted topic needs a key';
    refused.push({ batchIndex: index, message });
  }
  if (refused.length > 0) {
    const error = badTimestamp ? 'INVALID_TIMESTAMP' : 'INVALID_RECORD';
    throw new LogError(error, `Records were refused: ${refused[0]!.message}`, { recordErrors: refused });
  }
  // The time index is made from the header, so the header has to be right (LogValidator: setMaxTimestamp).
  if (largestMs !== maxTimestamp(batch)) {
    writeInt64(batch, MAX_TIMESTAMP_AT, largestMs);
    updateCrc(batch);
  }
}

function checkTimestamp(timestampMs: number, range: TimeRange): void {
  if (!isTimely(timestampMs, range)) throw new LogError('INVALID_TIMESTAMP', outOfRange(timestampMs, range));
}

const isTimely = (timestampMs: number, { earliestMs, latestMs }: TimeRange): boolean =>
  timestampMs === NO_TIMESTAMP || (timestampMs >= earliestMs && timestampMs <= latestMs);

const outOfRange = (timestampMs: number, { earliestMs, latestMs }: TimeRange): string =>
  `Timestamp ${timestampMs} is out of range, it should be within [${earliestMs}, ${latestMs}]`;
