import { describe, expect, it } from 'vitest';
import { offsetOutOfRange } from '../../../../src/advisors/rules/group/g10-offset-out-of-range.ts';
import { neverCommitted } from '../../../../src/advisors/rules/group/g11-never-committed.ts';
import { offsetsExpiring } from '../../../../src/advisors/rules/group/g12-offsets-expiring.ts';
import { deadWithLag } from '../../../../src/advisors/rules/group/g14-dead-with-lag.ts';
import { answerOf, configs, observedBy } from '../../../support/evidence.ts';
import { aClientFile, aGroup, aHistory, aMember, commits, ends, unreadFor } from '../../../support/group-evidence.ts';

const DAY_S = 86_400;

describe('G10 offset-out-of-range', () => {
  const kinds = (committed: number, start: number, end: number) => ({
    groups: [aGroup('billing', [aMember({ orders: [0] })])],
    committed: commits('billing', 'orders', [committed]),
    offsets: ends('orders', [start, end]),
  });

  it('is quiet within the log, its edges included', () => {
    for (const committed of [10, 15, 20]) expect(observedBy(offsetOutOfRange, kinds(committed, 10, 20))).toEqual([]);
  });

  it('counts what was deleted unread', () => {
    expect(observedBy(offsetOutOfRange, kinds(3, 10, 20))).toMatchObject([
      {
        severity: 'critical',
        observed: '7 offsets were deleted unread; partition 0 has 3 committed and starts at 10',
        fix: [
          {
            command: 'kafka-consumer-groups.sh --group billing --topic orders --reset-offsets --to-earliest --execute',
          },
          { command: 'mq config describe --topic orders --all' },
        ],
      },
    ]);
  });

  it('takes one offset for a marker that retention has taken along', () => {
    expect(observedBy(offsetOutOfRange, kinds(9, 10, 20))).toEqual([]);
    expect(observedBy(offsetOutOfRange, kinds(8, 10, 20))).toHaveLength(1);
  });

  it('knows a log that ends before the commit', () => {
    expect(observedBy(offsetOutOfRange, kinds(21, 0, 20))).toMatchObject([
      { severity: 'critical', observed: 'partition 0 has 21 committed and ends at 20' },
    ]);
  });

  it('leaves repartition topics, from which Kafka Streams deletes what it has read', () => {
    const repartition = {
      groups: [aGroup('app', [aMember({ 'app-counts-repartition': [0] })], { assignor: 'stream' })],
      committed: commits('app', 'app-counts-repartition', [3]),
      offsets: ends('app-counts-repartition', [10, 20]),
    };
    expect(observedBy(offsetOutOfRange, repartition)).toEqual([]);
  });

  it('is an error where nobody reads at the moment', () => {
    const groups = [aGroup('billing', [])];
    expect(observedBy(offsetOutOfRange, { ...kinds(3, 10, 20), groups })[0]!.severity).toBe('error');
  });

  it('says what it lacks', () => {
    expect(answerOf(offsetOutOfRange, { groups: [], committed: [] }).unchecked).toHaveLength(1);
  });
});

describe('G11 never-committed', () => {
  const kinds = (offsets: (number | undefined)[]) => ({
    groups: [aGroup('billing', [aMember({ orders: [0, 1] })])],
    committed: commits('billing', 'orders', offsets),
    offsets: ends('orders', [0, 9], [0, 9]),
  });

  it('is quiet when all is committed, or there is nothing to commit', () => {
    expect(observedBy(neverCommitted, kinds([9, 3]))).toEqual([]);
    expect(observedBy(neverCommitted, { ...kinds([9]), offsets: ends('orders', [0, 9], [4, 4]) })).toEqual([]);
  });

  /** Without a commit in partition 1, where some were written meanwhile. */
  const seen = (secondsAgo: number, end: number, members = 1) =>
    [
      secondsAgo,
      { topics: { orders: [[0, 9] as const, [0, end] as const] }, groups: { billing: { members } } },
    ] as const;

  it('names the partitions', () => {
    expect(observedBy(neverCommitted, { ...kinds([9]), history: aHistory(seen(150, 5), seen(0, 9)) })).toMatchObject([
      {
        severity: 'warning',
        subject: { group: 'billing', topic: 'orders', partitions: [1] },
        observed: 'no commit in 1 of 2 partitions, which hold records and were written to in the last 2m 30s',
        fix: [{}, { command: expect.stringContaining('--to-earliest') }],
      },
    ]);
  });

  it('is an error where consumers start at latest', () => {
    const clients = [aClientFile('consumer', { 'group.id': 'billing' })];
    const history = aHistory(seen(150, 5), seen(0, 9));
    expect(observedBy(neverCommitted, { ...kinds([9]), clients, history })[0]!.severity).toBe('error');
  });

  it('is an info at one look, and while nothing has come that could be committed, or for less than two minutes', () => {
    const histories = [
      aHistory(seen(0, 9)),
      aHistory(seen(150, 9), seen(0, 9)),
      aHistory(seen(110, 5), seen(0, 9)),
      aHistory(seen(150, 3, 0), seen(60, 5), seen(0, 9)),
    ];
    for (const history of [undefined, ...histories])
      expect(observedBy(neverCommitted, { ...kinds([9]), ...(history && { history }) })).toMatchObject([
        {
          severity: 'info',
          observed: expect.stringContaining('one look does not show'),
          fix: [{ command: 'mq doctor --only G11 --samples 4 --interval 45s' }, {}],
        },
      ]);
  });

  it('leaves partitions that nobody owns', () => {
    expect(
      observedBy(neverCommitted, { ...kinds([9]), groups: [aGroup('billing', [aMember({ orders: [0] })])] }),
    ).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(neverCommitted, {}).unchecked).toHaveLength(3);
  });
});

describe('G12 offsets-expiring', () => {
  const empty = (days: number, state = 'Empty') =>
    [days * DAY_S, { groups: { billing: { state, committed: { orders: [5] } } } }] as const;
  const kinds = {
    groups: [aGroup('billing', [])],
    committed: commits('billing', 'orders', [5]),
    brokerConfigs: { 0: configs('server-properties', '~offsets.retention.minutes=10080') },
  };

  it('counts from four fifths on', () => {
    expect(
      answerOf(offsetsExpiring, { ...kinds, history: aHistory(empty(9, 'Stable'), empty(5), empty(0)) }).clean,
    ).toEqual(['G12']);
    expect(observedBy(offsetsExpiring, { ...kinds, history: aHistory(empty(5.6), empty(0)) })).toMatchObject([
      {
        observed: 'empty for at least 5d 14h, 80 % of offsets.retention.minutes (7d)',
        fix: [
          { command: expect.stringContaining('--reset-offsets --to-current --dry-run --export > billing.csv') },
          {},
          {},
        ],
      },
    ]);
  });

  it('starts anew when somebody was there, or committed', () => {
    const busy = aHistory(empty(6), empty(3, 'Stable'), empty(1), empty(0));
    expect(observedBy(offsetsExpiring, { ...kinds, history: busy })).toEqual([]);
    const moved = aHistory(
      [6 * DAY_S, { groups: { billing: { state: 'Empty', committed: { orders: [4] } } } }],
      empty(0),
    );
    expect(observedBy(offsetsExpiring, { ...kinds, history: moved })).toEqual([]);
  });

  it('says that it has not looked on for long enough', () => {
    expect(answerOf(offsetsExpiring, { ...kinds, history: aHistory(empty(1), empty(0)) }).unchecked).toMatchObject([
      { reason: 'groups without members are known for 1d, and 5d 14h count' },
    ]);
    expect(answerOf(offsetsExpiring, { ...kinds, groups: [], history: aHistory(empty(0)) }).clean).toEqual(['G12']);
  });
});

describe('G14 dead-with-lag', () => {
  const kinds = (lag: number, group = aGroup('billing', [])) => ({
    groups: [group],
    committed: commits(group.group, 'orders', [100, 100]),
    offsets: ends('orders', [0, 100], [0, 100 + lag]),
  });

  it('is quiet when there is nothing to read, or a marker only', () => {
    expect(observedBy(deadWithLag, kinds(0))).toEqual([]);
    expect(observedBy(deadWithLag, kinds(1))).toEqual([]);
  });

  it('counts what is to be read', () => {
    expect(observedBy(deadWithLag, kinds(40))).toMatchObject([
      {
        severity: 'error',
        subject: { group: 'billing', topic: 'orders', partitions: [1] },
        observed: 'no members, 40 offsets to read',
        fix: [{ command: 'mq group describe billing' }, { command: 'mq group delete billing' }],
      },
    ]);
  });

  it('is a warning as long as a restart or the next run of a job may explain it', () => {
    const aged = (ms: number) =>
      observedBy(deadWithLag, { ...kinds(40), oldestUnread: [unreadFor('billing', 'orders', 1, ms)] })[0]!;
    expect(aged(3_599_999)).toMatchObject({
      severity: 'warning',
      observed: 'no members, 40 offsets to read, the oldest for 1h',
    });
    expect(aged(3_600_000).severity).toBe('error');
  });

  it('is one finding for all topics of a group', () => {
    const offsets = { ...ends('a', [0, 9]), ...ends('b', [0, 9]) };
    const committed = [
      { group: 'billing', topics: ['a', 'b'].map(topic => ({ topic, partitions: [{ partition: 0, offset: 2 }] })) },
    ];
    expect(observedBy(deadWithLag, { groups: [aGroup('billing', [])], committed, offsets })).toMatchObject([
      { subject: { type: 'group', group: 'billing' }, observed: 'no members, 14 offsets to read in 2 topics' },
    ]);
  });

  it('tells the throw-away groups of kafka-console-consumer apart', () => {
    expect(observedBy(deadWithLag, kinds(40, aGroup('console-consumer-81234', [])))).toMatchObject([
      { severity: 'info', fix: [{ command: 'mq group delete console-consumer-81234' }] },
    ]);
  });

  it('leaves groups with members, and commits without membership', () => {
    expect(observedBy(deadWithLag, kinds(40, aGroup('billing', [aMember({ orders: [0, 1] })])))).toEqual([]);
    expect(observedBy(deadWithLag, kinds(40, aGroup('billing', [], { protocolType: '' })))).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(deadWithLag, {}).unchecked).toHaveLength(3);
  });
});
