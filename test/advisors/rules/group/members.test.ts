import { describe, expect, it } from 'vitest';
import { noIntents } from '../../../../src/advisors/intents.ts';
import { idleMembers } from '../../../../src/advisors/rules/group/g04-idle-members.ts';
import { tooFewMembers } from '../../../../src/advisors/rules/group/g05-too-few-members.ts';
import { unowned } from '../../../../src/advisors/rules/group/g06-unowned.ts';
import { uneven } from '../../../../src/advisors/rules/group/g07-uneven.ts';
import { mixedSubscription } from '../../../../src/advisors/rules/group/g08-mixed-subscription.ts';
import { answerOf, aTopic, observedBy } from '../../../support/evidence.ts';
import { aGroup, aHistory, aMember, commits, ends } from '../../../support/group-evidence.ts';

describe('G04 idle-members', () => {
  const topics = [aTopic('orders', 2), aTopic('bills', 4)];
  const groupOf = (...members: ReturnType<typeof aMember>[]) => ({ topics, groups: [aGroup('billing', members)] });
  const three = groupOf(aMember({ orders: [0] }), aMember({ orders: [1] }), aMember({ orders: [] }));

  it('is quiet up to as many members as partitions', () => {
    expect(observedBy(idleMembers, groupOf(aMember({ orders: [0] }), aMember({ orders: [1] })))).toEqual([]);
  });

  it('counts those that have nothing to read', () => {
    expect(observedBy(idleMembers, three)).toMatchObject([
      {
        severity: 'warning',
        subject: { group: 'billing', topic: 'orders' },
        observed: '3 members for 2 partitions: 1 of them has nothing to read',
        fix: [{ text: 'Run 2 members, or as many threads.' }, { command: expect.stringContaining('--topic orders') }],
      },
    ]);
  });

  it('counts the partitions of all topics that they read', () => {
    const both = [0, 1, 2].map(() => aMember({ orders: [], bills: [] }));
    expect(observedBy(idleMembers, groupOf(aMember({ orders: [0, 1], bills: [0, 1, 2, 3] }), ...both))).toEqual([]);
  });

  it('speaks softly where the order of the whole topic is meant', () => {
    const intents = { ...noIntents, topics: { orders: { order: 'global' as const } } };
    expect(observedBy(idleMembers, three, { intents })[0]!.severity).toBe('info');
  });

  it('waits for the group to be stable, and leaves Streams and other users of groups', () => {
    for (const change of [{ state: 'PreparingRebalance' }, { assignor: 'stream' }, { protocolType: 'connect' }])
      expect(
        observedBy(idleMembers, { topics, groups: [aGroup('billing', three.groups[0]!.members, change)] }),
      ).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(idleMembers, { topics }).unchecked).toHaveLength(1);
  });
});

describe('G05 too-few-members', () => {
  /** One member reads two partitions; every minute 600 records come and it reads so many. */
  const kinds = (readsPerMinute: number, minutes = 5) => {
    const at = (minute: number) => ({ end: 600 * minute, committed: readsPerMinute * minute });
    const { end, committed } = at(minutes);
    return {
      groups: [aGroup('billing', [aMember({ orders: [0, 1] })])],
      committed: commits('billing', 'orders', [committed, end]),
      offsets: ends('orders', [0, end], [0, end]),
      history: aHistory(
        ...Array.from({ length: minutes + 1 }, (_, minute) => {
          const then = at(minute);
          const topics = {
            orders: [
              [0, then.end],
              [0, then.end],
            ] as const,
          };
          const groups = { billing: { committed: { orders: [then.committed, then.end] } } };
          return [(minutes - minute) * 60, { topics, groups }] as const;
        }),
      ),
    };
  };

  it('is quiet while the group keeps up', () => {
    expect(answerOf(tooFewMembers, kinds(600)).clean).toEqual(['G05']);
  });

  it('counts members, partitions and growth', () => {
    expect(observedBy(tooFewMembers, kinds(500))).toMatchObject([
      {
        subject: { group: 'billing', topic: 'orders', partitions: [0] },
        observed: '1 member for 2 partitions, 500 offsets behind and 100 more each minute',
        fix: [{ text: 'Run up to 2 members; each takes a share of the partitions.' }],
      },
    ]);
  });

  it('is quiet when there are as many members as partitions', () => {
    const groups = [aGroup('billing', [aMember({ orders: [0] }), aMember({ orders: [1] })])];
    expect(observedBy(tooFewMembers, { ...kinds(500), groups })).toEqual([]);
  });

  it('says that it has seen too little', () => {
    expect(answerOf(tooFewMembers, kinds(500, 0)).unchecked).toMatchObject([{ reason: 'a trend takes 1m of history' }]);
  });
});

describe('G06 unowned', () => {
  const kinds = (owned: number[], end = 5) => ({
    groups: [aGroup('billing', [aMember({ orders: owned })])],
    committed: commits('billing', 'orders', [5, 5]),
    offsets: ends('orders', [0, 5], [0, end]),
  });

  it('is quiet when each partition has an owner', () => {
    expect(observedBy(unowned, kinds([0, 1]))).toEqual([]);
  });

  it('is an error where records wait, a warning where none do', () => {
    expect(observedBy(unowned, kinds([0], 9))).toMatchObject([
      {
        severity: 'error',
        subject: { partitions: [1] },
        observed: '1 of 2 partitions without an owner among 1 member; 1 of them hold records to read',
      },
    ]);
    expect(observedBy(unowned, kinds([0]))[0]!.severity).toBe('warning');
  });

  it('gives consumers five minutes to see new partitions', () => {
    const one = { topics: { orders: [[0, 5]] as const } };
    const two = {
      topics: {
        orders: [
          [0, 5],
          [0, 9],
        ] as const,
      },
    };
    expect(observedBy(unowned, { ...kinds([0], 9), history: aHistory([299, one], [200, two], [0, two]) })).toEqual([]);
    expect(observedBy(unowned, { ...kinds([0], 9), history: aHistory([400, one], [301, two], [0, two]) })).toHaveLength(
      1,
    );
  });

  it('leaves groups that are moving or have nobody', () => {
    const [group] = kinds([0]).groups;
    expect(observedBy(unowned, { ...kinds([0]), groups: [{ ...group!, state: 'CompletingRebalance' }] })).toEqual([]);
    expect(observedBy(unowned, { ...kinds([0]), groups: [aGroup('billing', [])] })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(unowned, {}).unchecked).toHaveLength(3);
  });
});

describe('G07 uneven', () => {
  const shares = (...owned: Record<string, number[]>[]) => ({ groups: [aGroup('billing', owned.map(aMember))] });

  it('is quiet at one more', () => {
    expect(observedBy(uneven, shares({ a: [0, 1], b: [0] }, { a: [2], b: [1] }))).toEqual([]);
  });

  it('shows what range does to many topics', () => {
    expect(observedBy(uneven, shares({ a: [0, 1], b: [0, 1] }, { a: [2], b: [2] }))).toMatchObject([
      {
        observed: 'members own between 2 and 4 partitions of 2 topics, assigned by range',
        numbers: { most: 4, least: 2 },
      },
    ]);
  });

  it('advises by the protocol of the group', () => {
    const { groups } = shares({ a: [0, 1, 2] }, { a: [] });
    expect(observedBy(uneven, { groups })[0]!.fix[0]!.text).toContain('CooperativeStickyAssignor');
    const modern = { groups: [{ ...groups[0]!, type: 'consumer' as const, assignor: 'range' }] };
    expect(observedBy(uneven, modern)[0]!.fix[0]!.text).toContain('group.remote.assignor=uniform');
  });

  it('leaves members that read different topics to G08', () => {
    expect(observedBy(uneven, shares({ a: [0, 1, 2] }, { b: [0] }))).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(uneven, {}).unchecked).toHaveLength(1);
  });
});

describe('G08 mixed-subscription', () => {
  it('is quiet when all read the same, in any order', () => {
    const groups = [aGroup('billing', [aMember({ a: [0], b: [] }), aMember({ b: [0], a: [] })])];
    expect(observedBy(mixedSubscription, { groups })).toEqual([]);
  });

  it('counts members by what they subscribe to', () => {
    const groups = [aGroup('billing', [aMember({ a: [0] }), aMember({ a: [1] }), aMember({ b: [0] })])];
    expect(observedBy(mixedSubscription, { groups })).toMatchObject([
      { observed: '3 members with 2 different subscriptions: 2 on a, 1 on b' },
    ]);
  });

  it('leaves members whose subscription nobody knows', () => {
    const unknown = { ...aMember({ b: [0] }), subscription: null };
    expect(observedBy(mixedSubscription, { groups: [aGroup('billing', [aMember({ a: [0] }), unknown])] })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(mixedSubscription, {}).unchecked).toHaveLength(1);
  });
});
