/** Rules about topics and groups that take several brokers, a cluster of their own or Kafka's tools. */
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitOffsets } from '../../src/kafka/committed-offsets.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import type { Codec } from '../../src/protocol/records/compression.ts';
import { examineLive, runAdvice } from '../support/doctor.ts';
import { type KafkaCluster, kafkaToolOutput, startKafka } from '../support/kafka.ts';
import { momentOf } from '../support/moments.ts';

describe('rules about topics on an Apache Kafka of three nodes', () => {
  let kafka: KafkaCluster;
  let cluster: Cluster;
  let admin: Admin;
  beforeAll(async () => {
    kafka = await startKafka({ nodes: 3 });
    cluster = await connect({ bootstrap: kafka.bootstrap });
    admin = new Kafka({ brokers: kafka.bootstrap.split(','), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const small = ['one', 'two', 'three'].map(topic => ({ topic, numPartitions: 1, replicationFactor: 1 }));
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        ...small,
        { topic: 'busy', numPartitions: 2, replicationFactor: 3 },
        { topic: 'big', numPartitions: 1, replicationFactor: 3 },
      ],
    });
    await Promise.all(small.map(({ topic }) => write(topic, 20, 10)));
  }, 60_000);
  afterAll(async () => {
    await admin?.disconnect();
    await cluster?.close();
    await kafka?.stop();
  });

  async function write(topic: string, count: number, valueBytes: number, compression: Codec = 'none') {
    const producer = await openProducer(cluster);
    const value = Buffer.alloc(valueBytes, 'x');
    const perBatch = Math.max(1, Math.floor(900_000 / (valueBytes + 20)));
    for (let left = count; left > 0; left -= perBatch) {
      const builder = new BatchBuilder({ compression });
      for (let i = 0; i < Math.min(left, perBatch); i++) builder.append({ key: null, value, timestampMs: Date.now() });
      producer.send(topic, 0, builder.build());
    }
    await producer.flush();
    await producer.close();
  }
  const examine = async (rule: string, options: Parameters<typeof examineLive>[2] = {}) =>
    (await examineLive(kafka, [rule], options)).findings;

  it('T04: a busy topic on two of three brokers', async () => {
    const given = { earlier: [await momentOf(cluster, {}, 10_000)] };
    await write('busy', 20_000, 10);
    expect(await examine('T04', { given })).toMatchObject([
      {
        subject: { topic: 'busy' },
        observed: expect.stringMatching(/^2 partitions on 3 brokers, and 100 % of all records: 1\d{3}\/s over 1\ds$/),
      },
    ]);
    await admin.createPartitions({ topicPartitions: [{ topic: 'busy', count: 3 }] });
    expect(await examine('T04', { given })).toEqual([]);
  });

  it('T15 and T23: a large topic that is not compressed, among small ones', async () => {
    await write('big', 120, 900_000);
    expect(await examine('T15', { topics: ['big'] })).toMatchObject([
      {
        severity: 'info',
        observed: expect.stringMatching(/^108 MB on the leaders, and none of 20 sampled records is compressed$/),
      },
    ]);
    const [hog] = await examine('T23');
    expect(hog).toMatchObject({
      subject: { topic: 'big' },
      observed: expect.stringMatching(/^108 MB of 10\d MB in \d+ topics: \d\d+ %$/),
    });
    await runAdvice(kafka, hog!);
    await write('big', 5, 900_000, 'lz4');
    expect(await examine('T15', { topics: ['big'] })).toEqual([]);
    await admin.deleteTopics({ topics: ['big'] });
    await expect.poll(() => examine('T23'), { timeout: 10_000 }).toEqual([]);
  });

  it("G10: Kafka's tool puts a group back into the log", async () => {
    await commitOffsets(cluster, 'passed', [{ topic: 'one', partition: 0, offset: 3 }]);
    await admin.fetchTopicOffsets('one');
    await admin.deleteTopicRecords({ topic: 'one', partitions: [{ partition: 0, offset: '10' }] });
    const [finding] = await examine('G10', { groups: ['passed'] });
    expect(finding).toMatchObject({
      observed: '7 offsets were deleted unread; partition 0 has 3 committed and starts at 10',
    });
    const [, ...words] = finding!.fix[0]!.command!.split(' ');
    await kafkaToolOutput('consumer-groups', ['--bootstrap-server', kafka.bootstrap, ...words]);
    expect(await examine('G10', { groups: ['passed'] })).toEqual([]);
  });

  it('T22: Kafka refuses a name that is too long', async () => {
    const topics = [{ topic: 'x'.repeat(250), numPartitions: 1, replicationFactor: 1 }];
    await expect(admin.createTopics({ topics })).rejects.toMatchObject({
      errors: [{ type: 'INVALID_TOPIC_EXCEPTION' }],
    });
  });

  it("T19: one of Kafka's own topics was widened", async () => {
    const given = { earlier: [await momentOf(cluster, {}, 60_000)] };
    await admin.createPartitions({ topicPartitions: [{ topic: '__consumer_offsets', count: 12 }] });
    await expect
      .poll(() => examine('T19', { given }), { timeout: 10_000 })
      .toMatchObject([{ severity: 'critical', observed: 'from 10 to 12 partitions' }]);
    const [, ...words] = (await examine('T19', { given }))[0]!.fix[0]!.command!.split(' > ')[0]!.split(' ');
    const saved = await kafkaToolOutput('consumer-groups', ['--bootstrap-server', kafka.bootstrap, ...words]);
    expect(saved).toContain('passed,one,0,10');
  });
});
