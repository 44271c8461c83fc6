/** The harness itself: a cluster with every listener, a node that dies and comes back. */
import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { borrowKafka } from '../support/kafka/desk.ts';
import { type KafkaCluster, kafkaToolOutput, startKafka } from '../support/kafka.ts';
import { uniqueName } from '../support/live.ts';

describe('a secured Kafka of one node', () => {
  let kafka: KafkaCluster;
  beforeAll(async () => {
    kafka = await startKafka({ sasl: true, tls: true, config: { 'log.retention.ms': '123456789' } });
  });
  afterAll(() => kafka?.stop());

  const listTopics = async (broker: string, security: { ssl?: object; sasl?: SASLOptions }) => {
    const admin = new Kafka({
      brokers: [broker],
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 },
      ...security,
    }).admin();
    await admin.connect();
    await admin.disconnect();
  };

  it.for(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'lets its users in by %s, with and without TLS',
    async mechanism => {
      const sasl = { mechanism, username: 'alice', password: kafka.users.alice! } as SASLOptions;
      await listTopics(kafka.listeners.saslPlaintext!, { sasl });
      await listTopics(kafka.listeners.saslSsl!, { sasl, ssl: { ca: kafka.tls!.ca } });
    },
  );

  it('refuses a wrong password and a certificate that it did not sign', async () => {
    const sasl: SASLOptions = { mechanism: 'plain', username: 'alice', password: 'wrong' };
    await expect(listTopics(kafka.listeners.saslPlaintext!, { sasl })).rejects.toThrow(/[Aa]uthentication/);
    await expect(listTopics(kafka.listeners.ssl!, { ssl: {} })).rejects.toThrow(/certificate/);
    await listTopics(kafka.listeners.ssl!, { ssl: { ...kafka.tls } });
  });

  it('takes broker settings', async () => {
    const args = [
      '--bootstrap-server',
      kafka.bootstrap,
      '--entity-type',
      'brokers',
      '--entity-name',
      '1',
      '--describe',
      '--all',
    ];
    expect(await kafkaToolOutput('configs', args)).toContain('log.retention.ms=123456789');
  });
});

describe('a Kafka of three nodes', () => {
  it('goes on without one of them, and has it back in sync', async () => {
    const kafka = await borrowKafka(3);
    const topic = uniqueName('harness');
    const at = ['--bootstrap-server', kafka.bootstrap, '--topic', topic];
    await kafkaToolOutput('topics', [...at, '--create', '--partitions', '3']);

    await kafka.kill(2);
    await kafkaToolOutput('console-producer', at, { stdin: 'one\ntwo\n' }); // acks=all

    await kafka.start(2);
    const outOfSync = await kafkaToolOutput('topics', [...at, '--describe', '--under-replicated-partitions']);
    expect(outOfSync.trim()).toBe('');
    const read = ['--from-beginning', '--max-messages', '2', '--timeout-ms', '20000'];
    expect((await kafkaToolOutput('console-consumer', [...at, ...read])).split('\n').sort()).toEqual([
      '',
      'one',
      'two',
    ]);
  });
});
