/** One directory, two brokers: what Apache Kafka wrote is served by the bundled broker, and the other way round. */
import { cpSync, globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, CompressionTypes, Kafka, logLevel } from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/broker/index.ts';
import { fetchBatches } from '../../src/kafka/fetch.ts';
import { connect } from '../../src/kafka/index.ts';
import { wholeBatches } from '../../src/protocol/records/batch.ts';
import { RecordCursor } from '../../src/protocol/records/cursor.ts';
import { startSecured } from '../broker/security/secured.ts';
import { startTestBroker } from '../support/broker.ts';
import { startKafka } from '../support/kafka.ts';
import { access, grant, PASSWORD, USER } from './access.ts';

const scratch = mkdtempSync(join(tmpdir(), 'interchange-'));
const theirDir = join(scratch, 'kafka');
const authorizer = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
};
const config = {
  ...authorizer,
  'log.dirs': theirDir,
  'log.cleaner.backoff.ms': '100',
  'log.initial.task.delay.ms': '0',
};
const kafka = await startKafka({ config });
const stops: (() => Promise<void>)[] = [() => kafka.stop()];
afterAll(async () => {
  for (const stop of stops) await stop();
  rmSync(scratch, { recursive: true, force: true });
});

const STAMP = String(Date.now());
const clientOf = (bootstrap: string): Kafka => new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });
const values = (count: number, name: string): string[] => Array.from({ length: count }, (_, i) => `${name} ${i}`);

async function withAdmin<T>(bootstrap: string, run: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = clientOf(bootstrap).admin();
  await admin.connect();
  try {
    return await run(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Topics of several kinds, filled: plain, compressed, compacted, with transactions; and a group that has read some of it. */
async function fill(bootstrap: string): Promise<void> {
  await withAdmin(bootstrap, async admin => {
    const compacted = { 'cleanup.policy': 'compact', 'segment.ms': '1000', 'min.cleanable.dirty.ratio': '0' };
    const entries = (configs: Record<string, string>) =>
      Object.entries(configs).map(([name, value]) => ({ name, value }));
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic: 'orders',
          numPartitions: 3,
          configEntries: entries({ 'retention.ms': '123456789', 'segment.bytes': '1048576' }),
        },
        { topic: 'latest', numPartitions: 1, configEntries: entries(compacted) },
        { topic: 'gone', numPartitions: 1 },
      ],
    });
    await admin.deleteTopics({ topics: ['gone'] });
  });
  const client = clientOf(bootstrap);
  const producer = client.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  for (const compression of [CompressionTypes.None, CompressionTypes.GZIP])
    for (const partition of [0, 1, 2]) {
      const messages = values(40, `p${partition} ${compression}`).map(value => ({ partition, key: value, value }));
      await producer.send({ topic: 'orders', compression, messages });
    }
  for (let i = 0; i < 20; i++) {
    const timestamp = String(Date.now() - 100_000 + i * 900);
    await producer.send({ topic: 'latest', messages: [{ key: `k${i % 2}`, value: `v${i}`, timestamp }] });
  }
  await producer.disconnect();
  const transactional = client.producer({ transactionalId: 'tx', maxInFlightRequests: 1, idempotent: true });
  await transactional.connect();
  for (const end of ['commit', 'abort'] as const) {
    const transaction = await transactional.transaction();
    await transaction.send({ topic: 'orders', messages: [{ partition: 0, value: end }] });
    await transaction[end]();
  }
  await transactional.disconnect();
  await withAdmin(bootstrap, admin =>
    admin.setOffsets({
      groupId: 'billing',
      topic: 'orders',
      partitions: [0, 1, 2].map(partition => ({ partition, offset: String(partition + 10) })),
    }),
  );
  await sleep(1500); // for the cleaners
}

/** What a consumer with read_committed sees, partition by partition. */
async function read(bootstrap: string, topic: string, partitions: number): Promise<string[]> {
  const cluster = await connect({ bootstrap });
  const ranges = Array.from({ length: partitions }, (_, partition) => ({ partition, from: 0 }));
  const found: string[] = [];
  const cursor = new RecordCursor();
  const chunks = fetchBatches(cluster, { topic, partitions: ranges, isolation: 'read_committed' });
  for await (const { partition, records, fromOffset, nextOffset } of chunks)
    for (const at of wholeBatches(records))
      for (cursor.open(records, at); cursor.next(); )
        if (cursor.offset >= fromOffset && cursor.offset < nextOffset)
          found.push(`${partition}@${cursor.offset} ${cursor.key()} ${cursor.value()} ${cursor.timestamp}`);
  await cluster.close();
  return found.sort();
}

async function committed(bootstrap: string): Promise<object[]> {
  const offsets = await withAdmin(bootstrap, admin => admin.fetchOffsets({ groupId: 'billing', topics: ['orders'] }));
  return offsets[0]!.partitions
    .map(({ partition, offset }) => ({ partition, offset }))
    .sort((a, b) => a.partition - b.partition);
}

const described = (bootstrap: string, topic: string) =>
  withAdmin(bootstrap, async admin => {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topic }],
    });
    const set = resources[0]!.configEntries.filter(entry => Number(entry.configSource) === 1);
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return {
      partitions: topics[0]!.partitions.length,
      configs: Object.fromEntries(set.map(({ configName, configValue }) => [configName, configValue])),
    };
  });

const look = async (bootstrap: string) => ({
  topics: (await withAdmin(bootstrap, admin => admin.listTopics())).filter(name => !name.startsWith('_')).sort(),
  orders: await described(bootstrap, 'orders'),
  latest: await described(bootstrap, 'latest'),
  records: [await read(bootstrap, 'orders', 3), await read(bootstrap, 'latest', 1)],
  billing: await committed(bootstrap),
});

describe('a directory that Apache Kafka wrote', { timeout: 120_000 }, () => {
  it('is served by the bundled broker: topics, configurations, records, transactions, groups, users, ACLs and quotas', async () => {
    await fill(kafka.bootstrap);
    await grant(kafka.bootstrap);
    const theirs = await look(kafka.bootstrap);
    const granted = await access(kafka.bootstrap);
    expect(theirs.records[0]!.length).toBe(241);
    await kafka.kill(1);
    const dataDir = join(scratch, 'taken-over');
    cpSync(theirDir, dataDir, { recursive: true });
    for (const round of ['first', 'second']) {
      const broker: RunningBroker = await startBroker({ dataDir, nodeId: 1, config: authorizer });
      expect(await access(broker.bootstrap), round).toEqual(granted);
      expect(await look(broker.bootstrap), round).toEqual(theirs);
      const producer = clientOf(broker.bootstrap).producer({ idempotent: true });
      await producer.connect();
      await producer.send({ topic: 'orders', messages: [{ partition: 1, value: round, timestamp: STAMP }] });
      await producer.disconnect();
      theirs.records[0] = await read(broker.bootstrap, 'orders', 3);
      expect(theirs.records[0].filter(line => line.endsWith(` ${STAMP}`)).length).toBe(round === 'first' ? 1 : 2);
      await broker.stop();
    }
    await login(dataDir);
  });
});

/** The password that was set on Kafka. */
async function login(dataDir: string): Promise<void> {
  const broker = await startSecured('SCRAM-SHA-256', {}, { dataDir, nodeId: 1 });
  const sasl = { mechanism: 'scram-sha-256' as const, username: USER, password: PASSWORD };
  const brokers = [broker.listeners.SASL_PLAINTEXT!];
  const admin = new Kafka({ brokers, sasl, logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
  await admin.connect();
  expect(await admin.listTopics()).toContain('orders');
  await admin.disconnect();
  await broker.stop();
}

describe('segments that the bundled broker wrote', { timeout: 120_000 }, () => {
  it('are served by Apache Kafka when they take the place of its own', async () => {
    const dataDir = join(scratch, 'ours');
    const broker = await startTestBroker({
      dataDir,
      config: { 'log.cleaner.backoff.ms': '100', 'offsets.topic.num.partitions': '10' },
    });
    await fill(broker.bootstrap);
    const ours = await look(broker.bootstrap);
    await broker.stop();
    // The directories of these partitions are Kafka's, with its topic ids; their files become ours. It checks them all.
    for (const name of readdirSync(dataDir).filter(each => /^(orders|latest|__consumer_offsets)-\d+$/.test(each))) {
      const own = globSync('*.{log,index,timeindex,txnindex,snapshot}', { cwd: join(theirDir, name) });
      for (const file of own) rmSync(join(theirDir, name, file));
      for (const file of globSync('*.{log,index,timeindex,txnindex,snapshot}', { cwd: join(dataDir, name) }))
        cpSync(join(dataDir, name, file), join(theirDir, name, file));
      rmSync(join(theirDir, name, 'leader-epoch-checkpoint'));
    }
    for (const file of globSync('*-checkpoint', { cwd: theirDir })) rmSync(join(theirDir, file));
    await kafka.start(1);
    expect(await look(kafka.bootstrap)).toEqual(ours);
    const producer = clientOf(kafka.bootstrap).producer({ idempotent: true });
    await producer.connect();
    const [sent] = await producer.send({ topic: 'orders', messages: [{ partition: 1, value: 'there' }] });
    expect(sent?.baseOffset).toBe('80');
    await producer.disconnect();
  });
});
