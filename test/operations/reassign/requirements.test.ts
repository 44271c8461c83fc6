import { describe, expect, it } from 'vitest';
import { reassignmentView } from '../../../src/cli/reassign-view.ts';
import type { Move } from '../../../src/operations/reassign/moves.ts';
import { refusedMeanwhile } from '../../../src/operations/reassign/requirements.ts';

const move = (topic: string, before: number[], after: number[]): Move => ({
  topic,
  partition: 0,
  before,
  after,
  bytes: 0,
});

describe('topics that refuse writes while replicas are added', () => {
  const floors: Record<string, string> = { orders: '2', bills: '1', pairs: '2' };
  const describeFloors = async (topics: { name: string }[]) =>
    topics.map(({ name }) => ({
      type: 'topic' as const,
      name,
      configs: [{ name: 'min.insync.replicas', value: floors[name]! } as never],
    }));

  it('are those that have fewer replicas than min.insync.replicas asks for and get more', async () => {
    const moves = [
      move('orders', [1], [1, 2, 3]),
      move('bills', [1], [1, 2, 3]),
      move('pairs', [1, 2], [1, 2, 3]),
      move('pairs', [1, 2], [2, 3]),
    ];
    expect(await refusedMeanwhile(moves, describeFloors)).toEqual([
      { topic: 'orders', minInsyncReplicas: 2, replicas: 1 },
    ]);
  });

  it('are told before anything moves, with the way to spare their producers', () => {
    const moves = [move('orders', [1], [1, 2, 3])];
    const refused = [{ topic: 'orders', minInsyncReplicas: 2, replicas: 1 }];
    const plan = { topics: ['orders'], moves, brokers: [], bytes: 0, factorChanges: true, away: [] };
    const view = reassignmentView({ ...plan, refusedMeanwhile: refused }, undefined);
    expect(JSON.stringify(view)).toContain(
      'are refused until 2 replicas are in sync: the new ones count at once for min.insync.replicas=2. Set it to 1 before',
    );
    expect(JSON.stringify(reassignmentView({ ...plan, refusedMeanwhile: [] }, undefined))).not.toContain('refused');
  });
});
