import { describe, expect, it } from 'vitest';
import { idempotenceOff } from '../../../../src/advisors/rules/producer/p03-idempotence-off.ts';
import { inflightGt5 } from '../../../../src/advisors/rules/producer/p04-inflight-gt-5.ts';
import { reorder } from '../../../../src/advisors/rules/producer/p05-reorder.ts';
import { retriesZero } from '../../../../src/advisors/rules/producer/p06-retries-zero.ts';
import { clientsOf, quiet, toldBy } from '../../../support/client-file.ts';
import { answerOf, observedBy } from '../../../support/evidence.ts';

const IN_FLIGHT = 'max.in.flight.requests.per.connection';

describe('P03 idempotence-off', () => {
  it.each([
    ['producer.properties', 'linger.ms=5'],
    ['producer.properties', 'transactional.id=t\nenable.idempotence=true'],
    ['producer.properties', 'acks=1'],
    ['rdk.json', '{"bootstrap.servers":"a,b","enable.idempotence":true}'],
    ['kjs.json', '{"brokers":["a"],"producer":{"idempotent":true}}'],
    ['kjs.json', '{"brokers":["a"],"producer":{"transactionalId":"t"}}'],
    ['worker.properties', 'config.storage.topic=c\nproducer.linger.ms=5'],
  ])('is quiet about %s: %s', async (path, text) => {
    expect(await toldBy(idempotenceOff, { [path]: text })).toEqual(quiet);
  });

  it.each([
    [
      'producer.properties',
      'enable.idempotence=false',
      'producer.properties:1 enable.idempotence: enable.idempotence=false',
    ],
    [
      'kjs.json',
      '{"brokers":["a"],"producer":{"maxInFlightRequests":1}}',
      'kjs.json: producer: enable.idempotence is not said, so it is false',
    ],
    [
      'rdk.json',
      '{"bootstrap.servers":"a,b","linger.ms":5}',
      'rdk.json: enable.idempotence is not said, so it is false',
    ],
  ])('finds it in %s: %s', async (path, text, place) => {
    expect((await toldBy(idempotenceOff, { [path]: text })).found).toEqual([`warning ${place}`]);
    const ordered = await toldBy(idempotenceOff, { [path]: text }, { context: { profile: 'ordered' } });
    expect(ordered.found).toEqual([`error ${place}`]);
  });

  it('was off before 3.0, but says nothing on top of acks=1', async () => {
    const old = { reading: { clientVersion: '2.8' } };
    expect((await toldBy(idempotenceOff, { 'producer.properties': 'acks=all\nlinger.ms=5' }, old)).found).toHaveLength(
      1,
    );
    expect((await toldBy(idempotenceOff, { 'producer.properties': 'acks=1\nlinger.ms=5' }, old)).found).toEqual([]);
  });

  it.each([
    ['enable.idempotence=false', true],
    ['enable.idempotence=false\nacks=1', false],
    ['enable.idempotence=false\nretries=0', false],
    [`enable.idempotence=false\n${IN_FLIGHT}=8`, false],
  ])('changes by itself only what is not refused then: %j', async (text, safe) => {
    const [finding] = observedBy(idempotenceOff, { clients: await clientsOf({ 'producer.properties': text }) });
    expect(finding!.fix[0]!.edit !== undefined).toBe(safe);
  });
});

describe('P04 inflight-gt-5', () => {
  it.each([`${IN_FLIGHT}=5`, `${IN_FLIGHT}=10\nenable.idempotence=false`, 'linger.ms=5'])(
    'is quiet about %j',
    async text => {
      expect(await toldBy(inflightGt5, { 'producer.properties': text })).toEqual(quiet);
    },
  );

  it('is refused since 4.0, even with idempotence only by default', async () => {
    const { found } = await toldBy(inflightGt5, { 'producer.properties': `${IN_FLIGHT}=6` });
    expect(found).toEqual([
      `error producer.properties:1 ${IN_FLIGHT}: 6 requests in flight, and enable.idempotence is true`,
    ]);
  });

  it('is refused since 4.0, even where acks would have switched idempotence off', async () => {
    const files = { 'producer.properties': `${IN_FLIGHT}=6\nacks=1` };
    expect((await toldBy(inflightGt5, files)).found).toHaveLength(1);
    expect((await toldBy(inflightGt5, files, { reading: { clientVersion: '3.9' } })).found).toEqual([]);
  });

  it('cost idempotence without a word before', async () => {
    const { found } = await toldBy(
      inflightGt5,
      { 'producer.properties': `${IN_FLIGHT}=6` },
      { reading: { clientVersion: '3.9' } },
    );
    expect(found).toEqual([
      `warning producer.properties:1 ${IN_FLIGHT}: 6 requests in flight, and Kafka 3.9 gives idempotence up for it`,
    ]);
  });

  it('knows librdkafka, whose default of a million adjusts itself', async () => {
    expect(
      (await toldBy(inflightGt5, { 'r.json': '{"linger.ms":1,"acks":"all","enable.idempotence":true}' })).found,
    ).toEqual([]);
    expect(
      (await toldBy(inflightGt5, { 'r.json': '{"max.in.flight":9,"enable.idempotence":true}' })).found,
    ).toHaveLength(1);
  });

  it('needs files', () => expect(answerOf(inflightGt5, {}).unchecked).toHaveLength(1));
});

describe('P05 reorder', () => {
  const ordered = { context: { profile: 'ordered' as const } };

  it.each([
    ['p.properties', 'acks=all\nlinger.ms=1'],
    ['p.properties', `acks=1\n${IN_FLIGHT}=1`],
    ['p.properties', 'enable.idempotence=false\nretries=0'],
    ['kjs.json', '{"brokers":["a"],"producer":{"idempotent":true}}'],
    ['kjs.json', '{"brokers":["a"],"producer":{"maxInFlightRequests":1}}'],
  ])('is quiet about %s: %j', async (path, text) => {
    expect((await toldBy(reorder, { [path]: text }, ordered)).found).toEqual([]);
  });

  it.each([
    ['p.properties', 'acks=1', '2147483647 retries with 5 requests in flight and no idempotence (given up for acks=1)'],
    [
      'kjs.json',
      '{"brokers":["a"],"producer":{"acks":-1}}',
      '5 retries with any number of requests in flight and no idempotence',
    ],
    ['r.json', '{"linger.ms":5,"acks":"all"}', '2147483647 retries with 1000000 requests in flight and no idempotence'],
  ])('finds it in %s: %j', async (path, text, observed) => {
    const { found } = await toldBy(reorder, { [path]: text }, ordered);
    expect(found).toEqual([`error ${path}: ${observed}`]);
  });

  it('is asked where order matters only: by the profile, or of the topic', async () => {
    const files = { 'application.properties': 'mp.messaging.outgoing.orders.acks=1' };
    expect((await toldBy(reorder, files)).found).toEqual([]);
    const intents = { topics: { orders: { order: 'key' as const } }, groups: {} };
    expect((await toldBy(reorder, files, { context: { intents } })).found).toHaveLength(1);
  });

  it('needs files', () => expect(answerOf(reorder, {}).unchecked).toHaveLength(1));
});

describe('P06 retries-zero', () => {
  it.each([
    ['p.properties', 'retries=3'],
    ['p.properties', 'acks=all'],
    ['kjs.json', '{"brokers":["a"],"producer":{"retry":{"retries":8}}}'],
  ])('is quiet about %s: %s', async (path, text) => {
    expect(await toldBy(retriesZero, { [path]: text })).toEqual(quiet);
  });

  it.each([
    ['p.properties', 'acks=all\nretries=0', 'p.properties:2 retries: retries=0'],
    [
      'kjs.json',
      '{"brokers":["a"],"producer":{"retry":{"retries":0}}}',
      'kjs.json:1 producer.retry.retries: producer.retry.retries=0',
    ],
    [
      'r.json',
      '{"message.send.max.retries":0,"acks":"all"}',
      'r.json:1 message.send.max.retries: message.send.max.retries=0',
    ],
  ])('finds it in %s: %s', async (path, text, place) => {
    expect((await toldBy(retriesZero, { [path]: text })).found).toEqual([`warning ${place}`]);
  });

  it('needs files', () => expect(answerOf(retriesZero, {}).unchecked).toHaveLength(1));
});
