/** Rules about settings that Kafka 4 has no more: on Kafka 3.9, which has them, before an upgrade. */
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineLive, runAdvice } from '../support/doctor.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';

describe('rules about topics on Apache Kafka 3.9', () => {
  let kafka: KafkaCluster;
  let admin: Admin;
  beforeAll(async () => {
    kafka = await startKafka({ version: '3.9.1' });
    admin = new Kafka({ brokers: kafka.bootstrap.split(','), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  }, 60_000);
  afterAll(async () => {
    await admin?.disconnect();
    await kafka?.stop();
  });

  it('T11 and T21: small segments and settings to come off, and both taken back', async () => {
    const configEntries = [
      { name: 'segment.bytes', value: '1000' },
      { name: 'message.timestamp.difference.max.ms', value: '3600000' },
    ];
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic: 'old', numPartitions: 1, configEntries }] });
    const examine = async () => (await examineLive(kafka, ['T11', 'T21'], { topics: ['old'] })).findings;
    const found = await examine();
    expect(found).toMatchObject([
      { rule: 'T11', severity: 'error', observed: 'segment.bytes is 1000 (1 kB)' },
      {
        rule: 'T21',
        observed: expect.stringContaining('message.timestamp.difference.max.ms=3600000 is set on the topic'),
      },
    ]);
    for (const finding of found) await runAdvice(kafka, finding, { yes: true });
    expect(await examine()).toEqual([]);
  });
});
