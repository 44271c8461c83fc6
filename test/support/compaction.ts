/** Passes of the cleaner over one log, without its timer. */

import { type CleanerMemory, cleanLog, type Pass } from '../../src/broker/log/cleaner/clean-log.ts';
import { cleanableRange } from '../../src/broker/log/cleaner/cleanable-range.ts';
import { Pace } from '../../src/broker/log/cleaner/pace.ts';
import type { LogFixture } from './partition-log.ts';

export const MEMORY: CleanerMemory = { dedupeBufferBytes: 1024 ** 2, loadFactor: 0.9, ioBufferBytes: 64 * 1024 };

/** Where the last pass over a log ended. */
const cleanedUpTo = new WeakMap<object, number>();

/** One pass over what is dirty, however little; undefined when nothing is. */
export async function compact(
  { log, clock }: LogFixture,
  {
    memory = {},
    pace = new Pace(clock, () => Number.MAX_VALUE),
  }: { memory?: Partial<CleanerMemory>; pace?: Pace } = {},
): Promise<Pass | undefined> {
  const { compaction } = log;
  const last = cleanedUpTo.get(log);
  const range = cleanableRange(compaction.segments, log, last, log.config, clock.nowMs());
  const dirty = { from: range.firstDirtyOffset, upTo: range.firstUncleanableOffset };
  if (range.ratio === 0) return undefined;
  const pass = await cleanLog(compaction, dirty, { ...MEMORY, ...memory }, pace, clock.nowMs());
  cleanedUpTo.set(log, pass.cleanedUpTo);
  return pass;
}
