import { describe, expect, it } from 'vitest';
import type { GroupFacts } from '../../../../src/advisors/evidence/group-facts.ts';
import type { Moment } from '../../../../src/advisors/evidence/history.ts';
import type { SampledRecord } from '../../../../src/advisors/evidence/topic-facts.ts';
import { noIntents } from '../../../../src/advisors/intents.ts';
import { deadLetterTopics } from '../../../../src/advisors/relay-topics.ts';
import type { AnyRule } from '../../../../src/advisors/rule.ts';
import { dlqMissing } from '../../../../src/advisors/rules/relay/d01-dlq-missing.ts';
import { dlqUnwatched } from '../../../../src/advisors/rules/relay/d02-dlq-unwatched.ts';
import { dlqNarrow } from '../../../../src/advisors/rules/relay/d03-dlq-narrow.ts';
import { dlqRetention } from '../../../../src/advisors/rules/relay/d04-dlq-retention.ts';
import { dlqGrowth } from '../../../../src/advisors/rules/relay/d05-dlq-growth.ts';
import { dlqHeaders } from '../../../../src/advisors/rules/relay/d06-dlq-headers.ts';
import { connectTolerance } from '../../../../src/advisors/rules/relay/d07-connect-tolerance.ts';
import { retryLoop } from '../../../../src/advisors/rules/relay/d13-retry-loop.ts';
import { answerOf, aTopic, configs, NOW_MS, observedBy } from '../../../support/evidence.ts';

const orders = aTopic('orders', 6);
const letters = (partitions = 6, name = 'orders-dlq') => aTopic(name, partitions);
const HOUR_MS = 3_600_000;

describe('a dead letter topic', () => {
  it.each(['orders-dlq', 'orders.DLT', 'dlq.orders', 'orders_dead_letters', 'orders-dlt-0'])(
    'is known by its name: %s',
    name => {
      const [found] = deadLetterTopics([orders, letters(1, name)], noIntents);
      expect(found?.topic.name).toBe(name);
      expect(found?.source?.name).toBe('orders');
    },
  );

  it('is known by what the settings say', () => {
    const intents = { topics: { broken: { deadLettersOf: 'orders' } }, groups: {} };
    expect(deadLetterTopics([orders, aTopic('broken')], intents)).toMatchObject([{ source: { name: 'orders' } }]);
  });

  it.each(['orders', 'dltorders', 'adlquery', '__dlq'])('is not %s', name => {
    expect(deadLetterTopics([aTopic(name)], noIntents)).toEqual([]);
  });
});

describe('D01 dlq-missing', () => {
  const member = { memberId: 'm', instanceId: null, clientId: 'c', host: 'h', subscription: ['orders'] };
  const group: GroupFacts = {
    group: 'billing',
    state: 'Stable',
    type: 'classic',
    protocolType: 'consumer',
    assignor: 'range',
    coordinator: 0,
    members: [{ ...member, assignment: [{ topic: 'orders', partitions: [0] }] }],
  };
  const one = aTopic('orders', 1);
  const evidence = (committedThen: number) => ({
    groups: [group],
    committed: [{ group: 'billing', topics: [{ topic: 'orders', partitions: [{ partition: 0, offset: 40 }] }] }],
    offsets: { orders: [{ partition: 0, start: 0, end: 100 }] },
    history: {
      moments: [0, 60_000, 120_000, 180_000].map(
        (sinceMs, i): Moment => ({
          atMs: NOW_MS - 180_000 + sinceMs,
          topics: { orders: [{ leader: 0, isr: [0], replicas: [0], start: 0, end: 70 + 10 * i }] },
          groups: {
            billing: {
              state: 'Stable',
              members: 1,
              committed: { orders: [i === 3 ? 40 : committedThen + i * (40 - committedThen > 0 ? 1 : 0)] },
            },
          },
          reassigning: [],
        }),
      ),
    },
  });

  it('is quiet while the group gets on', () => {
    expect(observedBy(dlqMissing, { topics: [one], ...evidence(10) })).toEqual([]);
  });

  it('names where it is stuck', () => {
    const [finding] = observedBy(dlqMissing, { topics: [one], ...evidence(40) });
    expect(finding).toMatchObject({ subject: { group: 'billing', topic: 'orders', partitions: [0] } });
    expect(finding!.observed).toContain('partition 0 at 40');
  });

  it('is quiet when there is somewhere to put the record', () => {
    expect(observedBy(dlqMissing, { topics: [one, letters(1)], ...evidence(40) })).toEqual([]);
  });
});

describe('D02 dlq-unwatched', () => {
  const offsets = (records: number) => ({ 'orders-dlq': [{ partition: 0, start: 5, end: 5 + records }] });
  const reading = [{ group: 'triage', topics: [{ topic: 'orders-dlq', partitions: [{ partition: 0, offset: 5 }] }] }];
  const triage = (members: number): GroupFacts => ({
    group: 'triage',
    state: members > 0 ? 'Stable' : 'Empty',
    type: 'classic',
    protocolType: 'consumer',
    assignor: '',
    coordinator: 0,
    members: Array.from({ length: members }, () => ({
      memberId: 'm',
      instanceId: null,
      clientId: 'c',
      host: 'h',
      subscription: ['orders-dlq'],
      assignment: [],
    })),
  });
  const topics = [letters()];

  it('is quiet on an empty one, and while somebody reads', () => {
    expect(observedBy(dlqUnwatched, { topics, groups: [], committed: [], offsets: offsets(0) })).toEqual([]);
    expect(observedBy(dlqUnwatched, { topics, groups: [triage(1)], committed: [], offsets: offsets(3) })).toEqual([]);
    const share: GroupFacts = { ...triage(1), type: 'share', protocolType: 'share' };
    expect(observedBy(dlqUnwatched, { topics, groups: [share], committed: [], offsets: offsets(3) })).toEqual([]);
  });

  it('counts what nobody has looked at', () => {
    expect(observedBy(dlqUnwatched, { topics, groups: [], committed: [], offsets: offsets(3) })).toMatchObject([
      { numbers: { records: 3 }, observed: 'it holds about 3 records, and no group has ever read it' },
    ]);
  });

  it('names a reader that has gone', () => {
    const [finding] = observedBy(dlqUnwatched, {
      topics,
      groups: [triage(0)],
      committed: reading,
      offsets: offsets(3),
    });
    expect(finding!.observed).toContain('triage, which has read some of it, has no members');
  });

  it('is quiet when all of them have been read, by a job that is not there now, up to a marker', () => {
    const read = (offset: number) => [
      { group: 'triage', topics: [{ topic: 'orders-dlq', partitions: [{ partition: 0, offset }] }] },
    ];
    const kinds = { topics, groups: [triage(0)], offsets: offsets(3) };
    for (const offset of [8, 7]) expect(observedBy(dlqUnwatched, { ...kinds, committed: read(offset) })).toEqual([]);
    expect(observedBy(dlqUnwatched, { ...kinds, committed: read(6) })).toHaveLength(1);
  });

  it('does not take old commits for reading of a group that reads other topics now', () => {
    const [member] = triage(1).members;
    const elsewhere = { ...triage(1), members: [{ ...member!, subscription: ['orders'], assignment: [] }] };
    expect(
      observedBy(dlqUnwatched, { topics, groups: [elsewhere], committed: reading, offsets: offsets(3) }),
    ).toHaveLength(1);
  });
});

describe('D03 dlq-narrow', () => {
  it('is quiet on one that is wide enough or whose source is not known', () => {
    expect(observedBy(dlqNarrow, { topics: [orders, letters(6), letters(1, 'bills-dlq')] })).toEqual([]);
  });

  it('is an error for Spring, which keeps the number, and an info for others', () => {
    expect(observedBy(dlqNarrow, { topics: [orders, letters(1, 'orders-dlt')] })).toMatchObject([
      { severity: 'error' },
    ]);
    expect(observedBy(dlqNarrow, { topics: [orders, letters(5)] })).toMatchObject([
      { severity: 'info', numbers: { partitions: 5, sourcePartitions: 6 } },
    ]);
  });
});

describe('D04 dlq-retention', () => {
  const kept = (own: number, source: number) => ({
    topics: [orders, letters()],
    topicConfigs: {
      orders: configs('topic', `retention.ms=${source}`, 'cleanup.policy=delete'),
      'orders-dlq': configs('topic', `retention.ms=${own}`, 'cleanup.policy=delete'),
    },
  });

  it('is quiet when dead letters outlive their source', () => {
    expect(observedBy(dlqRetention, kept(2 * HOUR_MS, HOUR_MS))).toEqual([]);
    expect(observedBy(dlqRetention, kept(-1, -1))).toEqual([]);
  });

  it('wants twice the retention of the source, or for ever', () => {
    expect(observedBy(dlqRetention, kept(HOUR_MS, HOUR_MS))[0]!.fix[0]!.command).toContain(
      `retention.ms=${2 * HOUR_MS}`,
    );
    expect(observedBy(dlqRetention, kept(HOUR_MS, -1))[0]!.fix[0]!.command).toContain('retention.ms=-1');
  });
});

describe('D05 dlq-growth', () => {
  const moment = (atMs: number, source: number, dead: number): Moment => ({
    atMs,
    topics: {
      orders: [{ leader: 0, isr: [0], replicas: [0], start: 0, end: source }],
      'orders-dlq': [{ leader: 0, isr: [0], replicas: [0], start: 0, end: dead }],
    },
    groups: {},
    reassigning: [],
  });
  const grows = (records: number, dead: number) => ({
    topics: [orders, letters()],
    history: { moments: [moment(NOW_MS - 60_000, 1_000, 10), moment(NOW_MS, 1_000 + records, 10 + dead)] },
  });

  it('is quiet at one in a hundred, and without any', () => {
    expect(observedBy(dlqGrowth, grows(1_000, 10))).toEqual([]);
    expect(observedBy(dlqGrowth, grows(0, 0))).toEqual([]);
  });

  it('warns above, and is an error above one in ten', () => {
    expect(observedBy(dlqGrowth, grows(1_000, 20))).toMatchObject([
      { severity: 'warning', numbers: { deadLetters: 20, seconds: 60 } },
    ]);
    expect(observedBy(dlqGrowth, grows(1_000, 101))).toMatchObject([{ severity: 'error' }]);
  });

  it('is quiet at a few, whatever their share is', () => {
    expect(observedBy(dlqGrowth, grows(0, 4))).toEqual([]);
    expect(observedBy(dlqGrowth, grows(0, 5))).toMatchObject([
      { severity: 'error', observed: expect.stringContaining(': 100 %') },
    ]);
  });

  it('counts what was processed while a backlog is worked off', () => {
    const { topics, history } = grows(0, 20);
    const moments = history.moments.map((each, i) => ({
      ...each,
      groups: { billing: { state: 'Stable', members: 1, committed: { orders: [4000 * i] } } },
    }));
    expect(observedBy(dlqGrowth, { topics, history: { moments } })).toEqual([]);
  });

  it('says that it takes two moments', () => {
    const { unchecked } = answerOf(dlqGrowth, { topics: [orders], history: { moments: [moment(NOW_MS, 1, 1)] } });
    expect(unchecked).toMatchObject([{ needs: expect.stringContaining('--samples 2') }]);
  });
});

describe('samples of dead letters', () => {
  const record = (marks: Record<string, string>): SampledRecord => ({
    partition: 0,
    offset: 0,
    timestampMs: NOW_MS,
    timestampType: 'CreateTime',
    codec: 'none',
    sizeBytes: 10,
    keyHash: null,
    transactional: false,
    headers: Object.keys(marks),
    marks,
  });
  const sampled = (...records: SampledRecord[]) => ({
    topics: [orders, letters()],
    samples: { 'orders-dlq': { records } },
  });

  it('D06: each dialect says where it came from', () => {
    const origins = [
      'mq.orig.offset',
      'kafka_dlt-original-offset',
      '__connect.errors.offset',
      '__streams.errors.offset',
      '__dlq.errors.offset',
    ];
    expect(observedBy(dlqHeaders, sampled(...origins.map(name => record({ [name]: '7' }))))).toEqual([]);
    expect(observedBy(dlqHeaders, sampled(record({}), record({ 'mq.orig.offset': '7' })))).toMatchObject([
      { numbers: { without: 1, sampled: 2 } },
    ]);
  });

  it('D13: sixteen attempts are enough, and a dead letter has had its own', () => {
    const tried = (topic: string, ...marks: Record<string, string>[]) => ({
      topics: [orders, letters()],
      samples: { [topic]: { records: marks.map(record) } },
    });
    expect(observedBy(retryLoop, tried('orders', { 'mq.attempt': '16' }))).toEqual([]);
    expect(observedBy(retryLoop, tried('orders', { 'retry_topic-attempts': '17' }, {}))).toMatchObject([
      { numbers: { attempts: 17, records: 1 } },
    ]);
    expect(observedBy(retryLoop, tried('orders-dlq', { 'retry_topic-attempts': '17' }))).toEqual([]);
  });
});

describe('rules of dead letters', () => {
  const all: AnyRule[] = [
    dlqMissing,
    dlqUnwatched,
    dlqNarrow,
    dlqRetention,
    dlqGrowth,
    dlqHeaders,
    connectTolerance,
    retryLoop,
  ];

  it.each(all.map(rule => [rule.id, rule] as const))('%s says what it lacks', (_, rule) => {
    expect(answerOf(rule, {}).unchecked[0]).toMatchObject({ rule: rule.id, reason: 'not given' });
  });
});
