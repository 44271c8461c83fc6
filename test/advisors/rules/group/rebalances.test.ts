import { describe, expect, it } from 'vitest';
import { rebalanceChurn } from '../../../../src/advisors/rules/group/g09-rebalance-churn.ts';
import { eagerAssignor } from '../../../../src/advisors/rules/group/g13-eager-assignor.ts';
import { newPartitionLatest } from '../../../../src/advisors/rules/group/g15-new-partition-latest.ts';
import { answerOf, aTopic, observedBy } from '../../../support/evidence.ts';
import { aClientFile, aGroup, aHistory, aMember } from '../../../support/group-evidence.ts';

describe('G09 rebalance-churn', () => {
  const groups = [aGroup('billing', [aMember({ orders: [0] })])];
  const states = (...each: string[]) =>
    aHistory(...each.map((state, i) => [each.length - 1 - i, { groups: { billing: { state } } }] as const));
  const S = 'Stable';
  const P = 'PreparingRebalance';
  const C = 'CompletingRebalance';

  it('takes one moment for chance', () => {
    expect(answerOf(rebalanceChurn, { groups, history: states(S, S, P, S, S, S) }).clean).toEqual(['G09']);
  });

  it('warns from two of six on, and is an error from four on', () => {
    expect(observedBy(rebalanceChurn, { groups, history: states(S, P, S, S, C, S) })).toMatchObject([
      { severity: 'warning', observed: 'in 2 of the last 6 moments the group was rebalancing' },
    ]);
    expect(observedBy(rebalanceChurn, { groups, history: states(P, C, P, C, S, S) })[0]!.severity).toBe('error');
  });

  it('looks at the last six only', () => {
    expect(observedBy(rebalanceChurn, { groups, history: states(P, P, P, S, S, S, S, S, S) })).toEqual([]);
  });

  it('never calls a group of the new protocol an error: its members go on meanwhile', () => {
    const history = states('Reconciling', 'Assigning', 'Reconciling', 'Reconciling', S, S);
    expect(observedBy(rebalanceChurn, { groups, history })).toMatchObject([
      { severity: 'warning', numbers: { rebalancing: 4 } },
    ]);
  });

  it('says that it has seen too little', () => {
    expect(answerOf(rebalanceChurn, { groups, history: states(S) }).unchecked).toMatchObject([
      { needs: expect.stringContaining('--samples 6') },
    ]);
    expect(answerOf(rebalanceChurn, { groups: [], history: states(S) }).clean).toEqual(['G09']);
  });
});

describe('G13 eager-assignor', () => {
  const withMembers = (count: number, assignor: string) => ({
    groups: [
      aGroup(
        'billing',
        Array.from({ length: count }, (_, i) => aMember({ orders: [i] })),
        { assignor },
      ),
    ],
  });

  it('counts from 21 members on', () => {
    expect(observedBy(eagerAssignor, withMembers(20, 'range'))).toEqual([]);
    expect(observedBy(eagerAssignor, withMembers(21, 'range'))).toMatchObject([
      { severity: 'info', observed: '21 members with the assignor range' },
    ]);
    expect(observedBy(eagerAssignor, withMembers(21, 'RoundRobinAssigner'))).toHaveLength(1);
  });

  it('leaves cooperative assignors and the new protocol', () => {
    expect(observedBy(eagerAssignor, withMembers(21, 'cooperative-sticky'))).toEqual([]);
    const [group] = withMembers(21, 'range').groups;
    expect(observedBy(eagerAssignor, { groups: [{ ...group!, type: 'consumer' }] })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(eagerAssignor, {}).unchecked).toHaveLength(1);
  });
});

describe('G15 new-partition-latest', () => {
  const kinds = {
    topics: [aTopic('orders', 3)],
    groups: [aGroup('billing', [aMember({ orders: [0, 1, 2] })])],
    history: aHistory(
      [
        60,
        {
          topics: {
            orders: [
              [0, 5],
              [0, 5],
            ],
          },
        },
      ],
      [
        0,
        {
          topics: {
            orders: [
              [0, 5],
              [0, 5],
              [0, 1],
            ],
          },
        },
      ],
    ),
  };
  const consumer = (reset?: string) => [
    aClientFile('consumer', { 'group.id': 'billing', ...(reset && { 'auto.offset.reset': reset }) }),
  ];

  it('warns where consumers start at latest, said or by default', () => {
    expect(observedBy(newPartitionLatest, { ...kinds, clients: consumer() })).toMatchObject([
      {
        severity: 'warning',
        subject: { group: 'billing', topic: 'orders', partitions: [2] },
        observed: 'orders went from 2 partitions to 3; its consumers have auto.offset.reset=latest',
      },
    ]);
    expect(observedBy(newPartitionLatest, { ...kinds, clients: consumer('latest') })).toHaveLength(1);
    expect(observedBy(newPartitionLatest, { ...kinds, clients: consumer('earliest') })).toEqual([]);
  });

  it('only mentions it where nobody knows', () => {
    expect(observedBy(newPartitionLatest, kinds)).toMatchObject([
      { severity: 'info', fix: [{}, { command: 'mq consume orders --partition 2 --from earliest --exit' }] },
    ]);
  });

  it('is quiet without growth, and where the topic was made again', () => {
    expect(observedBy(newPartitionLatest, { ...kinds, topics: [aTopic('orders', 2)] })).toEqual([]);
    const again = aHistory(
      [
        60,
        {
          topics: {
            orders: [
              [0, 5],
              [0, 5],
            ],
          },
        },
      ],
      [
        0,
        {
          topics: {
            orders: [
              [0, 0],
              [0, 0],
              [0, 0],
            ],
          },
        },
      ],
    );
    expect(observedBy(newPartitionLatest, { ...kinds, history: again })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(newPartitionLatest, {}).unchecked).toHaveLength(3);
  });
});
