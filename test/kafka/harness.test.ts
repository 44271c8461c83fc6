/** The harness itself, as far as the live specifications do not use it anyway: listeners with SASL and TLS, settings. */
import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KafkaCluster, kafkaToolOutput, startKafka } from '../support/kafka.ts';

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
