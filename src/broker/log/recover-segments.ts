/**
 * Checks the segments that may not have reached the disk before a crash. The log ends at the first bad batch: what comes
 * after it is gone, as its offsets would not follow (Kafka: LogLoader.recoverLog).
 */
import { partitionLeaderEpoch } from '../../protocol/records/batch.ts';
import type { BatchScanner } from './batch-scanner.ts';
import type { LeaderEpochs } from './leader-epochs.ts';
import type { LogConfig } from './log-config.ts';
import type { ProducerState } from './producer-state.ts';
import { Damage, recoverSegment } from './recover-segment.ts';
import type { Segment } from './segment.ts';

/** What had to be done, for the broker to tell. */
export interface Recovery {
  /** How many were checked. */
  readonly segments: number;
  readonly truncatedBytes: number;
  readonly problem: string | undefined;
}

export interface Unchecked {
  readonly found: readonly Segment[];
  /** The first one to check. */
  readonly from: number;
  readonly epochs: LeaderEpochs;
  /** As of the first offset to check. */
  readonly producers: ProducerState;
}

/** The segments that remain, and the offset after the last checked batch; undefined when none was to be checked. */
export function recoverSegments(
  { found, from, epochs, producers }: Unchecked,
  {
    config,
    nowMs,
    hasGaps,
    recoveryPoint,
  }: { config: LogConfig; nowMs: number; hasGaps: boolean; recoveryPoint: number },
): { segments: Segment[]; end: number | undefined; report: Recovery } {
  const gapsAllowed = hasGaps || config.cleanupPolicy.includes('compact');
  let end: number | undefined;
  let truncatedBytes = 0;
  let problem: string | undefined;
  const take = (batch: BatchScanner, segment: Segment): void => {
    const epoch = partitionLeaderEpoch(batch.bytes, batch.at);
    // A whole checkpoint knows better than a batch, whose epoch is outside of its checksum.
    if (!epochs.found && epoch > (epochs.latest?.epoch ?? -1)) epochs.assign(epoch, batch.baseOffset);
    const aborted = producers.take(batch.bytes, batch.at, nowMs);
    if (aborted !== undefined) segment.transactionIndex.append(aborted);
  };
  let next = from;
  for (; next < found.length && problem === undefined; next++) {
    const segment = found[next]!;
    const follows = end === undefined || segment.baseOffset === end || (gapsAllowed && segment.baseOffset > end);
    if (!follows) {
      if (end! < recoveryPoint) throw new Damage(segment.log.path, 'a gap before it', end!, recoveryPoint);
      problem = `${segment.log.path} begins where ${end} was expected`;
      break;
    }
    if (next > from) producers.writeSnapshot(segment.baseOffset);
    const recovered = recoverSegment(segment, { nextOffset: segment.baseOffset, gapsAllowed, recoveryPoint }, batch =>
      take(batch, segment),
    );
    end = recovered.nextOffset;
    truncatedBytes += recovered.truncatedBytes;
    if (recovered.problem !== undefined) problem = `${segment.log.path}: ${recovered.problem}`;
    if (next < found.length - 1) segment.seal();
    segment.transactionIndex.sync(); // nobody syncs it later: it may be below the recovery point
  }
  for (const lost of found.slice(next)) {
    truncatedBytes += lost.sizeBytes;
    lost.remove();
  }
  return { segments: found.slice(0, next), end, report: { segments: next - from, truncatedBytes, problem } };
}
