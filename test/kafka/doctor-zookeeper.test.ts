/** The doctor on a broker of Kafka 3.9 that keeps its metadata in ZooKeeper, as those do that have yet to migrate. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineLive } from '../support/doctor.ts';
import { startZooKeeper, type ZooKeeper, zooKeeperMode } from '../support/kafka/zookeeper.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';

describe('mq doctor on Apache Kafka with ZooKeeper', () => {
  let zooKeeper: ZooKeeper;
  let kafka: KafkaCluster;
  beforeAll(async () => {
    zooKeeper = await startZooKeeper();
    kafka = await startKafka(zooKeeperMode(zooKeeper.address));
  });
  afterAll(async () => {
    await kafka?.stop();
    await zooKeeper?.stop();
  });

  it('B37: says where the metadata are and how they get out', async () => {
    expect((await examineLive(kafka, ['B37'])).findings).toMatchObject([
      {
        severity: 'warning',
        subject: { type: 'cluster' },
        observed: `zookeeper.connect=${zooKeeper.address}`,
        fix: [{ text: expect.stringContaining('zookeeper.metadata.migration.enable=true') }],
      },
    ]);
  });

  it('judges the rest of it, and what is of KRaft alone is not checked or does not concern it', async () => {
    const { findings, unchecked } = await examineLive(kafka, []);
    expect(Object.fromEntries(findings.map(({ rule, severity }) => [rule, severity]))).toEqual({
      B14: 'info',
      B33: 'info',
      B37: 'warning',
      B43: 'info', // nodes of tests keep their data below /tmp
    });
    const ofBrokers = unchecked.filter(({ rule }) => rule.startsWith('B'));
    expect(ofBrokers.map(({ rule, reason }) => `${rule} ${reason}`)).toEqual(
      ['B23', 'B24', 'B48', 'B49'].map(rule => `${rule} not given`),
    );
  });
});
