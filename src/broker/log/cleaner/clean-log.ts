/** One pass over a log: keys of the dirty part, then all segments up to its end anew (Kafka: Cleaner.doClean). */
import { buildMap, type DirtyPart } from './build-map.ts';
import { cleanSegments } from './clean-segments.ts';
import { CleanedTransactions } from './cleaned-transactions.ts';
import type { CompactableLog } from './compactable-log.ts';
import { BatchFilter } from './filter-batch.ts';
import { groupSegments } from './group-segments.ts';
import type { Pace } from './pace.ts';

export interface CleanerMemory {
  /** log.cleaner.dedupe.buffer.size */
  readonly dedupeBufferBytes: number;
  /** log.cleaner.io.buffer.load.factor */
  readonly loadFactor: number;
  /** log.cleaner.io.buffer.size, for reading and writing. */
  readonly ioBufferBytes: number;
}

export interface Pass {
  /** The next pass begins here. */
  readonly cleanedUpTo: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** Throws CleaningAborted, LogError, or Error for what cannot be read. */
export async function cleanLog(
  log: CompactableLog,
  dirty: DirtyPart,
  memory: CleanerMemory,
  pace: Pace,
  nowMs: number,
): Promise<Pass> {
  // Else a power loss could take the newer record of a key from the disk when the pass has taken the older one.
  await log.syncBelow(dirty.upTo);
  pace.begin();
  const half = Math.max(4096, memory.ioBufferBytes / 2);
  const chunk = Buffer.allocUnsafeSlow(half);
  const outgoing = Buffer.allocUnsafeSlow(half);
  const map = await buildMap(log, dirty, { ...memory, chunk }, pace);
  const cleanedUpTo = map.latestOffset + 1;
  if (cleanedUpTo <= dirty.from)
    throw new Error(
      `the keys of a batch do not fit into ${memory.dedupeBufferBytes} bytes (log.cleaner.dedupe.buffer.size)`,
    );
  const transactions = new CleanedTransactions();
  const filter = new BatchFilter({
    map,
    transactions,
    lastOfProducers: log.lastOfProducers(),
    nowMs,
    deleteRetentionMs: log.log.config.deleteRetentionMs,
    end: dirty.upTo,
  });
  const segments = log.segments.filter(segment => segment.baseOffset < cleanedUpTo);
  const bytesBefore = segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  let bytesAfter = 0;
  for (const group of groupSegments(segments, log.log.config, dirty.upTo))
    bytesAfter += await cleanSegments(log, group, { filter, transactions, pace, chunk, outgoing });
  return { cleanedUpTo, bytesBefore, bytesAfter };
}
