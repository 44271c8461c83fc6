import { describe, expect, it } from 'vitest';
import { acksZero } from '../../../../src/advisors/rules/producer/p01-acks-zero.ts';
import { acksOne } from '../../../../src/advisors/rules/producer/p02-acks-one.ts';
import { quiet, toldBy } from '../../../support/client-file.ts';
import { answerOf } from '../../../support/evidence.ts';

describe.each([
  [acksZero, '0', 'error'],
  [acksOne, '1', 'warning'],
] as const)('$id $name', (rule, acks, severity) => {
  it.each([
    ['producer.properties', 'linger.ms=5'],
    ['producer.properties', 'acks=all'],
    ['producer.properties', 'acks=-1'],
    ['consumer.properties', 'group.id=g'],
    ['rdk.json', '{"bootstrap.servers": "a,b", "linger.ms": 5}'],
    ['kjs.json', '{"brokers": ["a"], "producer": {"idempotent": true}}'],
    ['application.yml', 'spring: {kafka: {producer: {retries: 3}}}'],
    ['worker.properties', 'config.storage.topic=c\nproducer.linger.ms=5'],
  ])('is quiet about %s: %s', async (path, text) => {
    expect(await toldBy(rule, { [path]: text })).toEqual(quiet);
  });

  it.each([
    ['producer.properties', `acks=${acks}`, `producer.properties:1 acks: acks=${acks}`],
    [
      'rdk.json',
      `{"queue.buffering.max.ms": 5,\n"request.required.acks": ${acks}}`,
      `rdk.json:2 request.required.acks: request.required.acks=${acks}`,
    ],
    ['kjs.yaml', `brokers: [a]\nproducer:\n  acks: ${acks}`, `kjs.yaml:3 producer.acks: producer.acks=${acks}`],
    [
      'app.yml',
      `spring.kafka.producer:\n  acks: "${acks}"`,
      `app.yml:2 spring.kafka.producer.acks: spring.kafka.producer.acks=${acks}`,
    ],
    [
      'mm2.properties',
      `clusters=A,B\nB.producer.acks=${acks}`,
      `mm2.properties:2 B.producer.acks: B.producer.acks=${acks}`,
    ],
    [
      's.json',
      `{"name":"s","config":{"connector.class":"X","producer.override.acks":"${acks}"}}`,
      `s.json:1 config.producer.override.acks: config.producer.override.acks=${acks}`,
    ],
  ])('finds it in %s', async (path, text, place) => {
    expect(await toldBy(rule, { [path]: text })).toEqual({ found: [`${severity} ${place}`], unchecked: [] });
  });

  it('is information where losing a log line is accepted', async () => {
    const { found } = await toldBy(rule, { 'producer.properties': `acks=${acks}` }, { context: { profile: 'log' } });
    expect(found).toEqual([`info producer.properties:1 acks: acks=${acks}`]);
  });

  it('does not guess what a placeholder stands for', async () => {
    expect(await toldBy(rule, { 'producer.properties': 'acks=%{ACKS}' })).toEqual({
      found: [],
      unchecked: [
        'producer.properties:1 takes acks from elsewhere (%{ACKS}); needs the file with its values filled in',
      ],
    });
  });

  it('needs files', () => {
    expect(answerOf(rule, {}).unchecked).toMatchObject([{ reason: 'not given' }]);
  });

  it('takes the default of the version: acks was 1 before 3.0', async () => {
    const { found } = await toldBy(
      rule,
      { 'producer.properties': 'linger.ms=5' },
      { reading: { clientVersion: '2.8' } },
    );
    expect(found).toEqual(acks === '1' ? ['warning producer.properties: acks is not said, so it is 1'] : []);
  });
});

it('Quarkus sends with acks=1 where its channel says nothing', async () => {
  const { found } = await toldBy(acksOne, { 'application.properties': 'mp.messaging.outgoing.orders.topic=orders' });
  expect(found).toEqual(['warning application.properties: outgoing orders: acks is not said, so it is 1']);
});
