import { describe, expect, it } from 'vitest';
import { type GroupSample, groupRate } from '../../../../src/advisors/plan/observe/group-rate.ts';

const sample = (
  atMs: number,
  ...partitions: [committed: number | null, end: number, member: string | null][]
): GroupSample => ({
  atMs,
  partitions: partitions.map(([committed, end, member], partition) => ({ partition, committed, end, member })),
});

describe("a group's rate", () => {
  it('is what lagging partitions commit, shared by the members that own them', () => {
    const rate = groupRate(
      sample(0, [0, 1_000, 'a'], [0, 1_000, 'a'], [0, 1_000, 'b']),
      sample(10_000, [100, 1_500, 'a'], [200, 1_500, 'a'], [300, 1_500, 'b']),
    );
    expect(rate).toEqual({ recordsPerSec: 60, consumers: 2, laggingPartitions: 3, consumerRecordsPerSec: 30 });
  });

  it('leaves out partitions that have caught up, have no commit or no owner', () => {
    const rate = groupRate(
      sample(0, [0, 1_000, 'a'], [50, 50, 'b'], [null, 1_000, 'c'], [0, 1_000, null]),
      sample(10_000, [100, 1_000, 'a'], [90, 90, 'b'], [10, 1_000, 'c'], [9, 1_000, null]),
    );
    expect(rate).toMatchObject({ consumers: 1, laggingPartitions: 1, consumerRecordsPerSec: 10 });
  });

  it('is unknown when nothing lags or nothing moves', () => {
    expect(groupRate(sample(0, [5, 5, 'a']), sample(1_000, [5, 5, 'a']))).toBeUndefined();
    expect(groupRate(sample(0, [5, 9, 'a']), sample(1_000, [5, 9, 'a']))).toBeUndefined();
  });
});
