/** False alarms: what the doctor says of Apache Kafka as it comes, with a topic and a group as they should be. */
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineCluster } from '../../src/advisors/doctor.ts';
import { createTopics } from '../../src/kafka/admin.ts';
import { connect } from '../../src/kafka/index.ts';
import { committedOffsets } from '../../src/kafka/offsets.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';

/** Settings that the harness makes for quick tests, and that a cluster as it comes does not have. */
const stock = {
  'broker.rack': undefined,
  'num.partitions': undefined,
  'default.replication.factor': undefined,
  'min.insync.replicas': undefined,
  'offsets.topic.num.partitions': undefined,
  'transaction.state.log.num.partitions': undefined,
  'broker.session.timeout.ms': undefined,
  'broker.heartbeat.interval.ms': undefined,
  'num.network.threads': undefined,
  'num.io.threads': undefined,
};

/** Nodes of tests keep their data below /tmp. */
const inTmp = { B43: 'info' };
/** True of every Kafka as it comes: names that clients misspell become topics. */
const autoCreate = { B14: 'info' };

describe.each([
  {
    nodes: 1 as const,
    sane: { partitions: 6, replicationFactor: 1 },
    /** One broker is for development: that it is one is said once, and nothing of what follows from it. */
    expected: { ...autoCreate, ...inTmp, B33: 'info' },
  },
  {
    nodes: 3 as const,
    sane: { partitions: 6, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } },
    /** A topic that is created without saying how many replicas gets one, on three brokers. */
    expected: { ...autoCreate, ...inTmp, B11: 'info' },
  },
])('stock Kafka of $nodes node(s)', ({ nodes, sane, expected }) => {
  let kafka: KafkaCluster;
  beforeAll(async () => {
    kafka = await startKafka({ nodes, configOf: () => stock });
  }, 90_000);
  afterAll(() => kafka?.stop());

  it('gives no error, and few, right infos', async () => {
    const cluster = await connect({ bootstrap: kafka.bootstrap });
    await createTopics(cluster, [{ name: 'orders', ...sane }]);
    const client = new Kafka({ brokers: kafka.bootstrap.split(','), logLevel: logLevel.NOTHING });
    const member = client.consumer({ groupId: 'billing', maxWaitTimeInMs: 50 });
    try {
      const producer = client.producer();
      await producer.connect();
      const messages = Array.from({ length: 600 }, (_, at) => ({ key: `key-${at}`, value: `value-${at}` }));
      await producer.send({ topic: 'orders', messages });
      await producer.disconnect();
      await member.connect();
      await member.subscribe({ topic: 'orders', fromBeginning: true });
      await member.run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          const { topic, partition } = batch;
          await member.commitOffsets([{ topic, partition, offset: String(Number(batch.lastOffset()) + 1) }]);
        },
      });
      const committed = async () => {
        const topics = await committedOffsets(cluster, 'billing');
        return [...(topics.get('orders')?.values() ?? [])].reduce((sum, { offset }) => sum + offset, 0);
      };
      await expect.poll(committed, { timeout: 60_000 }).toBe(messages.length);
      const { examination } = await examineCluster(cluster, {});
      expect(Object.fromEntries(examination.findings.map(({ rule, severity }) => [rule, severity]))).toEqual(expected);
    } finally {
      await member.disconnect();
      await cluster.close();
    }
  });
});

describe('Kafka of three nodes, one of which has just died', () => {
  let kafka: KafkaCluster;
  beforeAll(async () => {
    kafka = await startKafka({ nodes: 3 });
  }, 90_000);
  afterAll(() => kafka?.stop());

  it('is examined without what only the dead one knows', async () => {
    const cluster = await connect({ bootstrap: kafka.bootstrap });
    await kafka.kill(3);
    const { evidence, examination } = await examineCluster(cluster, {});
    await cluster.close();
    const { cluster: found, brokerConfigs, groups } = evidence.kinds;
    expect(groups).toBeDefined();
    expect(Object.keys(brokerConfigs!).sort()).toEqual(['1', '2']);
    if (found!.brokers.some(({ nodeId, fenced }) => nodeId === 3 && !fenced))
      expect(evidence.missing).toContainEqual(
        expect.objectContaining({ kind: 'brokerConfigs', subject: 'broker 3', needs: 'an answer of broker 3' }),
      );
    expect(examination.clean.length).toBeGreaterThan(10);
  });
});
