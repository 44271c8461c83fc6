/**
 * Offsets by record time: the time index narrows the search to a few batches, headers to one, and only that one has its
 * records looked at (Kafka: UnifiedLog.fetchOffsetByTimestamp, FileRecords.searchForTimestamp).
 */
import { ProtocolError } from '../../protocol/error.ts';
import { baseOffset, partitionLeaderEpoch } from '../../protocol/records/batch.ts';
import type { BatchScanner } from './batch-scanner.ts';
import { LogError } from './log-error.ts';
import { openRecords } from './open-records.ts';
import { RecordWalk } from './record-walk.ts';
import type { Segment } from './segment.ts';

export interface FoundRecord {
  readonly offset: number;
  /** Milliseconds. */
  readonly timestamp: number;
  /** Of the batch; −1 when it has none. */
  readonly leaderEpoch: number;
}

const CHUNK_BYTES = 65_536;
/** Reused: lookups are synchronous. */
const walk = new RecordWalk();

/** The first record, in the order of offsets, that is at or after `timestampMs` and at or after `fromOffset`. */
export function firstRecordAt(
  segments: readonly Segment[],
  timestampMs: number,
  fromOffset: number,
): FoundRecord | undefined {
  for (const segment of segments) {
    if (segment.largestTimestamp.timestampMs < timestampMs) continue;
    const found = firstRecordIn(segment, timestampMs, fromOffset);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstRecordIn(segment: Segment, timestampMs: number, fromOffset: number): FoundRecord | undefined {
  const entry = segment.timeEntryFor(timestampMs);
  const scanner = segment.scanFrom(Math.max(entry?.offset ?? 0, fromOffset), Buffer.allocUnsafe(CHUNK_BYTES));
  while (scanner.next()) {
    if (scanner.maxTimestampMs < timestampMs || scanner.lastOffset < fromOffset) continue;
    const found = firstInBatch(scanner, timestampMs, fromOffset);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first record that has the largest timestamp of all from `fromOffset` on (ListOffsets −3, KIP-734). */
export function recordWithLargestTimestamp(segments: readonly Segment[], fromOffset: number): FoundRecord | undefined {
  let best: Segment | undefined;
  let largestMs = -1;
  for (const segment of segments) {
    const timestampMs = largestTimestampFrom(segment, fromOffset);
    if (timestampMs <= largestMs) continue;
    best = segment;
    largestMs = timestampMs;
  }
  return best === undefined ? undefined : firstRecordIn(best, largestMs, fromOffset);
}

/** By headers where DeleteRecords cut off what the segment itself remembers. */
function largestTimestampFrom(segment: Segment, fromOffset: number): number {
  const { timestampMs, offset } = segment.largestTimestamp;
  if (offset >= fromOffset) return timestampMs;
  let largestMs = -1;
  const scanner = segment.scan(segment.locate(fromOffset), Buffer.allocUnsafe(CHUNK_BYTES));
  while (scanner.next()) largestMs = Math.max(largestMs, scanner.maxTimestampMs);
  return largestMs;
}

/** LogError where the records cannot be read: Kafka stores compressed ones that are of other lengths than they say. */
function firstInBatch(scanner: BatchScanner, timestampMs: number, fromOffset: number): FoundRecord | undefined {
  scanner.readWhole();
  const batch = scanner.bytes.subarray(scanner.at, scanner.at + scanner.sizeBytes);
  try {
    return openRecords(batch, (data, start) => {
      walk.open(batch, data, start);
      const found = firstFrom(batch, timestampMs, fromOffset);
      while (data !== batch && walk.next()); // Kafka reads all of a compressed batch before it looks
      return found;
    });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new LogError('INVALID_RECORD', error.message, { cause: error });
  }
}

function firstFrom(batch: Buffer, timestampMs: number, fromOffset: number): FoundRecord | undefined {
  while (walk.next()) {
    const { timestamp } = walk;
    const offset = baseOffset(batch) + walk.offsetDelta;
    if (timestamp >= timestampMs && offset >= fromOffset)
      return { offset, timestamp, leaderEpoch: partitionLeaderEpoch(batch) };
  }
  return undefined;
}
