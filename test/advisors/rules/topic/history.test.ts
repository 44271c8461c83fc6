import { describe, expect, it } from 'vitest';
import { noIntents } from '../../../../src/advisors/intents.ts';
import { keyedPartitionsGrew } from '../../../../src/advisors/rules/topic/t18-keyed-partitions-grew.ts';
import { internalPartitionsAltered } from '../../../../src/advisors/rules/topic/t19-internal-partitions-altered.ts';
import { unused } from '../../../../src/advisors/rules/topic/t20-unused.ts';
import { answerOf, aTopic, configs, observedBy } from '../../../support/evidence.ts';
import { aGroup, aHistory, aMember, commits, sampled } from '../../../support/group-evidence.ts';

const DAY_S = 86_400;

const grown = (topic: string, from: number, to: number) => ({
  topics: [aTopic(topic, to)],
  history: aHistory(
    [60, { topics: { [topic]: Array(from).fill([0, 5]) } }],
    [0, { topics: { [topic]: Array(to).fill([0, 5]) } }],
  ),
});

describe('T18 keyed-partitions-grew', () => {
  const samples = { orders: sampled({ keyHash: 1 }) };

  it('is an error where records have keys, and says how many keys move', () => {
    expect(observedBy(keyedPartitionsGrew, { ...grown('orders', 4, 12), samples })).toMatchObject([
      {
        severity: 'error',
        observed: expect.stringMatching(/^from 4 to 12 partitions since 2025-12-31T.*: 67 % of the keys go elsewhere$/),
        numbers: { from: 4, to: 12 },
      },
    ]);
    expect(observedBy(keyedPartitionsGrew, { ...grown('orders', 4, 5), samples })[0]!.observed).toContain('80 %');
  });

  it('is quiet without growth, and where records have no keys', () => {
    expect(observedBy(keyedPartitionsGrew, { ...grown('orders', 4, 4), samples })).toEqual([]);
    expect(
      observedBy(keyedPartitionsGrew, { ...grown('orders', 4, 8), samples: { orders: sampled({ keyHash: null }) } }),
    ).toEqual([]);
  });

  it('warns where nobody knows, and knows that compacted and declared topics have keys', () => {
    const kinds = grown('orders', 4, 8);
    expect(observedBy(keyedPartitionsGrew, kinds)).toMatchObject([
      { severity: 'warning', observed: expect.stringContaining(', if it has keys') },
    ]);
    const topicConfigs = { orders: configs('topic', 'cleanup.policy=compact') };
    expect(observedBy(keyedPartitionsGrew, { ...kinds, topicConfigs })[0]!.severity).toBe('error');
    const intents = { ...noIntents, topics: { orders: { order: 'key' as const } } };
    expect(observedBy(keyedPartitionsGrew, kinds, { intents })[0]!.severity).toBe('error');
  });

  it('says that growth takes an earlier moment', () => {
    expect(answerOf(keyedPartitionsGrew, { topics: [], history: aHistory([0, {}]) }).unchecked).toHaveLength(1);
  });
});

describe('T19 internal-partitions-altered', () => {
  it("is critical for Kafka's own topics", () => {
    expect(observedBy(internalPartitionsAltered, grown('__consumer_offsets', 50, 60))).toMatchObject([
      { severity: 'critical', subject: { topic: '__consumer_offsets' }, observed: 'from 50 to 60 partitions' },
    ]);
  });

  it('leaves other topics, and topics that are new', () => {
    expect(observedBy(internalPartitionsAltered, grown('orders', 50, 60))).toEqual([]);
    const topics = [aTopic('__consumer_offsets', 50)];
    const history = aHistory([60, {}], [0, { topics: { __consumer_offsets: Array(50).fill([0, 5]) } }]);
    expect(observedBy(internalPartitionsAltered, { topics, history })).toEqual([]);
  });

  it('says that a change takes an earlier moment', () => {
    expect(answerOf(internalPartitionsAltered, { topics: [], history: aHistory([0, {}]) }).unchecked).toHaveLength(1);
  });
});

describe('T20 unused', () => {
  const ends = (...each: (readonly [daysAgo: number, end: number])[]) =>
    aHistory(...each.map(([days, end]) => [days * DAY_S, { topics: { orders: [[0, end]] as const } }] as const));
  const kinds = {
    topics: [aTopic('orders', 1)],
    groups: [],
    committed: [],
    topicConfigs: { orders: configs('topic') },
  };

  it('counts from seven days without a record on', () => {
    expect(observedBy(unused, { ...kinds, history: ends([8, 5], [7, 5], [0, 5]) })).toMatchObject([
      {
        severity: 'info',
        observed: 'no record for 8d, no group with a commit; 5 offsets in 1 partition',
        fix: [{ command: 'mq topic delete orders' }],
      },
    ]);
    expect(observedBy(unused, { ...kinds, history: ends([8, 5], [6.9, 6], [0, 6]) })).toEqual([]);
  });

  it('leaves what a group reads or has read', () => {
    const history = ends([7, 5], [0, 5]);
    expect(observedBy(unused, { ...kinds, history, groups: [aGroup('billing', [aMember({ orders: [] })])] })).toEqual(
      [],
    );
    expect(observedBy(unused, { ...kinds, history, committed: commits('billing', 'orders', [5]) })).toEqual([]);
  });

  it('leaves compacted topics, dead letters and delays', () => {
    const history = ends([7, 5], [0, 5]);
    const topicConfigs = { orders: configs('topic', 'cleanup.policy=compact') };
    expect(observedBy(unused, { ...kinds, history, topicConfigs })).toEqual([]);
    const intents = { ...noIntents, topics: { orders: { deadLettersOf: 'bills' } } };
    expect(observedBy(unused, { ...kinds, history }, { intents })).toEqual([]);
  });

  it.each(['orders-dlq', 'orders.DLT', 'orders-retry-5000'])('knows %s by its name', name => {
    const of = (end: number) => ({ topics: { [name]: [[0, end]] as const } });
    const history = aHistory([7 * DAY_S, of(5)], [0, of(5)]);
    expect(observedBy(unused, { ...kinds, topics: [aTopic(name, 1)], history })).toEqual([]);
  });

  it('says that it has not looked on for long enough', () => {
    expect(answerOf(unused, { ...kinds, history: ends([6, 5], [0, 5]) }).unchecked).toMatchObject([
      { reason: 'it takes 7d of history, and there are 6d' },
    ]);
  });
});
