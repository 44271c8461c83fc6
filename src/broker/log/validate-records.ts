/**
 * Whether the records of a received batch may be appended, and the correction of its header that Kafka makes (LogValidator.java).
 * Each is looked at, in compressed batches too. The usual batch is walked at once and without an allocation, for about what its
 * checksum costs; only where that walk finds something unusual is each record judged.
 */
import {
  attributes,
  BATCH_HEADER_BYTES,
  baseTimestamp,
  codecOf,
  isLogAppendTime,
  maxTimestamp,
  recordCount,
  stampCreateTime,
} from '../../protocol/records/batch.ts';
import { MAX_CONTENTS_BYTES } from '../../protocol/records/compression.ts';
import type { LogConfig } from './log-config.ts';
import { LogError, type RecordError } from './log-error.ts';
import { openRecords } from './open-records.ts';
import { walked, walkPlainRecords } from './plain-records.ts';
import { RecordWalk } from './record-walk.ts';
import { storedCodec } from './stored-codec.ts';

const NO_TIMESTAMP = -1;
/** Kafka names every record that is at fault; a small compressed batch may hold millions. */
const MAX_RECORD_ERRORS = 10_000;
const LEAST_CONTENTS_BYTES = 64 * 1024 * 1024;
/** Reused: validation is synchronous. */
const walk = new RecordWalk();

/** LogError or ProtocolError unless the topic takes all records; may correct timestamp and timestamp type in place. */
export function validateRecords(batch: Buffer, config: LogConfig, nowMs: number): void {
  const demands = demandsOf(config, nowMs);
  const staysAsItIs = storedCodec(batch, config) === undefined;
  const largestMs = isCompressed(batch)
    ? openRecords(batch, (data, start) => checkRecords(batch, data, start, demands, staysAsItIs), maxContents(config))
    : checkRecords(batch, batch, BATCH_HEADER_BYTES, demands, staysAsItIs); // a tenth quicker than by openRecords
  // The time index is made from the header, so the header has to be right (DefaultRecordBatch.setMaxTimestamp).
  const isRight = largestMs === maxTimestamp(batch) && !isLogAppendTime(attributes(batch));
  if (staysAsItIs && demands.createTime && !isRight) stampCreateTime(batch, 0, largestMs);
}

const isCompressed = (batch: Buffer): boolean => codecOf(attributes(batch)) !== 0;

/**
 * Kafka streams through any number of bytes in one of its threads; here everybody waits. 64 times what a batch may be is more than
 * clients put into one: they go by its size before compression, or by what the last ones compressed to.
 */
const maxContents = ({ maxMessageBytes }: LogConfig): number =>
  Math.min(Math.max(maxMessageBytes * 64, LEAST_CONTENTS_BYTES), MAX_CONTENTS_BYTES);

interface Demands {
  readonly keyed: boolean;
  readonly createTime: boolean;
  readonly earliestMs: number;
  readonly latestMs: number;
}

const demandsOf = (config: LogConfig, nowMs: number): Demands => ({
  keyed: config.cleanupPolicy.includes('compact'),
  createTime: config.messageTimestampType === 'CreateTime',
  earliestMs: nowMs - config.messageTimestampBeforeMaxMs,
  latestMs: nowMs + config.messageTimestampAfterMaxMs,
});

/** The largest timestamp. LogError with every record that is at fault. */
function checkRecords(batch: Buffer, data: Buffer, start: number, demands: Demands, staysAsItIs: boolean): number {
  if (!isPlainlyGood(batch, data, start, demands)) return checkEachRecord(batch, data, start, demands, staysAsItIs);
  return Math.max(baseTimestamp(batch) + walked.largestDelta, NO_TIMESTAMP);
}

function isPlainlyGood(batch: Buffer, data: Buffer, start: number, demands: Demands): boolean {
  if (isLogAppendTime(attributes(batch))) return false;
  if (!walkPlainRecords(data, start, data.length, recordCount(batch))) return false;
  if (demands.keyed && !walked.everyRecordKeyed) return false;
  if (!demands.createTime) return true;
  const baseMs = baseTimestamp(batch);
  return baseMs + walked.smallestDelta >= demands.earliestMs && baseMs + walked.largestDelta <= demands.latestMs;
}

/** As Kafka does, one record after the other. */
function checkEachRecord(batch: Buffer, data: Buffer, start: number, demands: Demands, staysAsItIs: boolean): number {
  const flags = attributes(batch);
  const isSkippedOver = isCompressed(batch) && staysAsItIs;
  let largestMs = NO_TIMESTAMP;
  let follow = true;
  let untimely = false;
  const refused: RecordError[] = [];
  walk.open(batch, data, start, { lengthsCount: !isSkippedOver });
  for (let batchIndex = 0; walk.next(); batchIndex++) {
    if (walk.timestamp > largestMs) largestMs = walk.timestamp;
    follow &&= walk.offsetDelta === batchIndex;
    const isKeyless = demands.keyed && !walk.hasKey;
    const wrongTime = isKeyless ? undefined : wrongTimeOf(walk.timestamp, isLogAppendTime(flags), demands);
    untimely ||= wrongTime !== undefined;
    const message = isKeyless ? 'A record of a compacted topic needs a key' : wrongTime;
    if (message !== undefined && refused.length < MAX_RECORD_ERRORS) refused.push({ batchIndex, message });
  }
  if (refused.length > 0) {
    const error = untimely ? 'INVALID_TIMESTAMP' : 'INVALID_RECORD';
    throw new LogError(error, `Records were refused: ${refused[0]!.message}`, { recordErrors: refused });
  }
  // Kafka sets out to write the batch anew and stumbles over not having read keys and values. Plain ones it stores as they are.
  if (isSkippedOver && !follow) {
    throw new LogError('UNKNOWN_SERVER_ERROR', 'The offset deltas of compressed records should be 0, 1, 2 and so on');
  }
  return largestMs;
}

/** LogValidator.validateTimestamp */
function wrongTimeOf(timestampMs: number, isAppendTime: boolean, demands: Demands): string | undefined {
  const { createTime, earliestMs, latestMs } = demands;
  if (createTime && timestampMs !== NO_TIMESTAMP) {
    if (timestampMs >= earliestMs && timestampMs <= latestMs) return undefined;
    return `Timestamp ${timestampMs} is out of range, it should be within [${earliestMs}, ${latestMs}]`;
  }
  return isAppendTime ? 'Producers may not set the log append time' : undefined;
}
