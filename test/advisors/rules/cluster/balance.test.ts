import { describe, expect, it } from 'vitest';
import type { TopicFacts } from '../../../../src/advisors/evidence/topic-facts.ts';
import { preferredLeaderOff } from '../../../../src/advisors/rules/cluster/b25-preferred-leader-off.ts';
import { replicaSkew } from '../../../../src/advisors/rules/cluster/b26-replica-skew.ts';
import { leaderSkew } from '../../../../src/advisors/rules/cluster/b27-leader-skew-topic.ts';
import { aCluster, aTopic, configs, observedBy, onBrokers } from '../../../support/evidence.ts';

const cluster = aCluster();
/** The same topic, so many of its partitions led by broker 0 although placed for others. */
const ledByFirst = (topic: TopicFacts, count: number): TopicFacts => {
  let left = count;
  return { ...topic, partitions: topic.partitions.map(p => (p.leader !== 0 && left-- > 0 ? { ...p, leader: 0 } : p)) };
};

describe('B25 preferred-leader-off', () => {
  it.each([
    [3, 0],
    [4, 1],
  ])('%i of 30 partitions away make %i findings', (away, findings) => {
    const wide = aTopic('wide', 90);
    let left = away;
    const topics = [
      { ...wide, partitions: wide.partitions.map(p => (p.leader === 1 && left-- > 0 ? { ...p, leader: 0 } : p)) },
    ];
    expect(observedBy(preferredLeaderOff, { topics, cluster })).toHaveLength(findings);
  });

  it('gives leadership back, by a change that is safe', () => {
    expect(observedBy(preferredLeaderOff, { topics: [ledByFirst(aTopic('orders'), 2)], cluster })).toMatchObject([
      {
        subject: { broker: 1 },
        observed:
          '1 of 1 partition placed to be led by broker 1 (100 %, of 1 topic) are led by others, and it is in sync',
        fix: [
          {
            command: 'mq cluster elect-leaders --topic orders',
            change: { type: 'elect-preferred-leaders', partitions: [{ topic: 'orders', partition: 1 }] },
          },
        ],
      },
      { subject: { broker: 2 } },
    ]);
  });

  it('leaves out brokers that are away or not in sync: no election helps there', () => {
    const topic = ledByFirst(aTopic('orders'), 2);
    const behind = { ...topic, partitions: topic.partitions.map(p => ({ ...p, isr: [0] })) };
    expect(observedBy(preferredLeaderOff, { topics: [behind], cluster })).toEqual([]);
    const alone = { ...cluster, brokers: cluster.brokers.slice(0, 1) };
    expect(observedBy(preferredLeaderOff, { topics: [topic], cluster: alone })).toEqual([]);
  });

  it('is an info while the controller does it by itself, a warning where it does not', () => {
    const kinds = { topics: [ledByFirst(aTopic('orders'), 1)], cluster };
    expect(observedBy(preferredLeaderOff, kinds)).toMatchObject([{ severity: 'info' }]);
    const brokerConfigs = onBrokers(configs('server-properties', 'auto.leader.rebalance.enable=false'));
    expect(observedBy(preferredLeaderOff, { ...kinds, brokerConfigs })).toMatchObject([{ severity: 'warning' }]);
  });

  it('says so when nobody else does it', () => {
    const brokerConfigs = onBrokers(configs('server-properties', 'auto.leader.rebalance.enable=false'));
    const [found] = observedBy(preferredLeaderOff, {
      topics: [ledByFirst(aTopic('orders'), 1)],
      cluster,
      brokerConfigs,
    });
    expect(found!.observed).toContain('auto.leader.rebalance.enable is false');
    expect(found!.fix[0]!.text).toBe('Give leadership back; nothing else does.');
  });
});

describe('B26 replica-skew', () => {
  /** Partitions of one replica, so many on each broker. */
  const holding = (...counts: number[]): TopicFacts[] => [
    {
      name: 'orders',
      internal: false,
      partitions: counts
        .flatMap((count, id) => Array.from({ length: count }, () => id))
        .map((id, partition) => ({ partition, leader: id, replicas: [id], isr: [id], offline: [] })),
    },
  ];

  it.each([
    [[100, 100, 100], []],
    [[110, 95, 95], []],
    [[111, 95, 94], ['info']],
    [[130, 85, 85], ['info']],
    [[131, 85, 84], ['warning']],
    [[4, 1, 1], []],
    [[10, 1, 1], []],
    [[11, 1, 1], ['warning']],
    [[60, 60, 0], ['warning']],
  ])('%j: %s', (counts, severities) => {
    expect(observedBy(replicaSkew, { topics: holding(...counts), cluster }).map(f => f.severity)).toEqual(severities);
  });

  it('compares the brokers of a rack where racks differ in size: the only one of a rack holds more', () => {
    const inRacks = (...racks: string[]) => ({
      ...aCluster(4),
      brokers: aCluster(4).brokers.map((broker, at) => ({ ...broker, rack: racks[at]! })),
    });
    const topics = holding(50, 50, 100, 100);
    expect(observedBy(replicaSkew, { topics, cluster: inRacks('a', 'a', 'b', 'c') })).toEqual([]);
    expect(observedBy(replicaSkew, { topics, cluster: inRacks('a', 'a', 'b', 'b') })).toHaveLength(1);
    expect(
      observedBy(replicaSkew, { topics: holding(70, 30, 100, 100), cluster: inRacks('a', 'a', 'b', 'c') }),
    ).toMatchObject([{ observed: 'broker 0 holds 70 replicas, broker 1 30; 1.40 times the mean of 50.0' }]);
  });

  it('counts what will be when a reassignment is through', () => {
    const [topic] = holding(30, 15, 15);
    const moved = topic!.partitions.map(p => (p.partition < 10 ? { ...p, replicas: [0, 1 + (p.partition % 2)] } : p));
    const reassignments = moved.flatMap(({ partition, replicas }) =>
      replicas.length > 1 ? [{ topic: 'orders', partition, adding: replicas.slice(1), removing: [0] }] : [],
    );
    const kinds = { topics: [{ ...topic!, partitions: moved }], cluster };
    expect(observedBy(replicaSkew, kinds)).toHaveLength(1);
    expect(observedBy(replicaSkew, { ...kinds, reassignments })).toEqual([]);
  });

  it('spreads topics that have too many there over the brokers that serve', () => {
    const [found] = observedBy(replicaSkew, { topics: holding(30, 30, 0), cluster });
    expect(found).toMatchObject({
      observed: 'broker 0 holds 30 replicas, broker 2 none; 1.50 times the mean of 20.0',
      fix: [{ command: 'mq topic reassign orders --brokers 0,1,2' }],
    });
  });

  it('moves small topics away where each is even for itself, as many as are too many', () => {
    const small = (id: number, name: string): TopicFacts => ({
      ...aTopic(name, 1, 1),
      partitions: [{ partition: 0, leader: id, replicas: [id], isr: [id], offline: [] }],
    });
    const topics = Array.from({ length: 24 }, (_, at) => small(at < 16 ? 0 : at % 2 ? 1 : 2, `t${at}`));
    const [found] = observedBy(replicaSkew, { topics: [...topics, aTopic('wide', 3)], cluster });
    expect(found!.fix[0]!.command).toBe('mq topic reassign t0 t1 t2 t3 t4 t5 t6 t7 --brokers 1,2');
  });
});

describe('B27 leader-skew-topic', () => {
  it.each([
    [12, 1, 0],
    [12, 2, 1],
    [3, 1, 0],
    [3, 2, 1],
  ])('of %i partitions %i more than an even share make %i findings', (partitions, more, findings) => {
    expect(observedBy(leaderSkew, { topics: [ledByFirst(aTopic('orders', partitions), more)], cluster })).toHaveLength(
      findings,
    );
  });

  it('elects where the placement is even, and moves replicas where it is not', () => {
    const elected = observedBy(leaderSkew, { topics: [ledByFirst(aTopic('orders', 12), 8)], cluster });
    expect(elected).toMatchObject([
      {
        severity: 'info',
        observed: '1 topic led unevenly although placed evenly: broker 0 leads 12 of 12 partitions of orders',
        fix: [{ command: 'mq cluster elect-leaders --topic orders', change: { type: 'elect-preferred-leaders' } }],
      },
    ]);
    const [moved] = observedBy(leaderSkew, { topics: [aTopic('orders', 12, 1, 1)], cluster });
    expect(moved!.fix).toMatchObject([{ command: 'mq topic reassign orders --brokers 0,1,2' }]);
    expect(moved).toMatchObject({
      severity: 'warning',
      observed: 'broker 0 leads 12 of 12 partitions on 3 brokers; an even share is 4',
    });
    expect(moved!.fix[0]).not.toHaveProperty('change');
  });

  it('tells once of all topics that a restart has left uneven', () => {
    const topics = ['a', 'b', 'c'].map(name => ledByFirst(aTopic(name, 12), 8));
    expect(observedBy(leaderSkew, { topics, cluster })).toMatchObject([
      { subject: { type: 'cluster' }, numbers: { topics: 3 }, fix: [{ command: 'mq cluster elect-leaders' }] },
    ]);
  });

  it('leaves topics alone whose preferred leaders are away', () => {
    const topic = ledByFirst(aTopic('orders', 12), 8);
    const behind = { ...topic, partitions: topic.partitions.map(p => ({ ...p, isr: [0] })) };
    expect(observedBy(leaderSkew, { topics: [behind], cluster })).toEqual([]);
  });

  it('is quiet on a single broker', () => {
    expect(observedBy(leaderSkew, { topics: [aTopic('orders', 12, 1, 1)], cluster: aCluster(1) })).toEqual([]);
  });
});
