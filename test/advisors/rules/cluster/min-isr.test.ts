import { describe, expect, it } from 'vitest';
import { minIsrOne } from '../../../../src/advisors/rules/cluster/b07-min-isr-one.ts';
import { minIsrEqualsFactor } from '../../../../src/advisors/rules/cluster/b08-min-isr-eq-rf.ts';
import { minIsrOverFactor } from '../../../../src/advisors/rules/cluster/b09-min-isr-gt-rf.ts';
import { minIsrScope } from '../../../../src/advisors/rules/cluster/b12-elr-min-isr-scope.ts';
import { aCluster, answerOf, aTopic, configs, observedBy, onBrokers } from '../../../support/evidence.ts';

const KEY = 'min.insync.replicas';
const cluster = aCluster();
const ofTopic = (floor: number) => ({ orders: configs('topic', `${KEY}=${floor}`) });
const ofCluster = (floor: number) => ({ orders: configs('all-brokers', `${KEY}=${floor}`) });

describe('B07 min-isr-one', () => {
  const topics = [aTopic('orders')];

  it('is quiet with two, and leaves one or two replicas to B05 and B06', () => {
    expect(observedBy(minIsrOne, { topics, topicConfigs: ofTopic(2), cluster })).toEqual([]);
    for (const factor of [1, 2])
      expect(
        observedBy(minIsrOne, { topics: [aTopic('orders', 3, factor)], topicConfigs: ofTopic(1), cluster }),
      ).toEqual([]);
  });

  it('mends a topic that says so itself', () => {
    expect(observedBy(minIsrOne, { topics, topicConfigs: ofTopic(1), cluster })).toMatchObject([
      {
        severity: 'error',
        subject: { topic: 'orders' },
        fix: [{ command: 'mq config alter --topic orders --set min.insync.replicas=2', change: { value: '2' } }],
      },
    ]);
  });

  it('tells once of all topics that inherit, the default of 4.x included', () => {
    const configured = { ...ofCluster(1), bills: configs('topic', `~${KEY}=1`) };
    expect(
      observedBy(minIsrOne, { topics: [...topics, aTopic('bills')], topicConfigs: configured, cluster }),
    ).toMatchObject([
      {
        subject: { type: 'cluster' },
        observed: 'min.insync.replicas is 1 for 2 topics of 3 replicas or more that inherit it (orders, bills)',
        fix: [{ command: 'mq config alter --all-brokers --set min.insync.replicas=2', change: { broker: '' } }],
      },
    ]);
  });

  it('changes nothing by itself where topics of two replicas would begin to refuse writes', () => {
    const configured = { ...ofCluster(1), pair: configs('all-brokers', `${KEY}=1`) };
    const [found] = observedBy(minIsrOne, {
      topics: [...topics, aTopic('pair', 1, 2)],
      topicConfigs: configured,
      cluster,
    });
    expect(found!.fix[0]!.change).toBeUndefined();
    expect(found!.fix[0]!.text).toContain('after 1 topic with fewer replicas got three (pair; B05, B06, B13)');
  });

  it.each([
    ['__consumer_offsets', 2],
    ['single', 1],
    ['not-allowed-to-see', 2],
  ])('nor where %s with %i replicas would', (name, factor) => {
    const { fix } = observedBy(minIsrOne, {
      topics: [...topics, aTopic(name, 1, factor)],
      topicConfigs: name.startsWith('not')
        ? ofCluster(1)
        : { ...ofCluster(1), [name]: configs('all-brokers', `${KEY}=1`) },
      cluster,
    })[0]!;
    expect(fix[0]!.text).toContain(name);
    expect(fix[0]!.change).toBeUndefined();
  });

  it('speaks softly of logs and of development', () => {
    const kinds = { topics, topicConfigs: ofCluster(1), cluster };
    expect(observedBy(minIsrOne, kinds, { profile: 'log' })).toMatchObject([{ severity: 'warning' }]);
    const local = aCluster(3, { host: 'localhost' });
    expect(observedBy(minIsrOne, { ...kinds, cluster: local })).toMatchObject([{ severity: 'info' }]);
  });

  it("leaves Kafka's own topics alone", () => {
    const offsets = { __consumer_offsets: configs('all-brokers', `${KEY}=1`) };
    expect(observedBy(minIsrOne, { topics: [aTopic('__consumer_offsets')], topicConfigs: offsets, cluster })).toEqual(
      [],
    );
  });
});

describe('B08 min-isr-eq-rf', () => {
  it.each([
    [3, 2, 0],
    [2, 2, 1],
    [3, 3, 1],
    [1, 1, 0],
    [2, 3, 0],
  ])('of %i replicas and a floor of %i makes %i findings', (factor, floor, findings) => {
    const topics = [aTopic('orders', 3, factor)];
    expect(observedBy(minIsrEqualsFactor, { topics, topicConfigs: ofTopic(floor), cluster })).toHaveLength(findings);
  });

  it('prefers another replica where a broker has room, else a lower floor', () => {
    const pair = { topics: [aTopic('orders', 3, 2)], topicConfigs: ofTopic(2), cluster };
    expect(observedBy(minIsrEqualsFactor, pair)[0]).toMatchObject({
      severity: 'error',
      observed: 'min.insync.replicas=2 with 2 replicas: no broker may be away',
      fix: [
        { command: 'mq topic reassign orders --replication-factor 3' },
        { command: 'mq config alter --topic orders --set min.insync.replicas=1' },
      ],
    });
    const full = { topics: [aTopic('orders')], topicConfigs: ofTopic(3), cluster };
    expect(observedBy(minIsrEqualsFactor, full)[0]!.fix).toMatchObject([
      { command: 'mq config alter --topic orders --set min.insync.replicas=2' },
    ]);
  });

  it('tells once of topics that take the floor from the cluster', () => {
    const topics = [aTopic('orders', 3, 2), aTopic('bills', 1, 2)];
    const topicConfigs = { ...ofCluster(2), bills: configs('all-brokers', `${KEY}=2`) };
    expect(observedBy(minIsrEqualsFactor, { topics, topicConfigs, cluster })).toMatchObject([
      { subject: { type: 'cluster' }, fix: [{ command: 'mq topic reassign orders bills --replication-factor 3' }] },
    ]);
  });

  it('waits for a replica that is being added', () => {
    const topics = [aTopic('orders', 1, 3)];
    const reassignments = [{ topic: 'orders', partition: 0, adding: [2], removing: [] }];
    expect(observedBy(minIsrEqualsFactor, { topics, topicConfigs: ofTopic(3), cluster, reassignments })).toEqual([]);
  });
});

describe('B09 min-isr-gt-rf', () => {
  it('says what is in force', () => {
    expect(
      observedBy(minIsrOverFactor, { topics: [aTopic('orders', 1, 1)], topicConfigs: ofTopic(2), cluster }),
    ).toMatchObject([
      {
        severity: 'error',
        observed: 'min.insync.replicas=2 is set on the topic, which has 1 replica; in force is 1',
        fix: [
          { command: 'mq topic reassign orders --replication-factor 3' },
          { command: 'mq config alter --topic orders --set min.insync.replicas=1' },
        ],
      },
    ]);
  });

  it('says that the new replicas count before they have arrived, and how writers are spared', () => {
    const [found] = observedBy(minIsrOverFactor, {
      topics: [aTopic('orders', 1, 1)],
      topicConfigs: ofTopic(2),
      cluster,
    });
    expect(found!.fix[0]!.text).toMatch(
      /Until 2 are in sync, producers with acks=all are refused.*set it to 1 on the topic before/,
    );
  });

  it('advises what three brokers can do', () => {
    const [found] = observedBy(minIsrOverFactor, { topics: [aTopic('orders')], topicConfigs: ofTopic(4), cluster });
    expect(found!.fix).toMatchObject([{ command: 'mq config alter --topic orders --set min.insync.replicas=2' }]);
  });

  it('only warns where one broker is all there is', () => {
    const alone = { topics: [aTopic('orders', 1, 1, 1)], topicConfigs: ofTopic(2), cluster: aCluster(1) };
    expect(observedBy(minIsrOverFactor, alone)).toMatchObject([{ severity: 'warning' }]);
  });

  it('leaves a single replica under the floor of the cluster to B05', () => {
    expect(
      observedBy(minIsrOverFactor, { topics: [aTopic('orders', 1, 1)], topicConfigs: ofCluster(2), cluster }),
    ).toEqual([]);
    const pair = { topics: [aTopic('orders', 1, 2)], topicConfigs: ofCluster(3), cluster };
    expect(observedBy(minIsrOverFactor, pair)).toMatchObject([{ subject: { type: 'cluster' } }]);
  });
});

describe('B12 elr-min-isr-scope', () => {
  const features = { finalized: { 'eligible.leader.replicas.version': 1 }, supported: {} };
  const hidden = { [KEY]: { value: '1', source: 'all-brokers' as const, serverProperties: '2' } };

  it('is quiet on a stock cluster, where the value of the cluster is the only one', () => {
    expect(observedBy(minIsrScope, { features, brokerConfigs: onBrokers(configs('all-brokers', `${KEY}=1`)) })).toEqual(
      [],
    );
    const same = { [KEY]: { ...hidden[KEY], serverProperties: '1' } };
    expect(observedBy(minIsrScope, { features, brokerConfigs: onBrokers(same) })).toEqual([]);
  });

  it('says what server.properties promises and what is in force', () => {
    expect(observedBy(minIsrScope, { features, brokerConfigs: onBrokers(hidden) })).toMatchObject([
      {
        observed: 'min.insync.replicas=2 in the settings of brokers 0, 1, 2; in force for the cluster is 1',
        fix: [{ command: 'mq config alter --all-brokers --set min.insync.replicas=2' }, {}],
      },
    ]);
  });

  it('does not concern clusters without eligible leader replicas', () => {
    const off = { finalized: {}, supported: {} };
    expect(observedBy(minIsrScope, { features: off, brokerConfigs: onBrokers(hidden) })).toEqual([]);
  });

  it('is not checked without features', () => {
    expect(answerOf(minIsrScope, { brokerConfigs: {} }).unchecked).toHaveLength(1);
  });
});
