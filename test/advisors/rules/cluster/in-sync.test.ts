import { describe, expect, it } from 'vitest';
import type { PartitionFacts, TopicFacts } from '../../../../src/advisors/evidence/topic-facts.ts';
import { offlinePartition } from '../../../../src/advisors/rules/cluster/b01-offline-partition.ts';
import { underReplicated } from '../../../../src/advisors/rules/cluster/b02-under-replicated.ts';
import { underMinIsr } from '../../../../src/advisors/rules/cluster/b03-under-min-isr.ts';
import { atMinIsr } from '../../../../src/advisors/rules/cluster/b04-at-min-isr.ts';
import { aCluster, aMoment, answerOf, aTopic, configs, observedBy } from '../../../support/evidence.ts';

const cluster = aCluster();
const topicConfigs = { orders: configs('topic', 'min.insync.replicas=2') };
/** Partition 1 of orders, replicas 1, 2, 0, changed. */
const withOne = (change: Partial<PartitionFacts>): TopicFacts[] => {
  const orders = aTopic('orders');
  return [{ ...orders, partitions: orders.partitions.map(p => (p.partition === 1 ? { ...p, ...change } : p)) }];
};
const fenced = { ...cluster, brokers: cluster.brokers.map(b => (b.nodeId === 2 ? { ...b, fenced: true } : b)) };
const moving = [{ topic: 'orders', partition: 1, adding: [2], removing: [] }];

describe('B01 offline-partition', () => {
  it('is quiet while every partition is led', () => {
    expect(observedBy(offlinePartition, { topics: [aTopic('orders')], cluster })).toEqual([]);
  });

  it('says where the replicas are, whom to start and what the last resort costs', () => {
    const [found] = observedBy(offlinePartition, {
      topics: withOne({ leader: -1, isr: [2], replicas: [2, 7] }),
      cluster: fenced,
    });
    expect(found).toMatchObject({
      severity: 'critical',
      subject: { type: 'broker', broker: 2, topics: [{ topic: 'orders', partitions: [1] }] },
      observed: '1 of 3 partitions of topic orders without a leader; replicas on brokers 2 (fenced), 7 (not there)',
      fix: [
        { text: expect.stringMatching(/^Start broker 2 again/) },
        { command: 'mq cluster elect-leaders --topic orders --partition 1 --unclean' },
      ],
    });
    expect(found!.fix.some(({ change }) => change)).toBe(false);
  });

  it('is one finding about the broker that is away, with all topics, the most hit first', () => {
    const lost = (name: string, partitions: number) => {
      const topic = aTopic(name, partitions, 1);
      return { ...topic, partitions: topic.partitions.map(p => ({ ...p, leader: -1, isr: [2], replicas: [2] })) };
    };
    const topics = [...Array.from({ length: 200 }, (_, i) => lost(`t${i}`, 1)), lost('orders', 3)];
    expect(observedBy(offlinePartition, { topics, cluster: fenced })).toMatchObject([
      {
        subject: { type: 'broker', broker: 2, topics: { 0: { topic: 'orders', partitions: [0, 1, 2] }, length: 201 } },
        observed: expect.stringMatching(
          /^203 partitions of 201 topics \(orders: 3, t0: 1, .* and 191 more\) without a leader; replicas on broker 2 \(fenced\)$/,
        ),
        fix: [{}, { text: expect.stringContaining('nobody else'), command: 'mq cluster elect-leaders --unclean' }],
      },
    ]);
  });

  it('tells of each set of brokers that would bring something back', () => {
    const gone = { ...cluster, brokers: cluster.brokers.filter(({ nodeId }) => nodeId === 0) };
    const [orders] = withOne({ leader: -1, isr: [2] });
    const bills = { ...withOne({ leader: -1, isr: [], replicas: [1, 2] })[0]!, name: 'bills' };
    const calls = { ...bills, name: 'calls' };
    expect(
      observedBy(offlinePartition, { topics: [orders!, bills, calls], cluster: gone }).map(({ subject }) => subject),
    ).toMatchObject([
      { type: 'broker', broker: 2, topics: [{ topic: 'orders' }] },
      { type: 'cluster', topics: [{ topic: 'bills' }, { topic: 'calls' }] },
    ]);
  });

  it('looks for a failed disk where all brokers are there', () => {
    const topics = withOne({ leader: -1, isr: [2], replicas: [2] });
    expect(observedBy(offlinePartition, { topics, cluster })[0]!.fix[0]).toMatchObject({
      command: 'mq doctor --only B42',
    });
  });

  it('is not checked without the brokers', () => {
    expect(answerOf(offlinePartition, { topics: [] }).unchecked).toHaveLength(1);
  });
});

describe('B02 under-replicated', () => {
  const behind = withOne({ isr: [1, 2] });

  it('is quiet while all are in sync', () => {
    expect(observedBy(underReplicated, { topics: [aTopic('orders')], cluster })).toEqual([]);
  });

  it('warns of what it has seen once, and says how to see whether it lasts', () => {
    expect(observedBy(underReplicated, { topics: behind, cluster })).toMatchObject([
      {
        severity: 'warning',
        subject: { broker: 0 },
        observed: '1 partition of 1 topic (orders) not in sync on broker 0, which is there, but behind; seen once',
        fix: [{}, { command: 'mq doctor --only B02 --samples 2 --interval 30s' }],
      },
    ]);
  });

  it('is an error when the sample before had it too', () => {
    const before = { leader: 1, replicas: [1, 2, 0], isr: [1, 2], start: 0, end: 0 };
    const history = { moments: [aMoment(30_000, { topics: { orders: [before, before, before] } }), aMoment(0)] };
    expect(observedBy(underReplicated, { topics: behind, cluster, history })).toMatchObject([{ severity: 'error' }]);
    const well = { ...before, isr: [1, 2, 0] };
    const recent = { moments: [aMoment(30_000, { topics: { orders: [well, well, well] } }), aMoment(0)] };
    expect(observedBy(underReplicated, { topics: behind, cluster, history: recent })).toMatchObject([
      { severity: 'warning' },
    ]);
  });

  it('tells of a broker once, however many topics it lacks', () => {
    const topics = ['a', 'b', 'c'].map(name => {
      const topic = aTopic(name);
      return { ...topic, partitions: topic.partitions.map(p => ({ ...p, isr: p.isr.filter(id => id !== 2) })) };
    });
    const found = observedBy(underReplicated, { topics, cluster: fenced });
    expect(found).toMatchObject([{ subject: { broker: 2 }, numbers: { partitions: 9, topics: 3 } }]);
    expect(found[0]!.observed).toContain('which is fenced');
  });

  it('says how to go on without a broker that does not come back, where the others have room', () => {
    const kinds = { topics: behind, cluster: { ...cluster, brokers: cluster.brokers.slice(1) } };
    expect(observedBy(underReplicated, kinds)[0]!.fix.map(({ command }) => command)).toEqual([
      undefined,
      'mq doctor --only B02 --samples 2 --interval 30s',
    ]);
    const four = aCluster(4);
    const without = { ...four, brokers: four.brokers.slice(1) };
    expect(observedBy(underReplicated, { topics: behind, cluster: without })[0]!.fix[2]!.command).toBe(
      'mq topic reassign orders --brokers 1,2,3',
    );
  });

  it('leaves out replicas that a reassignment is filling, and partitions without leader', () => {
    const coming = withOne({ isr: [1, 0] });
    expect(observedBy(underReplicated, { topics: coming, cluster, reassignments: moving })).toEqual([]);
    expect(observedBy(underReplicated, { topics: withOne({ leader: -1, isr: [0] }), cluster })).toEqual([]);
  });
});

describe('B03 under-min-isr', () => {
  it('is quiet as long as the floor is kept', () => {
    expect(observedBy(underMinIsr, { topics: withOne({ isr: [1, 2] }), topicConfigs })).toEqual([]);
  });

  it('names partitions, numbers and who is missing', () => {
    expect(observedBy(underMinIsr, { topics: withOne({ isr: [1] }), topicConfigs })).toMatchObject([
      {
        severity: 'critical',
        subject: { topic: 'orders', partitions: [1] },
        observed:
          '1 partition of 1 topic (orders) with 1 in sync where min.insync.replicas is 2; not in sync: brokers 0, 2',
      },
    ]);
  });

  it('goes by the floor in force, which is never above the number of replicas', () => {
    const floorOfThree = { orders: configs('topic', 'min.insync.replicas=3') };
    const pair = aTopic('orders', 1, 2);
    expect(observedBy(underMinIsr, { topics: [pair], topicConfigs: floorOfThree })).toEqual([]);
    const broken = { ...pair, partitions: pair.partitions.map(p => ({ ...p, isr: [0] })) };
    expect(observedBy(underMinIsr, { topics: [broken], topicConfigs: floorOfThree })).toMatchObject([
      {
        observed: expect.stringMatching(
          / 1 in sync where min.insync.replicas is 3, of 2 replicas; not in sync: broker 1$/,
        ),
      },
    ]);
  });

  it('is one finding about the broker that is missing everywhere', () => {
    const pair = (name: string, partitions: number) => {
      const topic = aTopic(name, partitions, 2);
      return { ...topic, partitions: topic.partitions.map(p => ({ ...p, leader: 0, replicas: [0, 1], isr: [0] })) };
    };
    const topics = [pair('bills', 1), pair('orders', 3)];
    const floors = { ...topicConfigs, bills: topicConfigs.orders };
    expect(observedBy(underMinIsr, { topics, topicConfigs: floors })).toMatchObject([
      {
        subject: {
          type: 'broker',
          broker: 1,
          topics: [
            { topic: 'orders', partitions: [0, 1, 2] },
            { topic: 'bills', partitions: [0] },
          ],
        },
        observed:
          '4 partitions of 2 topics (orders: 3, bills: 1) with 1 in sync where min.insync.replicas is 2; not in sync: broker 1',
        fix: [{ command: 'mq doctor --only B02' }],
      },
    ]);
  });

  it('says that replicas which are being added count already, and how writers are spared', () => {
    const grown = withOne({ isr: [1], replicas: [1, 2] });
    expect(observedBy(underMinIsr, { topics: grown, topicConfigs, reassignments: moving })).toMatchObject([
      {
        observed: '1 in sync where min.insync.replicas is 2; not in sync: broker 2, which a reassignment is filling',
        fix: [
          { command: 'mq config alter --topic orders --set min.insync.replicas=1' },
          { command: 'mq topic reassign orders --status' },
        ],
      },
    ]);
  });

  it('leaves a single replica and no leader to B05, B09 and B01', () => {
    expect(observedBy(underMinIsr, { topics: [aTopic('orders', 1, 1)], topicConfigs })).toEqual([]);
    expect(observedBy(underMinIsr, { topics: withOne({ leader: -1, isr: [1] }), topicConfigs })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(underMinIsr, { topics: [aTopic('orders')] }).unchecked).toMatchObject([{ reason: 'not given' }]);
  });
});

describe('B04 at-min-isr', () => {
  it('is quiet with one to spare, and below the floor, where B03 speaks', () => {
    expect(observedBy(atMinIsr, { topics: [aTopic('orders')], topicConfigs })).toEqual([]);
    expect(observedBy(atMinIsr, { topics: withOne({ isr: [1] }), topicConfigs })).toEqual([]);
  });

  it('says how many partitions wait for whom', () => {
    expect(observedBy(atMinIsr, { topics: withOne({ isr: [1, 2] }), topicConfigs })).toMatchObject([
      {
        severity: 'warning',
        subject: { type: 'broker', broker: 0, topics: [{ topic: 'orders', partitions: [1] }] },
        observed: '1 partition of 1 topic (orders) with no replica in sync to spare; not in sync: broker 0',
      },
    ]);
  });

  it('is quiet where the floor is all there is (B08), also while a replica is being added', () => {
    expect(observedBy(atMinIsr, { topics: [aTopic('orders', 3, 2)], topicConfigs })).toEqual([]);
    const growing = withOne({ isr: [1, 0] });
    expect(observedBy(atMinIsr, { topics: growing, topicConfigs, reassignments: moving })).toEqual([]);
  });
});
