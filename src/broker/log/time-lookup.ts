/**
 * Offsets by record time: the time index narrows the search to a few batches, headers to one, and only that one has its
 * records looked at (Kafka: UnifiedLog.fetchOffsetByTimestamp, FileRecords.searchForTimestamp).
 */
import { partitionLeaderEpoch } from '../../protocol/records/batch.ts';
import { RecordCursor } from '../../protocol/records/cursor.ts';
import type { BatchScanner } from './batch-scanner.ts';
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
const cursor = new RecordCursor();

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

function firstInBatch(scanner: BatchScanner, timestampMs: number, fromOffset: number): FoundRecord | undefined {
  scanner.readWhole();
  const { bytes, at } = scanner;
  for (cursor.open(bytes, at); cursor.next(); ) {
    if (cursor.timestamp < timestampMs || cursor.offset < fromOffset) continue;
    return { offset: cursor.offset, timestamp: cursor.timestamp, leaderEpoch: partitionLeaderEpoch(bytes, at) };
  }
  return undefined;
}
