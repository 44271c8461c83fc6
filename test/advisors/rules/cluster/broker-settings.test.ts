import { describe, expect, it } from 'vitest';
import type { Configs } from '../../../../src/advisors/evidence/cluster-facts.ts';
import type { AnyRule } from '../../../../src/advisors/rule.ts';
import { autoCreate } from '../../../../src/advisors/rules/cluster/b14-auto-create.ts';
import { oneFetcher } from '../../../../src/advisors/rules/cluster/b15-fetchers-one.ts';
import { wanBuffers } from '../../../../src/advisors/rules/cluster/b16-wan-buffers.ts';
import { replicaLagTime } from '../../../../src/advisors/rules/cluster/b17-replica-lag-time.ts';
import { configDrift } from '../../../../src/advisors/rules/cluster/b44-config-drift.ts';
import { offsetsRetention } from '../../../../src/advisors/rules/cluster/b47-offsets-retention.ts';
import { flushSet } from '../../../../src/advisors/rules/cluster/b50-flush-set.ts';
import { aCluster, aMoment, answerOf, aTopic, configs, observedBy, onBrokers } from '../../../support/evidence.ts';

const cluster = aCluster();
const inFile = (...settings: string[]) => onBrokers(configs('server-properties', ...settings));

it.each<[string, AnyRule]>([
  ['B14', autoCreate],
  ['B15', oneFetcher],
  ['B16', wanBuffers],
  ['B17', replicaLagTime],
  ['B44', configDrift],
  ['B47', offsetsRetention],
  ['B50', flushSet],
])('%s is not checked without the settings of brokers', (_, rule) => {
  expect(answerOf(rule, { cluster, topics: [], topicConfigs: {} }).unchecked).toMatchObject([
    { needs: 'evidence of brokerConfigs' },
  ]);
});

describe('B14 auto-create', () => {
  it.each([
    ['kafka.example', 'warning'],
    ['127.0.0.1', 'info'],
  ])('of brokers on %s is a matter of %s', (host, severity) => {
    const brokerConfigs = inFile('~auto.create.topics.enable=true');
    expect(observedBy(autoCreate, { brokerConfigs, cluster: aCluster(3, { host }) })).toMatchObject([
      { severity, observed: 'auto.create.topics.enable=true on brokers 0, 1, 2' },
    ]);
  });

  it('is quiet when it is off', () => {
    expect(observedBy(autoCreate, { brokerConfigs: inFile('auto.create.topics.enable=false'), cluster })).toEqual([]);
  });
});

describe('B15 fetchers-one', () => {
  const brokerConfigs = inFile('~num.replica.fetchers=1');
  const lag = (value: number) => ({
    kafka_server_replicafetchermanager_maxlag: [{ labels: { clientid: 'Replica' }, value }],
  });
  const outOfSync = [{ ...aTopic('orders', 1), partitions: [{ ...aTopic('orders', 1).partitions[0]!, isr: [0, 1] }] }];
  const topics = [aTopic('orders')];

  it('is quiet on the default as long as followers keep up', () => {
    expect(observedBy(oneFetcher, { brokerConfigs, cluster, topics })).toEqual([]);
    expect(observedBy(oneFetcher, { brokerConfigs, cluster, topics: outOfSync, metrics: lag(10_000) })).toEqual([]);
  });

  it('warns by MaxLag', () => {
    expect(observedBy(oneFetcher, { brokerConfigs, cluster, topics, metrics: lag(10_001) })).toMatchObject([
      {
        severity: 'warning',
        observed: 'num.replica.fetchers=1 on brokers 0, 1, 2, and a follower is 10001 records behind',
        fix: [{ command: 'mq config alter --all-brokers --set num.replica.fetchers=2', change: [{ value: '2' }] }],
      },
    ]);
  });

  it('tells without metrics of followers that fell out of sync, unless their broker is away', () => {
    expect(observedBy(oneFetcher, { brokerConfigs, cluster, topics: outOfSync })).toMatchObject([
      { severity: 'info', numbers: { replicas: 1, brokers: 1 } },
    ]);
    const without = { ...cluster, brokers: cluster.brokers.slice(0, 2) };
    expect(observedBy(oneFetcher, { brokerConfigs, cluster: without, topics: outOfSync })).toEqual([]);
  });

  it('lowers no broker that has more', () => {
    const brokerConfigs = {
      ...inFile('num.replica.fetchers=4'),
      1: configs('server-properties', '~num.replica.fetchers=1'),
    };
    expect(observedBy(oneFetcher, { brokerConfigs, cluster, topics, metrics: lag(1e6) })).toMatchObject([
      { fix: [{ command: 'mq config alter --broker 1 --set num.replica.fetchers=2' }] },
    ]);
  });

  it('does not take replicas that are being filled for followers that cannot keep up', () => {
    const reassignments = [{ topic: 'orders', partition: 0, adding: [2], removing: [] }];
    const kinds = { brokerConfigs, cluster, topics, metrics: lag(1e6) };
    expect(observedBy(oneFetcher, { ...kinds, reassignments })).toEqual([]);
  });

  it('does not concern two fetchers', () => {
    const two = inFile('num.replica.fetchers=2');
    expect(observedBy(oneFetcher, { brokerConfigs: two, cluster, topics: outOfSync, metrics: lag(1e6) })).toEqual([]);
  });
});

describe('B16 wan-buffers', () => {
  const defaults = inFile(
    '~replica.socket.receive.buffer.bytes=65536',
    '~socket.receive.buffer.bytes=102400',
    '~socket.send.buffer.bytes=102400',
  );
  const inRacks = (...racks: (string | null)[]) => {
    const { brokers, ...rest } = aCluster(racks.length);
    return { ...rest, brokers: brokers.map((broker, i) => ({ ...broker, rack: racks[i]! })) };
  };

  it.each([
    ['no racks', [null, null, null]],
    ['racks of one place', ['rack-1', 'rack-2', 'rack-3']],
    ['racks of rows', ['row-a-1', 'row-b-1', 'row-c-1']],
    ['zones of one region', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  ])('is quiet with %s', (_, racks) => {
    expect(observedBy(wanBuffers, { brokerConfigs: defaults, cluster: inRacks(...racks) })).toEqual([]);
  });

  it.each([
    [['dc1-r1', 'dc2-r1', 'dc2-r2'], 'dc1, dc2'],
    [['eu-west-1a', 'eu-west-1b', 'eu-central-1a'], 'eu-west-1, eu-central-1'],
    [['europe-west1-b', 'europe-west1-c', 'us-east1-b'], 'europe-west1, us-east1'],
    [['use1-az1', 'use1-az2', 'usw2-az1'], 'use1, usw2'],
  ])('tells of racks %s', (racks, places) => {
    const found = observedBy(wanBuffers, { brokerConfigs: defaults, cluster: inRacks(...racks) });
    expect(found).toMatchObject([
      { severity: 'info', observed: expect.stringContaining(`racks in ${places}, with replica.`) },
    ]);
  });

  it('is quiet once buffers are set', () => {
    const set = inFile(
      'replica.socket.receive.buffer.bytes=-1',
      'socket.receive.buffer.bytes=-1',
      'socket.send.buffer.bytes=-1',
    );
    expect(observedBy(wanBuffers, { brokerConfigs: set, cluster: inRacks('dc1', 'dc2', 'dc3') })).toEqual([]);
  });
});

describe('B17 replica-lag-time', () => {
  it.each([
    [9_999, 1],
    [10_000, 0],
    [30_000, 0],
    [60_000, 0],
    [60_001, 1],
  ])('of %i ms makes %i findings', (ms, findings) => {
    expect(observedBy(replicaLagTime, { brokerConfigs: inFile(`replica.lag.time.max.ms=${ms}`) })).toHaveLength(
      findings,
    );
  });
});

describe('B44 config-drift', () => {
  const drifting = (settings: Configs) => ({ ...inFile('num.io.threads=8'), 2: settings });

  it('is quiet about what each broker has for itself, and about versions that differ', () => {
    const own = [
      'node.id=0',
      'listeners=A',
      'advertised.listeners=A',
      'broker.rack=a',
      'log.dirs=/a',
      'ssl.keystore.location=/a',
    ];
    const other = [
      'node.id=1',
      'listeners=B',
      'advertised.listeners=B',
      'broker.rack=b',
      'log.dirs=/b',
      'ssl.keystore.location=/b',
    ];
    const brokerConfigs = {
      0: configs('server-properties', ...own, '~log.cleaner.threads=1', 'old.key=1'),
      1: configs('server-properties', ...other, '~log.cleaner.threads=2'),
    };
    expect(observedBy(configDrift, { brokerConfigs })).toEqual([]);
  });

  it('names the values, and what is common', () => {
    const [found] = observedBy(configDrift, {
      brokerConfigs: drifting(configs('server-properties', 'num.io.threads=16')),
    });
    expect(found!.observed).toBe('num.io.threads is 8 on brokers 0, 1, 16 on broker 2');
    expect(found!.fix[0]!.text).toContain('(8 is the most common)');
  });

  it('calls neither common where they are as many', () => {
    const [tied] = observedBy(configDrift, {
      brokerConfigs: {
        0: configs('server-properties', 'num.io.threads=8'),
        1: configs('server-properties', 'num.io.threads=16'),
      },
    });
    expect(tied!.fix[0]!.text).toBe(
      'Decide which is right, write it into server.properties of the others, and restart one after the other.',
    );
  });

  it('takes back what was set for one broker at run time', () => {
    const brokerConfigs = drifting(configs('broker', 'num.io.threads=16'));
    expect(observedBy(configDrift, { brokerConfigs })).toMatchObject([
      { fix: [{ command: 'mq config alter --broker 2 --delete num.io.threads' }] },
    ]);
  });
});

describe('B47 offsets-retention', () => {
  it.each([
    [10_079, 1],
    [10_080, 0],
  ])('of %i minutes makes %i findings', (minutes, findings) => {
    const brokerConfigs = inFile(`offsets.retention.minutes=${minutes}`);
    expect(observedBy(offsetsRetention, { brokerConfigs })).toHaveLength(findings);
  });

  it('is too short for a group that was seen empty for longer', () => {
    const day = 86_400_000;
    const idle = { monthly: { state: 'Empty', members: 0, committed: {} } };
    const busy = { monthly: { state: 'Stable', members: 1, committed: {} } };
    const history = {
      moments: [aMoment(20 * day, { groups: idle }), aMoment(10 * day, { groups: idle }), aMoment(0, { groups: busy })],
    };
    const brokerConfigs = inFile('~offsets.retention.minutes=10080');
    expect(observedBy(offsetsRetention, { brokerConfigs, history })).toMatchObject([
      {
        observed: 'offsets.retention.minutes=10080 (7d) on brokers 0, 1, 2; group monthly was empty for 10d',
        fix: [{ text: expect.stringContaining('offsets.retention.minutes=28800') }],
      },
    ]);
  });
});

describe('B50 flush-set', () => {
  const topics = [aTopic('orders'), aTopic('alone', 1, 1)];
  const brokerConfigs = inFile('~log.flush.interval.messages=9223372036854775807');

  it('is quiet on defaults, also where a topic inherits', () => {
    const topicConfigs = {
      orders: configs('topic', '~flush.messages=9223372036854775807', '~flush.ms=9223372036854775807'),
    };
    expect(observedBy(flushSet, { topics, topicConfigs, brokerConfigs })).toEqual([]);
  });

  it('is quiet where somebody wrote the default down', () => {
    const topicConfigs = { orders: configs('topic', 'flush.messages=9223372036854775807') };
    const written = inFile('log.flush.interval.messages=9223372036854775807');
    expect(observedBy(flushSet, { topics, topicConfigs, brokerConfigs: written })).toEqual([]);
  });

  it('takes it back, but not from a topic with one replica, which has nothing else', () => {
    const topicConfigs = {
      orders: configs('topic', 'flush.messages=1', 'flush.ms=100'),
      alone: configs('topic', 'flush.ms=100'),
    };
    const [first, second] = observedBy(flushSet, { topics, topicConfigs, brokerConfigs });
    expect(first).toMatchObject({
      severity: 'warning',
      observed: 'flush.messages=1 and flush.ms=100 on the topic, which has 3 replicas',
      fix: [
        {
          command: 'mq config alter --topic orders --delete flush.messages --delete flush.ms',
          change: [
            { key: 'flush.messages', value: null },
            { key: 'flush.ms', value: null },
          ],
        },
      ],
    });
    expect(second!.severity).toBe('info');
    expect(second!.fix[0]!.change).toBeUndefined();
  });

  it('tells of brokers once, with the way back from where it was set', () => {
    const all = onBrokers(configs('all-brokers', 'log.flush.interval.ms=1000'));
    expect(observedBy(flushSet, { topics, topicConfigs: {}, brokerConfigs: all })).toMatchObject([
      {
        subject: { type: 'cluster' },
        fix: [{ command: 'mq config alter --all-brokers --delete log.flush.interval.ms' }],
      },
    ]);
    const [found] = observedBy(flushSet, {
      topics,
      topicConfigs: {},
      brokerConfigs: inFile('log.flush.interval.ms=1000'),
    });
    expect(found!.fix[0]).not.toHaveProperty('command');
  });
});
