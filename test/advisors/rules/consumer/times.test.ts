import { describe, expect, it } from 'vitest';
import { pollBudget } from '../../../../src/advisors/rules/consumer/c02-poll-budget.ts';
import { kafkajsSession } from '../../../../src/advisors/rules/consumer/c03-kafkajs-session.ts';
import { heartbeatRatio } from '../../../../src/advisors/rules/consumer/c04-heartbeat-ratio.ts';
import { sessionRange } from '../../../../src/advisors/rules/consumer/c05-session-range.ts';
import { strategyIgnored } from '../../../../src/advisors/rules/consumer/c09-strategy-ignored.ts';
import { quiet, toldBy } from '../../../support/client-file.ts';
import { answerOf, configs, onBrokers } from '../../../support/evidence.ts';

const took = (handlerP99Ms: number) => ({ reading: { handlerP99Ms } });

describe('C02 poll-budget', () => {
  const files = { 'consumer.properties': 'group.id=g' };

  it('fits to the millisecond', async () => {
    expect(await toldBy(pollBudget, files, took(600))).toEqual(quiet);
    expect((await toldBy(pollBudget, files, took(601))).found).toEqual([
      'error consumer.properties: 500 records × 601 ms = 300500 ms, and max.poll.interval.ms is 300000',
    ]);
  });

  it('takes what the file says', async () => {
    const spring = { 'application.yml': 'spring.kafka.consumer:\n  max-poll-records: 100\n  max-poll-interval: 10s' };
    expect((await toldBy(pollBudget, spring, took(101))).found).toEqual([
      'error application.yml:2 spring.kafka.consumer.max-poll-records: 100 records × 101 ms = 10100 ms, and max.poll.interval.ms is 10000',
    ]);
  });

  it('is not checked as long as nobody has measured', async () => {
    expect((await toldBy(pollBudget, files)).unchecked).toEqual([
      'nobody has said how long a record takes; needs --handler-ms P99, the measured 99th percentile',
    ]);
  });

  it('is no question for kafkajs and librdkafka', async () => {
    expect(await toldBy(pollBudget, { 'r.json': '{"group.id":"g"}' }, took(1e6))).toEqual(quiet);
    expect(await toldBy(pollBudget, { 'k.json': '{"brokers":["a"],"consumer":{"groupId":"g"}}' })).toEqual(quiet);
  });
});

describe('C03 kafkajs-session', () => {
  const files = { 'k.json': '{"brokers":["a"],"consumer":{"groupId":"g"}}' };

  it('is the session of 30 s', async () => {
    expect(await toldBy(kafkajsSession, files, took(30_000))).toEqual(quiet);
    expect((await toldBy(kafkajsSession, files, took(30_001))).found).toEqual([
      'error k.json: 30001 ms for a record, and the session is 30000 ms',
    ]);
  });

  it('is not checked as long as nobody has measured', async () => {
    expect((await toldBy(kafkajsSession, files)).unchecked).toHaveLength(1);
  });

  it('is no question for Java, whose heartbeats have a thread', async () => {
    expect(await toldBy(kafkajsSession, { 'consumer.properties': 'group.id=g' }, took(1e6))).toEqual(quiet);
  });
});

describe('C04 heartbeat-ratio', () => {
  it.each([
    ['consumer.properties', 'group.id=g'],
    ['consumer.properties', 'session.timeout.ms=9000'],
    ['consumer.properties', 'heartbeat.interval.ms=15000'],
    ['consumer.properties', 'group.protocol=consumer\nheartbeat.interval.ms=40000'],
    ['k.json', '{"brokers":["a"],"consumer":{"groupId":"g","heartbeatInterval":10000}}'],
  ])('is quiet about %s: %j', async (path, text) => {
    expect(await toldBy(heartbeatRatio, { [path]: text })).toEqual(quiet);
  });

  it.each([
    [
      'heartbeat.interval.ms=15001',
      'warning consumer.properties:1 heartbeat.interval.ms: a heartbeat every 15001 ms in a session of 45000 ms',
    ],
    [
      'heartbeat.interval.ms=45000',
      'error consumer.properties:1 heartbeat.interval.ms: a heartbeat every 45000 ms in a session of 45000 ms',
    ],
    [
      'session.timeout.ms=8999',
      'warning consumer.properties:1 session.timeout.ms: a heartbeat every 3000 ms in a session of 8999 ms',
    ],
  ])('finds %s', async (text, expected) => {
    expect((await toldBy(heartbeatRatio, { 'consumer.properties': text })).found).toEqual([expected]);
  });

  it('needs files', () => expect(answerOf(heartbeatRatio, {}).unchecked).toHaveLength(1));
});

describe('C05 session-range', () => {
  const brokers = (min: string, max: string) => ({
    kinds: {
      brokerConfigs: onBrokers(
        configs('broker', `group.min.session.timeout.ms=${min}`, `group.max.session.timeout.ms=${max}`),
      ),
    },
  });

  it.each(['6000', '1800000', '45000'])('%s ms is allowed', async ms => {
    expect(await toldBy(sessionRange, { 'consumer.properties': `session.timeout.ms=${ms}` })).toEqual(quiet);
  });

  it.each(['5999', '1800001'])('%s ms is not, unless the brokers are told otherwise', async ms => {
    const files = { 'consumer.properties': `session.timeout.ms=${ms}` };
    expect((await toldBy(sessionRange, files)).found[0]).toMatch(
      /^warning .* allow 6000 to 1800000 unless they are told otherwise$/,
    );
    expect((await toldBy(sessionRange, files, brokers('6000', '1800000'))).found[0]).toMatch(
      /^error .* allow 6000 to 1800000$/,
    );
    expect(await toldBy(sessionRange, files, brokers('1000', '3600000'))).toEqual(quiet);
  });

  it('holds the default of the client against brokers that are known', async () => {
    const { found } = await toldBy(sessionRange, { 'consumer.properties': 'group.id=g' }, brokers('6000', '30000'));
    expect(found).toEqual(['error consumer.properties: a session of 45000 ms; the brokers allow 6000 to 30000']);
  });

  it('is the brokers’ affair under KIP-848', async () => {
    expect(
      await toldBy(sessionRange, { 'consumer.properties': 'group.protocol=consumer\nsession.timeout.ms=1' }),
    ).toEqual(quiet);
  });

  it('needs files', () => expect(answerOf(sessionRange, {}).unchecked).toHaveLength(1));
});

describe('C09 strategy-ignored', () => {
  const strategy = 'partition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor';

  it.each([strategy, `group.protocol=classic\n${strategy}`, 'group.protocol=consumer'])(
    'is quiet about %j',
    async text => {
      expect(await toldBy(strategyIgnored, { 'consumer.properties': text })).toEqual(quiet);
    },
  );

  it('is refused since 4.0, ignored before', async () => {
    const files = { 'consumer.properties': 'group.protocol=consumer\nsession.timeout.ms=45000' };
    const place = 'consumer.properties:2 session.timeout.ms: session.timeout.ms=45000 beside group.protocol=consumer';
    expect((await toldBy(strategyIgnored, files)).found).toEqual([`error ${place}`]);
    expect((await toldBy(strategyIgnored, files, { reading: { clientVersion: '3.9' } })).found).toEqual([
      `warning ${place}`,
    ]);
  });

  it('names each key', async () => {
    const text = `group.protocol=CONSUMER\n${strategy}\nheartbeat.interval.ms=3000`;
    expect((await toldBy(strategyIgnored, { 'consumer.properties': text })).found).toHaveLength(2);
  });

  it('needs files', () => expect(answerOf(strategyIgnored, {}).unchecked).toHaveLength(1));
});
