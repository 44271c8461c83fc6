import { describe, expect, it } from 'vitest';
import { noIntents, type TopicIntent } from '../../../../src/advisors/intents.ts';
import { singlePartition } from '../../../../src/advisors/rules/topic/t01-single-partition.ts';
import { belowPlan } from '../../../../src/advisors/rules/topic/t02-below-plan.ts';
import { notMultiple } from '../../../../src/advisors/rules/topic/t03-not-multiple.ts';
import { fewerThanBrokers } from '../../../../src/advisors/rules/topic/t04-fewer-than-brokers.ts';
import { overPartitioned } from '../../../../src/advisors/rules/topic/t05-over-partitioned.ts';
import { aCluster, answerOf, aTopic, configs, observedBy } from '../../../support/evidence.ts';
import { aGroup, aHistory, aMember, commits, directories, ends, unreadFor } from '../../../support/group-evidence.ts';

const meaning = (topic: string, intent: TopicIntent) => ({ intents: { ...noIntents, topics: { [topic]: intent } } });

describe('T01 single-partition', () => {
  const topics = [aTopic('orders', 1), aTopic('bills', 2)];
  const pair = [aGroup('billing', [aMember({ orders: [0] }), aMember({ orders: [] })])];
  const behind = (ageMs: number) => ({
    topics,
    groups: [aGroup('billing', [aMember({ orders: [0] })])],
    committed: commits('billing', 'orders', [1]),
    offsets: ends('orders', [0, 9]),
    oldestUnread: [unreadFor('billing', 'orders', 0, ageMs)],
  });

  it('is quiet with one member that keeps up', () => {
    expect(observedBy(singlePartition, behind(180_000))).toEqual([]);
    expect(observedBy(singlePartition, { topics, groups: [] })).toEqual([]);
  });

  it('names a group that has more members than it can use', () => {
    expect(observedBy(singlePartition, { topics, groups: pair })).toMatchObject([
      { severity: 'info', subject: { topic: 'orders' }, observed: '1 partition; billing has 2 members for it' },
    ]);
  });

  it('warns of a group that is behind', () => {
    expect(observedBy(singlePartition, behind(240_000))).toMatchObject([
      { severity: 'warning', observed: '1 partition; billing is 4m behind' },
    ]);
  });

  it('leaves members that read other topics too', () => {
    const groups = [aGroup('billing', [aMember({ orders: [0], bills: [] }), aMember({ orders: [], bills: [0, 1] })])];
    expect(observedBy(singlePartition, { topics, groups })).toEqual([]);
  });

  it('is quiet where one partition is meant, and speaks softly on ordered clusters', () => {
    expect(observedBy(singlePartition, { topics, groups: pair }, meaning('orders', { order: 'global' }))).toEqual([]);
    expect(observedBy(singlePartition, behind(240_000), { profile: 'ordered' })[0]!.severity).toBe('info');
  });

  it('says what it lacks', () => {
    expect(answerOf(singlePartition, { topics }).unchecked).toHaveLength(1);
  });
});

describe('T02 below-plan', () => {
  const topics = [aTopic('orders', 8)];
  const load = { targetBytesPerSec: 200e6, producerBytesPerSec: 25e6, consumerBytesPerSec: 10e6 };

  it('holds the partitions against the slower side, and shows what the document would say', () => {
    expect(observedBy(belowPlan, { topics }, meaning('orders', load))).toMatchObject([
      {
        observed: '8 partitions; 200 MB/s / 25 MB/s and 200 MB/s / 10 MB/s take 20 (8 by the formula of the document)',
        numbers: { partitions: 8, needed: 20, byDocument: 8 },
        fix: [
          {
            command: 'mq plan partitions --topic orders --target 200MB/s --producer-rate 25MB/s --consumer-rate 10MB/s',
          },
          { command: 'mq topic alter orders --partitions 20' },
        ],
      },
    ]);
  });

  it('is quiet at just enough', () => {
    expect(observedBy(belowPlan, { topics: [aTopic('orders', 20)] }, meaning('orders', load))).toEqual([]);
    expect(observedBy(belowPlan, { topics: [aTopic('orders', 19)] }, meaning('orders', load))).toHaveLength(1);
  });

  it('judges by one side when only that is known', () => {
    const { producerBytesPerSec: _, ...consumers } = load;
    expect(observedBy(belowPlan, { topics }, meaning('orders', consumers))[0]!.observed).toBe(
      '8 partitions; 200 MB/s / 10 MB/s take 20',
    );
  });

  it('says what has to be declared or measured', () => {
    expect(answerOf(belowPlan, { topics }).unchecked).toMatchObject([{ reason: 'no topic has a declared load' }]);
    const context = meaning('orders', { targetBytesPerSec: 200e6 });
    expect(answerOf(belowPlan, { topics }, { context }).unchecked).toMatchObject([
      { needs: 'mq plan partitions --topic orders --target 200MB/s measures them' },
    ]);
    expect(answerOf(belowPlan, {}).unchecked).toHaveLength(1);
  });
});

describe('T03 not-multiple', () => {
  const shared = (partitions: number, members: number) => ({
    topics: [aTopic('orders', partitions)],
    groups: [
      aGroup(
        'billing',
        Array.from({ length: members }, (_, i) => aMember({ orders: [i] })),
      ),
    ],
  });

  it('is quiet at whole multiples, at more members than partitions, and where it does not matter', () => {
    for (const [partitions, members] of [
      [12, 4],
      [12, 12],
      [3, 4],
      [100, 7],
    ] as const)
      expect(observedBy(notMultiple, shared(partitions, members))).toEqual([]);
  });

  it('counts from a fifth over the mean on', () => {
    expect(observedBy(notMultiple, shared(10, 3))).toHaveLength(1); // 4 where 3.33 is the mean
    expect(observedBy(notMultiple, shared(7, 2))).toEqual([]); // 4 where 3.5 is the mean
  });

  it('names numbers of members that divide', () => {
    expect(observedBy(notMultiple, shared(12, 5))).toMatchObject([
      {
        severity: 'info',
        observed: '12 partitions for 5 members: some have 3, others 2',
        fix: [{ text: 'Run 6 members, or 4: none of those has more than the busiest has now.' }],
      },
    ]);
  });

  it('does not advise fewer members that would carry more', () => {
    expect(observedBy(notMultiple, shared(7, 3))).toMatchObject([{ fix: [{ text: 'Run 7 members.' }] }]);
    expect(observedBy(notMultiple, shared(10, 4))).toMatchObject([{ fix: [{ text: 'Run 5 members.' }] }]);
  });

  it('leaves groups that read several topics to G07', () => {
    const { topics } = shared(10, 3);
    const groups = [
      aGroup(
        'billing',
        [0, 1, 2].map(i => aMember({ orders: [i], bills: [i] })),
      ),
    ];
    expect(observedBy(notMultiple, { topics, groups })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(notMultiple, {}).unchecked).toHaveLength(2);
  });
});

describe('T04 fewer-than-brokers', () => {
  /** Over ten seconds. */
  const written = (orders: number, others: number, partitions = 2) => ({
    cluster: aCluster(3),
    topics: [aTopic('orders', partitions), aTopic('others', 3)],
    history: aHistory(
      [10, { topics: { orders: Array(partitions).fill([0, 0]), others: Array(3).fill([0, 0]) } }],
      [
        0,
        {
          topics: {
            orders: [[0, orders], ...Array(partitions - 1).fill([0, 0])],
            others: [
              [0, others],
              [0, 0],
              [0, 0],
            ],
          },
        },
      ],
    ),
  });

  it('names a busy topic', () => {
    expect(observedBy(fewerThanBrokers, written(20_000, 20_000))).toMatchObject([
      { severity: 'info', observed: '2 partitions on 3 brokers, and 50 % of all records: 2000/s over 10s' },
    ]);
  });

  it('leaves topics that are wide enough, slow, or a small share', () => {
    expect(observedBy(fewerThanBrokers, written(20_000, 20_000, 3))).toEqual([]);
    expect(observedBy(fewerThanBrokers, written(9_990, 0))).toEqual([]);
    expect(observedBy(fewerThanBrokers, written(20_000, 90_000))).toEqual([]);
  });

  it('leaves topics whose whole order is meant', () => {
    expect(observedBy(fewerThanBrokers, written(20_000, 0), meaning('orders', { order: 'global' }))).toEqual([]);
  });

  it('says that busy takes two moments', () => {
    expect(answerOf(fewerThanBrokers, { ...written(1, 1), history: aHistory([0, {}]) }).unchecked).toHaveLength(1);
  });
});

describe('T05 over-partitioned', () => {
  const wide = (partitions: number, bytes: number) => {
    const topic = aTopic('orders', partitions, 1, 1);
    return { topics: [topic], logDirs: directories([[topic, Array(partitions).fill(bytes)]]) };
  };

  it('counts from 101 partitions on, of less than a mebibyte each', () => {
    expect(observedBy(overPartitioned, wide(100, 1000))).toEqual([]);
    expect(observedBy(overPartitioned, wide(101, 1_048_576))).toEqual([]);
    expect(observedBy(overPartitioned, wide(101, 1000))).toMatchObject([
      {
        severity: 'info',
        observed: '101 partitions hold 101 kB, 1 kB each',
        fix: [{ command: 'mq topic create orders-narrow --partitions 3' }],
      },
    ]);
  });

  it('leaves what Kafka Streams makes, and topics whose records are in a remote store', () => {
    for (const name of ['app-KSTREAM-AGGREGATE-0000000003-repartition', 'app-store-changelog']) {
      const topic = aTopic(name, 101, 1, 1);
      const logDirs = directories([[topic, Array(101).fill(1000)]]);
      expect(observedBy(overPartitioned, { topics: [topic], logDirs })).toEqual([]);
    }
    const topicConfigs = { orders: configs('topic', 'remote.storage.enable=true') };
    expect(observedBy(overPartitioned, { ...wide(101, 1000), topicConfigs })).toEqual([]);
  });

  it('leaves topics that are empty, and may be new', () => {
    expect(observedBy(overPartitioned, wide(101, 0))).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(overPartitioned, { topics: [] }).unchecked).toHaveLength(1);
  });
});
