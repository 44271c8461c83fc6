import { describe, expect, it } from 'vitest';
import { lagState } from '../../../../src/advisors/rules/group/g01-lag-state.ts';
import { answerOf, configs, observedBy } from '../../../support/evidence.ts';
import { aGroup, aHistory, aMember, commits, ends, sampled, unreadFor } from '../../../support/group-evidence.ts';

describe('G01 lag-state', () => {
  /** billing reads orders-0, seen every minute: [committed, end]. */
  const seen = (...moments: readonly (readonly [committed: number, end: number])[]) => {
    const last = moments.at(-1)!;
    return {
      groups: [aGroup('billing', [aMember({ orders: [0] })])],
      committed: commits('billing', 'orders', [last[0]]),
      offsets: ends('orders', [0, last[1]]),
      history: aHistory(
        ...moments.map(
          ([committed, end], i) =>
            [
              (moments.length - 1 - i) * 60,
              { topics: { orders: [[0, end]] as const }, groups: { billing: { committed: { orders: [committed] } } } },
            ] as const,
        ),
      ),
    };
  };

  it('is clean while the group keeps up, or works its backlog off', () => {
    expect(answerOf(lagState, seen([10, 10], [20, 20], [30, 30])).clean).toEqual(['G01']);
    expect(answerOf(lagState, seen([0, 9000], [3000, 9500], [6000, 9900])).clean).toEqual(['G01']);
  });

  it('names STALL, with the lag and how long it has stood', () => {
    expect(observedBy(lagState, seen([10, 500], [10, 600], [10, 700]))).toMatchObject([
      {
        severity: 'error',
        subject: { type: 'group', group: 'billing', topic: 'orders', partitions: [0] },
        observed: 'STALL: 690 offsets behind; no commit has moved for 2m',
        numbers: { state: 'STALL', code: 5, lag: 690 },
        fix: [{ command: 'mq group describe billing' }],
      },
    ]);
  });

  it('names WARN, with how fast it grows and the way out', () => {
    const found = observedBy(lagState, seen([0, 0], [600, 1200], [1200, 2400], [1800, 3600]));
    expect(found).toMatchObject([
      { severity: 'warning', observed: 'WARN: 1,800 offsets behind, and grows by 10 offsets/s' },
    ]);
    expect(found[0]!.fix[0]!.command).toBe(
      'mq backlog drain --topic orders --group billing --to orders-wide --create --partitions 4',
    );
  });

  it('names STOP of a group without members, and REWIND', () => {
    const stopped = { ...seen([10, 500], [10, 600], [10, 700]), groups: [aGroup('billing', [])] };
    expect(observedBy(lagState, stopped)[0]!.observed).toContain('STOP: 690');
    expect(observedBy(lagState, seen([500, 600], [100, 700], [200, 800]))[0]!.observed).toBe(
      'REWIND: 600 offsets behind',
    );
  });

  it('names EXPIRING when retention is near', () => {
    const kinds = {
      ...seen([10, 500], [10, 600], [10, 700]),
      oldestUnread: [unreadFor('billing', 'orders', 0, 23.5 * 3_600_000)],
      topicConfigs: { orders: configs('topic', 'retention.ms=86400000', 'cleanup.policy=delete') },
    };
    expect(observedBy(lagState, kinds)[0]!.numbers).toMatchObject({ state: 'EXPIRING' });
  });

  it('is one finding for all topics of a group', () => {
    const { groups: _, ...a } = seen([10, 500], [10, 600], [10, 700]);
    const topics = { a: [[0, 700]] as const, b: [[0, 90]] as const };
    const then = { topics, groups: { billing: { committed: { a: [10], b: [5] } } } };
    const kinds = {
      ...a,
      groups: [aGroup('billing', [aMember({ a: [0], b: [0] })])],
      committed: [
        { group: 'billing', topics: ['a', 'b'].map(topic => ({ topic, partitions: [{ partition: 0, offset: 10 }] })) },
      ],
      offsets: { ...ends('a', [0, 700]), ...ends('b', [0, 90]) },
      history: aHistory([120, then], [60, then], [0, then]),
    };
    expect(observedBy(lagState, kinds)).toMatchObject([
      {
        subject: { type: 'group', group: 'billing' },
        observed: 'STALL: 775 offsets behind in 2 topics (a, b); no commit has moved for 2m',
      },
    ]);
  });

  it('takes one offset for a marker, unless samples show a topic without transactions', () => {
    const one = seen([99, 100], [99, 100], [99, 100]);
    expect(observedBy(lagState, one)).toEqual([]);
    expect(observedBy(lagState, { ...one, samples: { orders: sampled({ transactional: true }) } })).toEqual([]);
    expect(observedBy(lagState, { ...one, samples: { orders: sampled({}) } })[0]!.observed).toContain(
      'STALL: 1 offset',
    );
  });

  it('leaves what members do not read any more, and what has a rule of its own', () => {
    const stale = seen([10, 500], [10, 600], [10, 700]);
    expect(observedBy(lagState, { ...stale, groups: [aGroup('billing', [aMember({ bills: [0] })])] })).toEqual([]);
    expect(observedBy(lagState, { ...stale, groups: [aGroup('billing', [aMember({ orders: [] })])] })).toEqual([]);
    expect(observedBy(lagState, { ...stale, committed: [], history: aHistory([0, {}]) })).toEqual([]);
  });

  it('leaves groups that are not of consumers', () => {
    const kinds = seen([10, 500], [10, 600], [10, 700]);
    const groups = [aGroup('billing', kinds.groups[0]!.members, { protocolType: 'connect' })];
    expect(answerOf(lagState, { ...kinds, groups }).clean).toEqual(['G01']);
  });

  it('says that it has seen too little', () => {
    expect(answerOf(lagState, seen([10, 700])).unchecked).toMatchObject([
      { reason: '1 moment over 0ms cannot show whether groups get on', needs: expect.stringContaining('--samples 61') },
    ]);
    expect(answerOf(lagState, {}).unchecked).toHaveLength(4);
  });
});
