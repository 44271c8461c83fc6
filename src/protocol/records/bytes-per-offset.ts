/** What an offset takes in the log. A fetch answers with whole batches, so that its first one begins before the offset that was asked for. */
import { baseOffset, lastOffset, wholeBatches } from './batch.ts';

/** Over all whole batches, with the offsets that compaction has left out; undefined where there is no whole batch. */
export function bytesPerOffset(batches: Buffer): number | undefined {
  let first: number | undefined;
  let last = 0;
  for (const at of wholeBatches(batches)) {
    first ??= baseOffset(batches, at);
    last = lastOffset(batches, at);
  }
  return first === undefined ? undefined : batches.length / (last - first + 1);
}
