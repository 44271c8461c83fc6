/** Configuration of groups, client metrics and loggers, and what brokers take while they run. */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Row, Subject } from './subject.ts';

const [TOPIC, BROKER, LOGGER, METRICS, GROUP] = [2, 4, 8, 16, 32];
const [SET, DELETE, APPEND, SUBTRACT] = [0, 1, 2, 3];
const NO_OPERATION = 9;

const CREATION_RATE = 'max.connection.creation.rate';
const OF_LISTENER = `listener.name.plaintext.${CREATION_RATE}`;

type Change = [name: string, value: string | null, operation?: number];
const resource = (resourceType: number, resourceName: string, ...changes: Change[]) => ({
  resourceType,
  resourceName,
  configs: changes.map(([name, value, operation]) => ({
    name,
    value,
    configOperation: operation ?? (value === null ? DELETE : SET),
  })),
});
const altered = (title: string, ...args: Parameters<typeof resource>): Row => [
  title,
  p.incrementalAlterConfigs,
  1,
  { resources: [resource(...args)], validateOnly: false },
];
const described = (title: string, resourceType: number, resourceName: string, ...keys: string[]): Row => [
  title,
  p.describeConfigs,
  4,
  {
    resources: [{ resourceType, resourceName, configurationKeys: keys.length === 0 ? null : keys }],
    includeSynonyms: true,
  },
];
const listed = (title: string, ...resourceTypes: number[]): Row => [title, p.listConfigResources, 1, { resourceTypes }];

export const configuringGroups: Subject = [
  'configs of groups',
  [
    altered(
      'set',
      GROUP,
      'settled',
      ['consumer.session.timeout.ms', '50000'],
      ['share.isolation.level', 'read_committed'],
    ),
    altered('without a name', GROUP, '', ['consumer.session.timeout.ms', '50000']),
    altered('unknown', GROUP, 'settled', ['nope', '1']),
    altered('below the least', GROUP, 'settled', ['consumer.session.timeout.ms', '5']),
    altered('beyond the most', GROUP, 'settled', ['consumer.session.timeout.ms', '5000000']),
    altered('heartbeats beyond the most', GROUP, 'settled', ['consumer.heartbeat.interval.ms', '50000']),
    altered('none of a choice', GROUP, 'settled', ['share.isolation.level', 'x']),
    altered('no place to begin', GROUP, 'settled', ['share.auto.offset.reset', 'x']),
    altered('a place to begin', GROUP, 'settled', ['share.auto.offset.reset', 'by_duration:PT1H']),
    altered('too many standby replicas', GROUP, 'settled', ['streams.num.standby.replicas', '5']),
    altered('appended', GROUP, 'settled', ['consumer.session.timeout.ms', '1', APPEND]),
    described('everything', GROUP, 'settled'),
    described('everything of a group with nothing of its own', GROUP, 'nobody'),
    described('described without a name', GROUP, ''),
    listed('listed', GROUP),
    altered('deleted', GROUP, 'settled', ['consumer.session.timeout.ms', null], ['share.isolation.level', null]),
    altered('deleted to the end', GROUP, 'settled', ['share.auto.offset.reset', null]),
    altered('a way to change that is none', GROUP, 'settled', ['share.isolation.level', 'x', NO_OPERATION]),
    altered('unknown, deleted', GROUP, 'settled', ['nope', null]),
    altered('deleted of one that had nothing', GROUP, 'nobody', ['share.auto.offset.reset', null]),
    listed('listed afterwards', GROUP),
  ],
];

export const configuringMetrics: Subject = [
  'configs of client metrics',
  [
    altered('set', METRICS, 'm1', ['interval.ms', '1000'], ['metrics', 'a,b'], ['match', 'client_id=a.*']),
    altered('without a name', METRICS, '', ['interval.ms', '1000']),
    altered('too often', METRICS, 'm1', ['interval.ms', '1']),
    altered('unknown', METRICS, 'm1', ['nope', '1']),
    altered('a match that is none', METRICS, 'm1', ['match', 'client_id=a,zz=1']),
    altered('appended', METRICS, 'm1', ['metrics', 'c', APPEND]),
    altered('a way to change that is none', METRICS, 'm1', ['metrics', 'c', NO_OPERATION]),
    described('everything', METRICS, 'm1'),
    described('everything of none', METRICS, 'm2'),
    described('described without a name', METRICS, ''),
    ['listed as before KIP-1142', p.listConfigResources, 0, {}],
    listed('listed', METRICS),
    altered('deleted', METRICS, 'm1', ['interval.ms', null], ['metrics', null], ['match', null]),
    listed('listed afterwards', METRICS),
    listed('brokers', BROKER, LOGGER, BROKER),
    listed('what is no resource', 3),
    listed('what is no resource, among others', BROKER, 99),
  ],
];

export const configuringBrokers: Subject = [
  'configs of a running broker',
  [
    altered('of nobody', BROKER, '1', ['my.key', '1']),
    described('of nobody, described', BROKER, '1', 'my.key'),
    altered('of nobody, for all', BROKER, '', ['my.other', '1']),
    described('all that is set for all', BROKER, ''),
    altered('of nobody, deleted', BROKER, '1', ['my.key', null]),
    altered('of nobody, deleted for all', BROKER, '', ['my.other', null]),
    altered('in-sync replicas of one broker (KIP-966)', BROKER, '1', ['min.insync.replicas', '1']),
    altered('in-sync replicas of nobody', BROKER, '', ['min.insync.replicas', null]),
    altered('in-sync replicas of all', BROKER, '', ['min.insync.replicas', '2']),
    described('in-sync replicas of a topic', TOPIC, 'orders', 'min.insync.replicas'),
    altered('in-sync replicas of all, as before', BROKER, '', ['min.insync.replicas', '1']),
    altered('keys of TLS without a listener', BROKER, '1', ['ssl.keystore.type', 'PEM']),
    altered('what only one broker can have', BROKER, '', ['sasl.enabled.mechanisms', 'PLAIN']),
    altered('of a listener', BROKER, '1', ['listener.name.plaintext.max.connections', '1000']),
    described('of a listener, described', BROKER, '1', 'listener.name.plaintext.max.connections'),
    altered('of a listener, deleted', BROKER, '1', ['listener.name.plaintext.max.connections', null]),
    altered('more threads than double', BROKER, '1', ['num.io.threads', '80']),
    altered('more threads', BROKER, '', ['num.io.threads', '6']),
    described('more threads, described', BROKER, '1', 'num.io.threads', 'num.network.threads'),
    altered('as many threads as before', BROKER, '', ['num.io.threads', null]),
    altered('more cleaners than double', BROKER, '', ['log.cleaner.threads', '10']),
    altered('appended', BROKER, '', ['log.cleanup.policy', 'compact', APPEND]),
    described('appended, described', BROKER, '1', 'log.cleanup.policy'),
    altered('no longer appended', BROKER, '', ['log.cleanup.policy', null]),
    altered('appended to a number', BROKER, '', ['message.max.bytes', '1', APPEND]),
    altered('a way to change that is none', BROKER, '', ['message.max.bytes', '1', NO_OPERATION]),
    altered('appended to what is no key', BROKER, '1', ['my.key', 'a', APPEND]),
    altered('taken from what is no key', BROKER, '', ['my.key', 'a', SUBTRACT]),
    altered('appended to a key of a listener', BROKER, '1', ['listener.name.plaintext.max.connections', '1', APPEND]),
    ...['', '1'].flatMap(name => [
      altered(`replicas throttled (${name})`, BROKER, name, ['leader.replication.throttled.rate', '1000']),
      described(`replicas throttled, described (${name})`, BROKER, name, 'leader.replication.throttled.rate'),
      altered(`replicas no longer throttled (${name})`, BROKER, name, ['leader.replication.throttled.rate', null]),
      altered(`new connections (${name})`, BROKER, name, [CREATION_RATE, '1000'], [OF_LISTENER, '500']),
      described(`new connections, described (${name})`, BROKER, name, CREATION_RATE, OF_LISTENER),
      altered(`no new connections (${name})`, BROKER, name, [CREATION_RATE, '0'], [OF_LISTENER, null]),
      altered(`no new connections of a listener (${name})`, BROKER, name, [OF_LISTENER, '0']),
      altered(`new connections as before (${name})`, BROKER, name, [CREATION_RATE, null], [OF_LISTENER, null]),
    ]),
    altered('retention', BROKER, '', ['log.retention.ms', '1000000']),
    described('retention of a topic', TOPIC, 'orders', 'retention.ms'),
    described(
      'retention in three units',
      BROKER,
      '1',
      'log.retention.ms',
      'log.retention.minutes',
      'log.retention.hours',
    ),
    altered('retention as before', BROKER, '', ['log.retention.ms', null]),
    altered('retention of nothing', BROKER, '', ['log.retention.ms', '0']),
    altered('of a broker without a number', BROKER, 'x', ['message.max.bytes', '1']),
    altered('of another broker', BROKER, '99', ['message.max.bytes', '1']),
    altered('a logger that is not there', LOGGER, '1', ['nope', 'INFO']),
    altered('a logger appended', LOGGER, '1', ['nope', 'INFO', APPEND]),
    altered('a logger changed in a way that is none', LOGGER, '1', ['nope', 'INFO', NO_OPERATION]),
    altered('a logger of nobody', LOGGER, '', ['nope', 'INFO']),
    described('loggers of nobody', LOGGER, ''),
    described('loggers of another', LOGGER, '99'),
    altered('of a type that is none', 3, 'x', ['nope', '1']),
  ],
];

export const configuringOddly: Subject = [
  'odd configs of topics',
  [
    altered('without a name', TOPIC, '', ['retention.ms', '1']),
    altered('of a name that cannot be', TOPIC, 'a b', ['retention.ms', '1']),
    altered('no number, of a topic that is not there', TOPIC, 'nope', ['retention.ms', 'x']),
    altered(
      'lags that contradict',
      TOPIC,
      'orders',
      ['min.compaction.lag.ms', '1000'],
      ['max.compaction.lag.ms', '100'],
    ),
    altered('tiered storage', TOPIC, 'orders', ['remote.storage.enable', 'true']),
    altered('no policy', TOPIC, 'orders', ['cleanup.policy', '']),
    described('no policy, described', TOPIC, 'orders', 'cleanup.policy'),
    altered('throttled replicas', TOPIC, 'orders', ['leader.replication.throttled.replicas', '0:1,1:2']),
    described('throttled replicas, described', TOPIC, 'orders', 'leader.replication.throttled.replicas'),
    altered('all replicas throttled', TOPIC, 'orders', ['leader.replication.throttled.replicas', '*']),
    altered('throttled replicas that are none', TOPIC, 'orders', ['leader.replication.throttled.replicas', 'abc']),
    altered('a level between', TOPIC, 'orders', ['compression.gzip.level', '0']),
    altered('the level of the codec', TOPIC, 'orders', ['compression.gzip.level', '-1']),
    altered('a way to change that is none', TOPIC, 'orders', ['retention.ms', '1', NO_OPERATION]),
    altered('an internal key', TOPIC, 'orders', ['internal.segment.bytes', '100000']),
    altered('with blanks', TOPIC, 'orders', ['retention.ms', ' 0012 '], ['min.cleanable.dirty.ratio', '5e-1']),
    described('everything', TOPIC, 'orders'),
    [
      'deleted',
      p.alterConfigs,
      2,
      { resources: [{ resourceType: TOPIC, resourceName: 'orders', configs: [] }], validateOnly: false },
    ],
    [
      'twice in a request',
      p.incrementalAlterConfigs,
      1,
      { resources: [1, 2].map(() => resource(TOPIC, 'orders', ['retention.ms', '1'])), validateOnly: false },
    ],
    [
      'loggers replaced',
      p.alterConfigs,
      2,
      { resources: [{ resourceType: LOGGER, resourceName: '1', configs: [] }], validateOnly: false },
    ],
  ],
];
