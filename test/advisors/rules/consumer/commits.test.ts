import { describe, expect, it } from 'vitest';
import { autoCommit } from '../../../../src/advisors/rules/consumer/c01-auto-commit.ts';
import { resetLatest } from '../../../../src/advisors/rules/consumer/c06-reset-latest.ts';
import { readUncommitted } from '../../../../src/advisors/rules/consumer/c07-read-uncommitted.ts';
import { noDedup } from '../../../../src/advisors/rules/consumer/c10-no-dedup.ts';
import { quiet, toldBy } from '../../../support/client-file.ts';
import { answerOf } from '../../../support/evidence.ts';

const messaging = { context: { profile: 'messaging' as const } };

describe('C01 auto-commit', () => {
  it.each([
    ['consumer.properties', 'group.id=g\nenable.auto.commit=false'],
    ['application.yml', 'spring.kafka.consumer.group-id: g'],
    ['application.properties', 'mp.messaging.incoming.orders.group.id=g'],
    ['worker.properties', 'config.storage.topic=c\nconsumer.max.poll.records=10'],
    ['k.json', '{"brokers":["a"],"consumer":{"groupId":"g","autoCommit":false}}'],
  ])('is quiet about %s: %s, whatever is asked for', async (path, text) => {
    expect(await toldBy(autoCommit, { [path]: text }, messaging)).toEqual(quiet);
  });

  it.each([
    ['consumer.properties', 'group.id=g', 'consumer.properties: enable.auto.commit is not said, so it is true'],
    [
      'k.json',
      '{"brokers":["a"],"consumer":{"groupId":"g"}}',
      'k.json: consumer: enable.auto.commit is not said, so it is true',
    ],
    ['r.json', '{"group.id":"g"}', 'r.json: enable.auto.commit is not said, so it is true'],
  ])('is the default of %s, a warning for messages', async (path, text, expected) => {
    expect((await toldBy(autoCommit, { [path]: text }, messaging)).found).toEqual([`warning ${expected}`]);
    expect(await toldBy(autoCommit, { [path]: text })).toEqual(quiet);
  });

  it('is information where somebody wrote it down', async () => {
    const files = { 'consumer.properties': 'enable.auto.commit=true' };
    const expected = ['info consumer.properties:1 enable.auto.commit: enable.auto.commit=true'];
    expect((await toldBy(autoCommit, files)).found).toEqual(expected);
    expect((await toldBy(autoCommit, files, { context: { profile: 'log' } })).found).toEqual(expected);
  });

  it('needs files', () => expect(answerOf(autoCommit, {}).unchecked).toHaveLength(1));
});

describe('C06 reset-latest', () => {
  it('speaks where records must not be missed', async () => {
    const files = { 'consumer.properties': 'auto.offset.reset=latest' };
    expect(await toldBy(resetLatest, files)).toEqual(quiet);
    expect((await toldBy(resetLatest, files, messaging)).found).toEqual([
      'warning consumer.properties:1 auto.offset.reset: auto.offset.reset=latest',
    ]);
  });

  it.each([
    ['consumer.properties', 'group.id=g', 1],
    ['consumer.properties', 'auto.offset.reset=earliest', 0],
    ['consumer.properties', 'auto.offset.reset=by_duration:PT1H', 0],
    ['consumer.properties', 'auto.offset.reset=none', 0],
    ['r.json', '{"group.id":"g"}', 1],
    ['r.json', '{"group.id":"g","auto.offset.reset":"largest"}', 1],
    ['r.json', '{"group.id":"g","auto.offset.reset":"smallest"}', 0],
    ['k.json', '{"brokers":["a"],"consumer":{"groupId":"g","fromBeginning":true}}', 0],
    ['k.json', '{"brokers":["a"],"consumer":{"groupId":"g"}}', 1],
    ['worker.properties', 'config.storage.topic=c\nconsumer.max.poll.records=10', 0],
  ])('%s %s: %d', async (path, text, count) => {
    expect((await toldBy(resetLatest, { [path]: text }, messaging)).found).toHaveLength(count);
  });

  it('needs files', () => expect(answerOf(resetLatest, {}).unchecked).toHaveLength(1));
});

describe('C07 read-uncommitted', () => {
  const sample = (transactional: boolean) => ({
    records: [
      {
        partition: 0,
        offset: 0,
        timestampMs: 0,
        timestampType: 'CreateTime' as const,
        codec: 'none' as const,
        sizeBytes: 1,
        keyHash: null,
        transactional,
        headers: [],
        marks: {},
      },
    ],
  });
  const files = { 'consumer.properties': 'group.id=billing' };
  const groups = [
    {
      group: 'billing',
      state: 'Stable',
      type: 'classic' as const,
      protocolType: 'consumer',
      assignor: 'range',
      coordinator: 0,
      members: [
        {
          memberId: 'm',
          instanceId: null,
          clientId: 'c',
          host: 'h',
          subscription: null,
          assignment: [{ topic: 'orders', partitions: [0] }],
        },
      ],
    },
  ];

  it.each([
    ['consumer.properties', 'isolation.level=read_committed'],
    ['r.json', '{"group.id":"g"}'],
    ['k.json', '{"brokers":["a"],"consumer":{"groupId":"g"}}'],
  ])('is quiet about %s: %s', async (path, text) => {
    expect(await toldBy(readUncommitted, { [path]: text })).toEqual(quiet);
  });

  it('finds transactions in the topics that the group reads', async () => {
    const { found } = await toldBy(readUncommitted, files, { kinds: { groups, samples: { orders: sample(true) } } });
    expect(found).toEqual([
      'warning consumer.properties: isolation.level is read_uncommitted, and topic orders has records of transactions',
    ]);
  });

  it('is quiet where nobody writes transactions', async () => {
    expect(await toldBy(readUncommitted, files, { kinds: { groups, samples: { orders: sample(false) } } })).toEqual(
      quiet,
    );
  });

  it('does not guess who writes', async () => {
    expect((await toldBy(readUncommitted, files, { kinds: { groups } })).unchecked).toHaveLength(1);
    expect((await toldBy(readUncommitted, files)).unchecked).toHaveLength(1);
  });
});

describe('C10 no-dedup', () => {
  const files = { 'consumer.properties': 'group.id=billing' };
  const said = (deduplication: 'none' | 'sink') => ({
    context: { intents: { topics: {}, groups: { billing: { deduplication } } } },
  });

  it('asks what the file cannot tell', async () => {
    const { found, unchecked } = await toldBy(noDedup, files);
    expect(found).toEqual([]);
    expect(unchecked[0]).toContain('needs groups.billing.deduplication in mq-doctor.yaml');
  });

  it('believes what it is told', async () => {
    expect(await toldBy(noDedup, files, said('sink'))).toEqual(quiet);
    expect((await toldBy(noDedup, files, said('none'))).found).toEqual([
      'warning consumer.properties:1 group.id: group billing handles records at least once, and deduplication is none',
    ]);
  });

  it('does not ask about logs, nor about Connect', async () => {
    expect(await toldBy(noDedup, files, { context: { profile: 'log' } })).toEqual(quiet);
    expect(await toldBy(noDedup, { 'w.properties': 'config.storage.topic=c\nconsumer.client.id=x' })).toEqual(quiet);
  });

  it.each([
    ['', 1],
    ['"insert.mode":"insert",', 1],
    ['"insert.mode":"upsert",', 0],
    ['"pk.mode":"record_key",', 0],
  ])('a JDBC sink with %s: %d', async (setting, count) => {
    const text = `{"name":"s","config":{${setting}"connector.class":"io.confluent.connect.jdbc.JdbcSinkConnector","topics":"t"}}`;
    expect((await toldBy(noDedup, { 's.json': text })).found).toHaveLength(count);
  });

  it('needs files', () => expect(answerOf(noDedup, {}).unchecked).toHaveLength(1));
});
