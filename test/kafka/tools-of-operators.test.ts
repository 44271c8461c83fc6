/** Apache Kafka's own command-line tools for those who run clusters, on the bundled broker: offsets reset, ACLs, transactions, quorum. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as p from '../../src/protocol/apis/index.ts';
import { batchOf } from '../broker/apis/ask.ts';
import { startTestBroker } from '../support/broker.ts';
import { ToolBox } from '../support/kafka/tool-box.ts';
import type { KafkaTool } from '../support/kafka.ts';
import { uniqueName } from '../support/live.ts';
import { Wire } from '../support/wire.ts';

const config = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
};
const [broker, box] = await Promise.all([startTestBroker({ config }), ToolBox.open()]);
const wire = await Wire.connect(broker.bootstrap);
const scratch = mkdtempSync(join(tmpdir(), 'tools-'));
afterAll(async () => {
  wire.close();
  rmSync(scratch, { recursive: true });
  await Promise.all([box.close(), broker.stop()]);
});

const run = (tool: KafkaTool, ...args: string[]) => box.output(tool, ['--bootstrap-server', broker.bootstrap, ...args]);
const lines = (output: string) => output.split('\n').filter(Boolean);
const fileOf = (name: string, content: string) => {
  const file = join(scratch, name);
  writeFileSync(file, content);
  return file;
};

/** A topic of one partition with one record for each timestamp. */
async function topicWith(name: string, timestampsMs: readonly number[]): Promise<string> {
  const topic = uniqueName(name);
  await run('topics', '--create', '--topic', topic, '--partitions', '1');
  for (const firstTimestampMs of timestampsMs)
    await wire.send(p.produce, 9, {
      acks: -1,
      timeoutMs: 5000,
      topicData: [{ name: topic, partitionData: [{ index: 0, records: batchOf(['x'], { firstTimestampMs }) }] }],
    });
  return topic;
}

describe('kafka-consumer-groups --reset-offsets', async () => {
  const now = Date.now();
  const hour = 3_600_000;
  const topic = await topicWith('reset', [now - 5 * hour, now - 4 * hour, now - 3 * hour, now - 2 * hour, now - hour]);
  const group = uniqueName('reset');
  const reset = (...args: string[]) =>
    run('consumer-groups', '--group', group, '--reset-offsets', '--topic', topic, ...args);
  const at = async () => {
    const description = lines(await run('consumer-groups', '--group', group, '--describe'));
    return Number(description.find(line => line.startsWith(group))!.split(/\s+/)[3]);
  };
  const iso = (time: number) => new Date(time).toISOString().replace('Z', '');

  it.each([
    [['--to-latest'], 5],
    [['--to-earliest'], 0],
    [['--to-offset', '3'], 3],
    [['--shift-by', '-2'], 1],
    [['--shift-by', '100'], 5],
    [['--to-datetime', iso(now - 3.5 * hour)], 2],
    [['--by-duration', 'PT1H30M'], 4],
    [['--to-current'], 4],
    [['--from-file', fileOf('offsets.csv', `${topic},0,2\n`)], 2],
  ])('%j', async (scenario, offset) => {
    await reset(...scenario, '--dry-run');
    await reset(...scenario, '--execute');
    expect(await at()).toBe(offset);
  });

  it('--export, --delete-offsets, --delete', async () => {
    expect(await reset('--to-current', '--export')).toContain(`${topic},0,2`);
    await run('consumer-groups', '--group', group, '--topic', topic, '--delete-offsets');
    await run('consumer-groups', '--group', group, '--delete');
    expect(await run('consumer-groups', '--list')).not.toContain(group);
  });
});

describe("Kafka's operator tools", () => {
  it('kafka-acls', async () => {
    const topic = uniqueName('acl');
    await run('acls', '--add', '--allow-principal', 'User:bob', '--producer', '--topic', topic);
    await run(
      'acls',
      '--add',
      '--deny-principal',
      'User:eve',
      '--operation',
      'Read',
      '--topic',
      topic,
      '--resource-pattern-type',
      'prefixed',
    );
    const listed = await run('acls', '--list', '--topic', topic, '--resource-pattern-type', 'match');
    expect(listed).toContain('principal=User:bob, host=*, operation=WRITE, permissionType=ALLOW');
    expect(listed).toContain('principal=User:eve, host=*, operation=READ, permissionType=DENY');
    for (const type of ['literal', 'prefixed'])
      await run('acls', '--remove', '--force', '--topic', topic, '--resource-pattern-type', type);
    expect(await run('acls', '--list', '--topic', topic)).not.toContain('bob');
  });

  it('kafka-configs sets, shows and removes quotas', async () => {
    const bob = ['--entity-type', 'users', '--entity-name', 'bob', '--entity-type', 'clients', '--entity-default'];
    await run('configs', '--alter', '--add-config', 'producer_byte_rate=1e9', ...bob);
    expect(await run('configs', '--describe', ...bob)).toContain('producer_byte_rate=1.0E9');
    await run('configs', '--alter', '--delete-config', 'producer_byte_rate', ...bob);
    expect(await run('configs', '--describe', ...bob)).not.toContain('producer_byte_rate');
  });

  it('kafka-transactions lists, describes, finds what hangs and aborts it', async () => {
    const topic = await topicWith('transactions', []);
    const transactionalId = uniqueName('transactional');
    const find = { coordinatorKeys: [transactionalId], keyType: 1 };
    await expect.poll(async () => (await wire.send(p.findCoordinator, 6, find)).coordinators[0]!.errorCode).toBe(0);
    const { producerId, producerEpoch } = await wire.send(p.initProducerId, 4, {
      transactionalId,
      transactionTimeoutMs: 60_000,
    });
    const topics = [{ name: topic, partitions: [0] }];
    await wire.send(p.addPartitionsToTxn, 3, {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: topics,
    });
    const records = batchOf(['x'], { producer: { producerId, producerEpoch, baseSequence: 0 }, transactional: true });
    await wire.send(p.produce, 9, {
      transactionalId,
      acks: -1,
      timeoutMs: 5000,
      topicData: [{ name: topic, partitionData: [{ index: 0, records }] }],
    });

    expect(await run('transactions', 'list')).toMatch(
      new RegExp(`${transactionalId}\\s+1\\s+${producerId}\\s+Ongoing`),
    );
    const described = await run('transactions', 'describe', '--transactional-id', transactionalId);
    expect(described).toMatch(new RegExp(`Ongoing\\s+60000\\s+\\d+\\s+\\d+\\s+${topic}-0`));
    const producers = await run('transactions', 'describe-producers', '--topic', topic, '--partition', '0');
    expect(producers).toMatch(new RegExp(`^${producerId}\\s+${producerEpoch}\\s+`, 'm'));
    await run('transactions', 'find-hanging', '--broker-id', '1');
    await run('transactions', 'abort', '--topic', topic, '--partition', '0', '--start-offset', '0');
    const consumed = await run(
      'console-consumer',
      '--topic',
      topic,
      '--from-beginning',
      '--timeout-ms',
      '700',
      '--isolation-level',
      'read_committed',
    );
    expect(consumed).toBe('');
  });

  it('kafka-features, kafka-metadata-quorum, kafka-cluster, kafka-log-dirs', async () => {
    const features = await run('features', 'describe');
    expect(features).toMatch(
      /Feature: transaction\.version\s+SupportedMinVersion: 0\s+SupportedMaxVersion: 2\s+FinalizedVersionLevel: 2/,
    );
    expect(features).toMatch(
      /Feature: metadata\.version\s+SupportedMinVersion: 3\.3-IV3\s+SupportedMaxVersion: 4\.1-IV1/,
    );
    expect(await run('metadata-quorum', 'describe', '--status')).toMatch(/LeaderId:\s+1/);
    expect(await run('metadata-quorum', 'describe', '--replication')).toMatch(/^1\s+.*Leader/m);
    expect(await box.output('cluster', ['cluster-id', '--bootstrap-server', broker.bootstrap])).toContain(
      'Cluster ID: ',
    );
    const topic = await topicWith('directories', [1_000]);
    expect(await run('log-dirs', '--describe', '--topic-list', topic)).toContain(`"partition":"${topic}-0"`);
  });

  it('kafka-leader-election, kafka-reassign-partitions', async () => {
    const topic = await topicWith('elected', []);
    await run('leader-election', '--election-type', 'PREFERRED', '--topic', topic, '--partition', '0');
    const plan = fileOf(
      'plan.json',
      JSON.stringify({ version: 1, partitions: [{ topic, partition: 0, replicas: [1] }] }),
    );
    await run('reassign-partitions', '--reassignment-json-file', plan, '--execute');
    expect(await run('reassign-partitions', '--reassignment-json-file', plan, '--verify')).toContain(
      `Reassignment of partition ${topic}-0 is completed.`,
    );
    await run('reassign-partitions', '--list');
  });

  it.each([
    ['brokers', '1', 'log.retention.ms=3600000'],
    ['users', 'carol', 'consumer_byte_rate=100000'],
    ['clients', 'reader', 'producer_byte_rate=100000'],
    ['groups', 'readers', 'consumer.session.timeout.ms=50000'],
    ['users', 'dave', 'SCRAM-SHA-256=[iterations=4096,password=secret]'],
  ])('kafka-configs --entity-type %s --entity-name %s --add-config %s', async (type, name, setting) => {
    const entity = ['--entity-type', type, '--entity-name', name];
    const key = setting.split('=')[0]!;
    await run('configs', ...entity, '--alter', '--add-config', setting);
    expect(await run('configs', ...entity, '--describe')).toContain(key);
    await run('configs', ...entity, '--alter', '--delete-config', key);
    expect(await run('configs', ...entity, '--describe')).not.toContain(setting);
  });

  it('kafka-groups and kafka-e2e-latency', async () => {
    const topic = await topicWith('latency', []);
    const latency = await box.output('e2e-latency', [broker.bootstrap, topic, '200', 'all', '100']);
    expect(latency).toMatch(/Percentiles: 50th = \d+, 99th = \d+/);
    expect(await run('groups', '--list')).toMatch(/Classic\s+consumer|Consumer\s+consumer|GROUP/);
  });
});
