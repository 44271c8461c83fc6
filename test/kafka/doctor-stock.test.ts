/** False alarms: what the doctor says of Apache Kafka as it comes, with a topic and a group as they should be. */
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineCluster } from '../../src/advisors/doctor.ts';
import { committedOffsets } from '../../src/kafka/committed-offsets.ts';
import { connect } from '../../src/kafka/index.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';
import { newTopic } from '../support/live.ts';

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

/** What is found, by rule, while a group reads a topic and keeps up. */
async function foundOn({ bootstrap }: KafkaCluster, nodes: 1 | 3): Promise<Record<string, string>> {
  const cluster = await connect({ bootstrap });
  const minIsr = String(Math.min(2, nodes));
  const topic = await newTopic({ name: 'stock', bootstrap, nodes }, 'orders', 6, { 'min.insync.replicas': minIsr });
  const client = new Kafka({ brokers: bootstrap.split(','), logLevel: logLevel.NOTHING });
  const member = client.consumer({ groupId: 'billing', maxWaitTimeInMs: 50 });
  try {
    const producer = client.producer();
    await producer.connect();
    const messages = Array.from({ length: 600 }, (_, at) => ({ key: `key-${at}`, value: `value-${at}` }));
    await producer.send({ topic, messages });
    await producer.disconnect();
    await member.connect();
    await member.subscribe({ topic, fromBeginning: true });
    await member.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const { partition } = batch;
        await member.commitOffsets([{ topic, partition, offset: String(Number(batch.lastOffset()) + 1) }]);
      },
    });
    const committed = async () => {
      const topics = await committedOffsets(cluster, 'billing');
      return [...(topics.get(topic)?.values() ?? [])].reduce((sum, { offset }) => sum + offset, 0);
    };
    await expect.poll(committed, { timeout: 60_000 }).toBe(messages.length);
    const { examination } = await examineCluster(cluster, {});
    return Object.fromEntries(examination.findings.map(({ rule, severity }) => [rule, severity]));
  } finally {
    await member.disconnect();
    await cluster.close();
  }
}

const startStock = (nodes: 1 | 3) => startKafka({ nodes, configOf: () => stock });

describe('stock Kafka of one node', () => {
  let kafka: KafkaCluster;
  beforeAll(async () => {
    kafka = await startStock(1);
  }, 90_000);
  afterAll(() => kafka?.stop());

  it('is for development, which is said once, and nothing of what follows from it', async () => {
    expect(await foundOn(kafka, 1)).toEqual({ ...autoCreate, ...inTmp, B33: 'info' });
  });
});

describe('stock Kafka of three nodes', () => {
  let kafka: KafkaCluster;
  beforeAll(async () => {
    kafka = await startStock(3);
  }, 90_000);
  afterAll(() => kafka?.stop());

  it('gives one replica to topics whose makers do not say how many', async () => {
    expect(await foundOn(kafka, 3)).toEqual({ ...autoCreate, ...inTmp, B11: 'info' });
  });

  it('is examined without what only a broker knows that has just died', async () => {
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
