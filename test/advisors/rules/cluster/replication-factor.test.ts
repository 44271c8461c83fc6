import { describe, expect, it } from 'vitest';
import { rfOne } from '../../../../src/advisors/rules/cluster/b05-rf-one.ts';
import { rfTwo } from '../../../../src/advisors/rules/cluster/b06-rf-two.ts';
import { defaultFactorOne } from '../../../../src/advisors/rules/cluster/b11-default-rf-one.ts';
import { internalFactor } from '../../../../src/advisors/rules/cluster/b13-internal-rf.ts';
import { aCluster, answerOf, aTopic, configs, observedBy, onBrokers } from '../../../support/evidence.ts';

const cluster = aCluster();

describe('B05 rf-one', () => {
  const topics = [aTopic('orders', 3, 1)];

  it('is quiet with more copies, and on a single broker', () => {
    expect(observedBy(rfOne, { topics: [aTopic('orders', 3, 2)], cluster })).toEqual([]);
    expect(observedBy(rfOne, { topics: [aTopic('orders', 3, 1, 1)], cluster: aCluster(1) })).toEqual([]);
  });

  it('advises as many copies as the brokers hold', () => {
    expect(observedBy(rfOne, { topics, cluster })).toMatchObject([
      {
        severity: 'error',
        subject: { topic: 'orders', partitions: [0, 1, 2] },
        observed: 'replication factor 1 for 3 of 3 partitions on a cluster of 3 brokers',
        fix: [{ command: 'mq topic reassign orders --replication-factor 3' }],
      },
    ]);
    const [found] = observedBy(rfOne, { topics: [aTopic('orders', 1, 1, 2)], cluster: aCluster(2) });
    expect(found!.fix[0]!.command).toBe('mq topic reassign orders --replication-factor 2');
  });

  it('says when writers are refused while the copies come', () => {
    const topicConfigs = { orders: configs('all-brokers', 'min.insync.replicas=2') };
    const textWith = (kinds: object) => observedBy(rfOne, { topics, cluster, ...kinds })[0]!.fix[0]!.text;
    expect(textWith({ topicConfigs })).toContain('Until 2 are in sync, producers with acks=all are refused');
    expect(textWith({})).not.toContain('refused');
    expect(textWith({ topicConfigs: { orders: configs('topic', 'min.insync.replicas=1') } })).not.toContain('refused');
  });

  it('is critical when a group reads it', () => {
    const committed = [{ group: 'billing', topics: [{ topic: 'orders', partitions: [] }] }];
    expect(observedBy(rfOne, { topics, cluster, committed })).toMatchObject([
      { severity: 'critical', observed: expect.stringContaining('; 1 group reads it') },
    ]);
  });

  it('is an error on brokers that only their own machine reaches too: there incidents are rehearsed', () => {
    const local = aCluster(3, { host: '127.0.0.1' });
    expect(observedBy(rfOne, { topics, cluster: local })).toMatchObject([{ severity: 'error' }]);
  });

  it('leaves out topics that are being given copies, and those of Kafka (B13)', () => {
    const reassignments = [0, 1, 2].map(partition => ({ topic: 'orders', partition, adding: [1, 2], removing: [] }));
    expect(observedBy(rfOne, { topics, cluster, reassignments })).toEqual([]);
    expect(observedBy(rfOne, { topics: [aTopic('__consumer_offsets', 3, 1)], cluster })).toEqual([]);
  });

  it('is not checked without topics', () => {
    expect(answerOf(rfOne, { cluster }).unchecked).toHaveLength(1);
  });
});

describe('a broker that is fenced', () => {
  const fenced = { ...cluster, brokers: cluster.brokers.map(b => ({ ...b, fenced: b.nodeId === 2 })) };

  it.each([
    [rfOne, aTopic('orders', 1, 1)],
    [rfTwo, aTopic('orders', 1, 2)],
    [internalFactor, aTopic('__consumer_offsets', 1, 1)],
  ])('counts for $id, and has to be back before replicas are added', (rule, topic) => {
    const [found] = observedBy(rule, { topics: [topic], cluster: fenced });
    expect(found!.observed).toContain('cluster of 3 brokers');
    expect(found!.fix[0]!.text).toMatch(/^Once broker 2 is back: Give it/);
    expect(found!.fix[0]!.command).toMatch(/--replication-factor 3$/);
  });
});

describe('B06 rf-two', () => {
  it('warns where a third broker is', () => {
    const topics = [aTopic('orders', 3, 2)];
    expect(observedBy(rfTwo, { topics, cluster })).toMatchObject([
      { severity: 'warning', fix: [{ command: 'mq topic reassign orders --replication-factor 3' }] },
    ]);
    expect(observedBy(rfTwo, { topics, cluster: aCluster(2) })).toEqual([]);
  });

  it('is quiet with one copy (B05), with three, and while the third comes', () => {
    expect(observedBy(rfTwo, { topics: [aTopic('a', 3, 1), aTopic('b', 3, 3)], cluster })).toEqual([]);
    const reassignments = [{ topic: 'orders', partition: 0, adding: [2], removing: [] }];
    expect(observedBy(rfTwo, { topics: [aTopic('orders', 1, 2)], cluster, reassignments })).toEqual([]);
  });
});

describe('B11 default-rf-one', () => {
  const brokerConfigs = onBrokers(configs('server-properties', '~default.replication.factor=1'));

  it('warns a cluster that could do more, softly in development', () => {
    expect(observedBy(defaultFactorOne, { brokerConfigs, cluster })).toMatchObject([
      { severity: 'warning', observed: 'default.replication.factor=1 on brokers 0, 1, 2 of a cluster of 3' },
    ]);
    const local = aCluster(3, { host: '127.0.0.1' });
    expect(observedBy(defaultFactorOne, { brokerConfigs, cluster: local })).toMatchObject([{ severity: 'info' }]);
  });

  it('is quiet below three brokers, and with another default', () => {
    expect(observedBy(defaultFactorOne, { brokerConfigs, cluster: aCluster(2) })).toEqual([]);
    const three = onBrokers(configs('server-properties', 'default.replication.factor=3'));
    expect(observedBy(defaultFactorOne, { brokerConfigs: three, cluster })).toEqual([]);
  });
});

describe('B13 internal-rf', () => {
  const offsets = aTopic('__consumer_offsets', 50, 1);

  it('wants what three brokers can hold', () => {
    expect(observedBy(internalFactor, { topics: [offsets, aTopic('orders', 1, 1)], cluster })).toMatchObject([
      {
        severity: 'error',
        subject: { topic: '__consumer_offsets' },
        observed: '1 replica for 50 of 50 partitions, on a cluster of 3 brokers; it holds committed offsets and groups',
        fix: [{ command: 'mq topic reassign __consumer_offsets --replication-factor 3' }],
      },
    ]);
  });

  it.each([
    [1, 1, 0],
    [2, 1, 1],
    [2, 2, 0],
    [3, 2, 1],
    [5, 3, 0],
  ])('of %i brokers and %i replicas makes %i findings', (brokers, factor, findings) => {
    const topics = [aTopic('__transaction_state', 3, factor, brokers)];
    expect(observedBy(internalFactor, { topics, cluster: aCluster(brokers) })).toHaveLength(findings);
  });
});
