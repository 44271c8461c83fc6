/**
 * Checks a segment batch by batch after a crash, makes its indexes anew and cuts off what is no good from the first bad
 * batch on (Kafka: LogSegment.recover).
 */
import { lastOffsetDelta, recordCount, verifyCrc } from '../../protocol/records/batch.ts';
import type { BatchScanner } from './batch-scanner.ts';
import type { Segment } from './segment.ts';

const CHUNK_BYTES = 1024 * 1024;

export interface Expectations {
  /** The base offset of the first batch. */
  readonly nextOffset: number;
  /** Only a compacted log may have gaps. Kafka takes any gap, although base offsets are outside the checksum. */
  readonly gapsAllowed: boolean;
  /** Below it everything was on the disk once: what is bad there is damage, not the work of a crash. */
  readonly recoveryPoint: number;
}

export interface SegmentRecovery {
  readonly nextOffset: number;
  readonly truncatedBytes: number;
  /** What was wrong with the first bytes that were cut off. */
  readonly problem: string | undefined;
}

/** What was synced cannot be read. */
export class Damage extends Error {
  override name = 'Damage';

  constructor(path: string, problem: string, offset: number, recoveryPoint: number) {
    super(`${path} has ${problem}, at offset ${offset}, and everything below offset ${recoveryPoint} was on the disk`);
  }
}

/** `take` sees each good batch, in order. The segment ends at the last good one afterwards. Throws Damage. */
export function recoverSegment(
  segment: Segment,
  { nextOffset, gapsAllowed, recoveryPoint }: Expectations,
  take: (batch: BatchScanner) => void,
): SegmentRecovery {
  const storedBytes = segment.log.storedBytes() ?? 0;
  segment.sizeBytes = storedBytes;
  const scanner = segment.scan(0, Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(storedBytes, 64))));
  segment.forget();
  segment.transactionIndex.reset();
  let expected = nextOffset;
  let problem: string | undefined;
  while (problem === undefined && scanner.next()) {
    problem = defect(scanner, segment, expected, gapsAllowed);
    if (problem !== undefined) break;
    take(scanner);
    segment.note(scanner.lastOffset, scanner.maxTimestampMs, scanner.sizeBytes);
    expected = scanner.lastOffset + 1;
  }
  problem ??= scanner.problem;
  if (problem !== undefined && expected < recoveryPoint)
    throw new Damage(segment.log.path, problem, expected, recoveryPoint);
  const truncatedBytes = storedBytes - segment.sizeBytes;
  if (truncatedBytes > 0) segment.log.truncate(segment.sizeBytes);
  return { nextOffset: expected, truncatedBytes, problem };
}

function defect(scanner: BatchScanner, segment: Segment, expected: number, gapsAllowed: boolean): string | undefined {
  const { baseOffset, position } = scanner;
  if (gapsAllowed ? baseOffset < expected : baseOffset !== expected) {
    return `base offset ${baseOffset} where ${expected} was expected at ${position}`;
  }
  if (!segment.canHold(scanner.lastOffset)) return `offset ${scanner.lastOffset} at ${position}`;
  scanner.readWhole();
  if (!verifyCrc(scanner.bytes, scanner.at)) return `a wrong checksum at ${position}`;
  const count = recordCount(scanner.bytes, scanner.at);
  if (!gapsAllowed && count !== lastOffsetDelta(scanner.bytes, scanner.at) + 1)
    return `${count} records at ${position}`;
  return undefined;
}
