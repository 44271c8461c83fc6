/**
 * Which segments, from the oldest on, have had their time (Kafka: UnifiedLog.deleteOldSegments). Pure: the log deletes
 * them. A segment goes as a whole, and never one that reaches above the high watermark.
 */
import type { LogConfig } from './log-config.ts';

export interface RetainedSegment {
  readonly baseOffset: number;
  readonly sizeBytes: number;
  /** Largest record timestamp; −1 or the time of the file when records have none. */
  readonly retentionTimestampMs: number;
}

export interface RetentionBounds {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly nowMs: number;
}

/** How many of `segments` are to be deleted, counted from the first; the active one only if it holds something. */
export function segmentsPastRetention(
  segments: readonly RetainedSegment[],
  config: Pick<LogConfig, 'cleanupPolicy' | 'retentionMs' | 'retentionBytes'>,
  bounds: RetentionBounds,
): number {
  const deletes = config.cleanupPolicy.includes('delete');
  const totalBytes = segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  let excessBytes = deletes && config.retentionBytes >= 0 ? totalBytes - config.retentionBytes : -1;
  let count = 0;
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1];
    const end = next?.baseOffset ?? bounds.logEndOffset;
    if (end > bounds.highWatermark || (next === undefined && segment.sizeBytes === 0)) break;
    const belowStart = next !== undefined && end <= bounds.logStartOffset;
    const tooMuch = excessBytes >= segment.sizeBytes;
    // A timestamp in the future keeps a segment for as long as it is ahead, and the retention time after that.
    const tooOld =
      deletes && config.retentionMs >= 0 && bounds.nowMs - segment.retentionTimestampMs > config.retentionMs;
    if (!belowStart && !tooMuch && !tooOld) break;
    excessBytes -= segment.sizeBytes;
    count++;
  }
  return count;
}
