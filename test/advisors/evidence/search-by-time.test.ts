import { describe, expect, it } from 'vitest';
import { isFound, narrowed, nextTimeMs, search } from '../../../src/advisors/evidence/collect/search-by-time.ts';

const NOW_MS = 1_767_225_600_000;
const HOUR_MS = 3_600_000;

/** A log as ListOffsets sees it: the first record that is not older. */
const logOf =
  (timestamps: readonly number[], start = 0) =>
  (timeMs: number) => {
    const at = timestamps.findIndex(timestampMs => timestampMs >= timeMs);
    return at < 0 ? { offset: null, timestampMs: null } : { offset: start + at, timestampMs: timestamps[at]! };
  };

function found(offset: number, log: ReturnType<typeof logOf>) {
  let state = search(offset, NOW_MS);
  let questions = 0;
  for (; !isFound(state); questions++) state = narrowed(state, log(nextTimeMs(state)));
  return { knownMs: state.knownMs, questions };
}

describe('the timestamp of an offset, by ListOffsets alone', () => {
  it('takes one question at the start of the log', () => {
    expect(found(7, logOf([NOW_MS - HOUR_MS, NOW_MS], 7))).toEqual({ knownMs: NOW_MS - HOUR_MS, questions: 1 });
  });

  it('is exact where records are far apart', () => {
    const hourly = Array.from({ length: 48 }, (_, at) => NOW_MS - (48 - at) * HOUR_MS);
    for (const offset of [1, 5, 23, 46, 47]) expect(found(offset, logOf(hourly)).knownMs).toBe(hourly[offset]);
  });

  it('comes within a hundredth of the age, or a second, in a dozen questions or so', () => {
    const week = Array.from({ length: 60_480 }, (_, at) => NOW_MS - (60_480 - at) * 10_000);
    for (const offset of [3, 30_000, 60_000, 60_479]) {
      const { knownMs, questions } = found(offset, logOf(week));
      const age = NOW_MS - week[offset]!;
      expect(Math.abs(knownMs! - week[offset]!)).toBeLessThanOrEqual(Math.max(1_000, age / 100) + 10_000);
      expect(questions).toBeLessThan(30);
    }
  });

  it('takes the next record where compaction has removed the one', () => {
    expect(found(3, logOf([NOW_MS - 1000], 9))).toEqual({ knownMs: NOW_MS - 1000, questions: 1 });
  });

  it('knows nothing where no record carries a time', () => {
    expect(found(3, () => ({ offset: null, timestampMs: null })).knownMs).toBeNull();
  });

  it('ends with a partition that fails', () => {
    const failed = narrowed(search(3, NOW_MS), { offset: null, timestampMs: null, error: new Error('moved') });
    expect(isFound(failed)).toBe(true);
    expect(failed.knownMs).toBeNull();
  });
});
