import { describe, expect, it } from 'vitest';
import { troublesOf } from '../../src/operations/partition-health.ts';

const partition = (leader: number, replicas: number[], isr: number[]) => ({
  partition: 0,
  leader,
  leaderEpoch: 1,
  replicas,
  isr,
  offlineReplicas: [],
});

describe('the health of a partition', () => {
  it.each([
    ['all replicas in sync', partition(1, [1, 2, 3], [1, 2, 3]), 2, []],
    ['one of three replicas away, two needed', partition(1, [1, 2, 3], [1, 2]), 2, ['at min ISR', 'under-replicated']],
    ['two of three replicas away, two needed', partition(1, [1, 2, 3], [1]), 2, ['under min ISR', 'under-replicated']],
    ['as many needed as there are, all there', partition(1, [1, 2], [1, 2]), 2, []],
    ['a single replica, one needed', partition(1, [1], [1]), 1, []],
    ['no leader', partition(-1, [1], []), 1, ['offline', 'under min ISR', 'under-replicated']],
    ['min.insync.replicas not known', partition(1, [1, 2, 3], [1]), null, ['under-replicated']],
  ] as const)('with %s', (_, metadata, minInsyncReplicas, troubles) => {
    expect(troublesOf(metadata, minInsyncReplicas)).toEqual(troubles);
  });
});
