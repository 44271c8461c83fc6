import { describe, expect, it } from 'vitest';
import { fetchSmall } from '../../../../src/advisors/rules/consumer/c08-fetch-small.ts';
import { rackNoSelector } from '../../../../src/advisors/rules/consumer/c14-rack-no-selector.ts';
import { singleBootstrap } from '../../../../src/advisors/rules/consumer/c15-single-bootstrap.ts';
import { quiet, toldBy } from '../../../support/client-file.ts';
import { answerOf, configs, onBrokers } from '../../../support/evidence.ts';

describe('C08 fetch-small', () => {
  const behind = (lag: number) => ({
    kinds: {
      committed: [{ group: 'billing', topics: [{ topic: 'orders', partitions: [{ partition: 0, offset: 100 }] }] }],
      offsets: { orders: [{ partition: 0, start: 0, end: 100 + lag }] },
    },
  });
  const files = { 'consumer.properties': 'group.id=billing\nmax.poll.records=10' };

  it('speaks of a backlog only', async () => {
    expect(await toldBy(fetchSmall, files, behind(10_000))).toEqual(quiet);
    expect((await toldBy(fetchSmall, files, behind(10_001))).found).toEqual([
      'info consumer.properties:2 max.poll.records: max.poll.records=10, and group billing is 10001 records behind',
    ]);
  });

  it('is quiet about defaults, and about groups that the cluster does not know', async () => {
    expect(
      await toldBy(fetchSmall, { 'consumer.properties': 'group.id=billing\nmax.poll.records=500' }, behind(1e6)),
    ).toEqual(quiet);
    expect(
      await toldBy(fetchSmall, { 'consumer.properties': 'group.id=other\nmax.poll.records=1' }, behind(1e6)),
    ).toEqual(quiet);
  });

  it('needs the cluster', async () => {
    expect((await toldBy(fetchSmall, files)).unchecked).toHaveLength(2);
  });
});

describe('C14 rack-no-selector', () => {
  const files = { 'consumer.properties': 'client.rack=eu-1a' };
  const selector = 'replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector';

  it('names the brokers that do not look at it', async () => {
    const kinds = {
      brokerConfigs: {
        0: configs('broker', selector),
        1: {},
        2: { 'replica.selector.class': { value: null, source: 'default' as const } },
      },
    };
    expect((await toldBy(rackNoSelector, files, { kinds })).found).toEqual([
      'info consumer.properties:1 client.rack: client.rack is eu-1a; brokers 1, 2 have no replica.selector.class',
    ]);
  });

  it('is quiet when they do, or when no rack is named', async () => {
    expect(
      await toldBy(rackNoSelector, files, { kinds: { brokerConfigs: onBrokers(configs('broker', selector)) } }),
    ).toEqual(quiet);
    expect(
      await toldBy(rackNoSelector, { 'consumer.properties': 'group.id=g' }, { kinds: { brokerConfigs: { 1: {} } } }),
    ).toEqual(quiet);
  });

  it('needs the cluster', async () => expect((await toldBy(rackNoSelector, files)).unchecked).toHaveLength(1));
});

describe('C15 single-bootstrap', () => {
  it.each([
    ['producer.properties', 'bootstrap.servers=a:9092,b:9092'],
    ['producer.properties', 'acks=all'],
    ['producer.properties', 'bootstrap.servers=localhost:9092'],
    ['producer.properties', 'bootstrap.servers=PLAINTEXT://127.0.0.1:9092'],
    ['producer.properties', 'bootstrap.servers=my-cluster-kafka-bootstrap:9092'],
    ['producer.properties', 'bootstrap.servers=kafka.prod.svc.cluster.local:9092'],
    ['producer.properties', 'bootstrap.servers=pkc-1.eu.confluent.cloud:9092'],
    ['server.properties', 'node.id=1\nlisteners=PLAINTEXT://a:9092'],
  ])('is quiet about %s: %s', async (path, text) => {
    expect(await toldBy(singleBootstrap, { [path]: text })).toEqual(quiet);
  });

  it.each([
    [
      'producer.properties',
      'bootstrap.servers=kafka-1.example:9092',
      'producer.properties:1 bootstrap.servers: bootstrap.servers is kafka-1.example:9092 alone',
    ],
    [
      'k.json',
      '{"brokers":["k1:9092"],"producer":{},"consumer":{"groupId":"g"}}',
      'k.json:1 brokers: brokers is k1:9092 alone',
    ],
    [
      'app.yml',
      'spring.kafka:\n  bootstrap-servers: k1:9092\n  producer.acks: all\n  consumer.group-id: g',
      'app.yml:2 spring.kafka.bootstrap-servers: spring.kafka.bootstrap-servers is k1:9092 alone',
    ],
  ])('finds it in %s, once', async (path, text, place) => {
    expect((await toldBy(singleBootstrap, { [path]: text })).found).toEqual([`warning ${place}`]);
  });

  it('needs files', () => expect(answerOf(singleBootstrap, {}).unchecked).toHaveLength(1));
});
