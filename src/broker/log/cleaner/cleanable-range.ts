/**
 * What of a log may be compacted, and whether it is worth a pass (Kafka: LogCleanerManager.cleanableOffsets, LogToClean).
 * Pure. The dirty part begins where the last pass ended, and ends before the active segment, the last stable offset and
 * records that are too young.
 */
import type { LogConfig } from '../log-config.ts';

export interface DirtySegment {
  readonly baseOffset: number;
  readonly sizeBytes: number;
  readonly largestTimestamp: { readonly timestampMs: number };
  /** −1 when the first batch has none. */
  readonly firstTimestampMs: number;
}

export interface LogBounds {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly lastStableOffset: number;
}

export interface CleanableRange {
  readonly firstDirtyOffset: number;
  /** A segment begins here. */
  readonly firstUncleanableOffset: number;
  /** The dirty bytes among those that may be compacted. */
  readonly ratio: number;
  readonly isDue: boolean;
}

/** `segments` are all, the active one last; `cleanedUpTo` is undefined for a log that no pass has been over. */
export function cleanableRange(
  segments: readonly DirtySegment[],
  bounds: LogBounds,
  cleanedUpTo: number | undefined,
  config: Pick<LogConfig, 'minCleanableDirtyRatio' | 'minCompactionLagMs' | 'maxCompactionLagMs'>,
  nowMs: number,
): CleanableRange {
  const firstDirtyOffset = firstDirty(bounds, cleanedUpTo);
  const inactive = segments.slice(0, -1);
  const active = segments.at(-1)!;
  const dirty = inactive.slice(floor(segments, firstDirtyOffset));
  const young = (segment: DirtySegment): boolean =>
    segment.largestTimestamp.timestampMs > nowMs - config.minCompactionLagMs;
  const firstYoung = config.minCompactionLagMs > 0 ? dirty.find(young) : undefined;
  const limit = Math.min(bounds.lastStableOffset, active.baseOffset, firstYoung?.baseOffset ?? Infinity);
  const firstUncleanableOffset = segments[floor(segments, Math.max(firstDirtyOffset, limit))]!.baseOffset;

  const cleanBytes = sum(inactive.filter(each => each.baseOffset < firstDirtyOffset));
  const cleanableBytes = sum(dirty.filter(each => each.baseOffset < firstUncleanableOffset));
  const ratio = cleanableBytes === 0 ? 0 : cleanableBytes / (cleanBytes + cleanableBytes);
  const isOverdue = cleanableBytes > 0 && hasWaitedTooLong(dirty, config.maxCompactionLagMs, nowMs);
  return {
    firstDirtyOffset,
    firstUncleanableOffset,
    ratio,
    isDue: isOverdue || ratio > config.minCleanableDirtyRatio,
  };
}

/** What the last pass said, unless the log was cut off or moved on since. */
function firstDirty({ logStartOffset, logEndOffset }: LogBounds, cleanedUpTo = logStartOffset): number {
  return cleanedUpTo < logStartOffset || cleanedUpTo > logEndOffset ? logStartOffset : cleanedUpTo;
}

function hasWaitedTooLong(dirty: readonly DirtySegment[], maxLagMs: number, nowMs: number): boolean {
  const latestMs = nowMs - maxLagMs;
  return latestMs > 0 && dirty.some(({ firstTimestampMs }) => firstTimestampMs > 0 && firstTimestampMs < latestMs);
}

/** The index of the segment that holds the offset. */
const floor = (segments: readonly DirtySegment[], offset: number): number =>
  Math.max(
    0,
    segments.findLastIndex(segment => segment.baseOffset <= offset),
  );

const sum = (segments: readonly DirtySegment[]): number => segments.reduce((bytes, each) => bytes + each.sizeBytes, 0);
