/** The doctor on a broker of Kafka 3.9 that keeps its metadata in ZooKeeper, as those do that have yet to migrate, and on its way out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineLive } from '../support/doctor.ts';
import { type Migration, startMigration } from '../support/kafka/migration.ts';
import { startZooKeeper, type ZooKeeper, zooKeeperMode } from '../support/kafka/zookeeper.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';

describe('mq doctor on Apache Kafka with ZooKeeper', () => {
  let zooKeeper: ZooKeeper;
  let kafka: KafkaCluster;
  let migration: Migration | undefined;
  let dataDir: string;
  beforeAll(async () => {
    zooKeeper = await startZooKeeper();
    const { configOf, ...mode } = zooKeeperMode(zooKeeper.address);
    kafka = await startKafka({ ...mode, configOf: (id, nodes, dir) => configOf(id, nodes, (dataDir = dir)) });
  });
  afterAll(async () => {
    await migration?.stop();
    await kafka?.stop();
    await zooKeeper?.stop();
  });

  it('judges all that is not of KRaft alone', async () => {
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

  it('B37: says where the metadata are and how they get out, until they are out', async () => {
    const see = async () => (await examineLive(kafka, ['B37'])).findings;
    const observed = `zookeeper.connect=${zooKeeper.address}`;
    const subject = { type: 'cluster' };
    expect(await see()).toMatchObject([
      { subject, observed, fix: [{ text: expect.stringContaining('zookeeper.metadata.migration.enable=true') }] },
    ]);
    migration = await startMigration(kafka, zooKeeper, dataDir);
    expect(await see()).toMatchObject([
      {
        observed: `${observed}, with the migration switched on`,
        fix: [{ text: expect.stringContaining('restart brokers in KRaft mode') }],
      },
    ]);
    await migration.finish();
    expect(await see()).toEqual([]);
  });
});
