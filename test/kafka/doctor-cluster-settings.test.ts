/**
 * The doctor on an Apache Kafka of three nodes that nobody has set up with care: what it says of settings and of placement, with numbers,
 * and that its advice mends it. What a broker reads only at its start cannot be mended while it runs; there the advice is a sentence.
 */
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  type Admin,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/advisors/finding.ts';
import { incrementalAlterConfigs } from '../../src/kafka/admin/configs.ts';
import { connect } from '../../src/kafka/index.ts';
import { examineLive, runAdvice } from '../support/doctor.ts';
import { type KafkaCluster, kafkaToolOutput, startKafka } from '../support/kafka.ts';
import { offsetsOfLeaders } from '../support/live.ts';

const onFirst = (count: number) => Array.from({ length: count }, (_, partition) => ({ partition, replicas: [1] }));
const threeEach = (count: number) =>
  Array.from({ length: count }, (_, p) => ({ partition: p, replicas: [0, 1, 2].map(i => ((p + i) % 3) + 1) }));

/** Each topic is one mistake. */
const topics = {
  single: [[1], [2], [3]].map((replicas, partition) => ({ partition, replicas })),
  pair: [{ partition: 0, replicas: [1, 2] }],
  tight: [{ partition: 0, replicas: [2, 3] }],
  careless: threeEach(3),
  inheriting: threeEach(3),
  pretending: threeEach(1),
  huge: threeEach(1),
  flushed: threeEach(1),
  slowed: threeEach(1),
  lopsided: onFirst(12),
  heavy: onFirst(3),
};
const configs: Partial<Record<keyof typeof topics, Record<string, string>>> = {
  tight: { 'min.insync.replicas': '2' },
  careless: { 'min.insync.replicas': '1' },
  pretending: { 'min.insync.replicas': '4' },
  huge: { 'max.message.bytes': '20971520' },
  flushed: { 'flush.messages': '1' },
  slowed: { 'leader.replication.throttled.replicas': '*', 'follower.replication.throttled.replicas': '*' },
};

describe('mq doctor on a neglected Apache Kafka of three nodes', () => {
  let cluster: KafkaCluster;
  let admin: Admin;
  let found: readonly Finding[];

  const alterBroker = async (broker: string, values: Record<string, string>) => {
    const gateway = await connect({ bootstrap: cluster.bootstrap, clientId: 'neglect' });
    const changes = Object.entries(values).map(([name, value]) => ({ name, operation: 'set' as const, value }));
    await incrementalAlterConfigs(gateway, [{ type: 'broker', name: broker, changes }]);
    await gateway.close();
  };
  const look = async (...rules: string[]) => (await examineLive(cluster, rules)).findings;
  /** What is being moved cannot be moved again: several findings may be about one topic. */
  const atRest = () =>
    expect.poll(async () => (await admin.listPartitionReassignments({})).topics, { timeout: 60_000 }).toEqual([]);
  const of = (rule: string, topic?: string) => {
    const all = found.filter(
      finding =>
        finding.rule === rule &&
        (topic === undefined || (finding.subject.type === 'topic' && finding.subject.topic === topic)),
    );
    expect(all, `${rule} ${topic ?? ''}`).not.toEqual([]);
    return all[0]!;
  };

  beforeAll(async () => {
    cluster = await startKafka({
      nodes: 3,
      config: {
        'default.replication.factor': '1',
        'min.insync.replicas': '2',
        'offsets.topic.replication.factor': '1',
        'offsets.topic.num.partitions': '3',
        'offsets.retention.minutes': '1440',
        'replica.lag.time.max.ms': '5000',
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users': 'User:ANONYMOUS',
      },
      // One controller for three brokers; racks of two data centres, one broker without; a listener for other machines.
      configOf: (id, nodes) => {
        const { plaintext, ssl, controller } = nodes[id - 1]!;
        const own = `PLAINTEXT://127.0.0.1:${plaintext}`;
        return {
          'process.roles': id === 1 ? 'broker,controller' : 'broker',
          'controller.quorum.voters': `1@127.0.0.1:${nodes[0]!.controller}`,
          listeners: [
            own,
            `OUTSIDE://127.0.0.1:${ssl}`,
            ...(id === 1 ? [`CONTROLLER://127.0.0.1:${controller}`] : []),
          ].join(','),
          'advertised.listeners': `${own},OUTSIDE://kafka-${id}.example:${ssl}`,
          'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,OUTSIDE:PLAINTEXT',
          'broker.rack': ['dc1-a', 'dc2-a', undefined][id - 1],
        };
      },
    });
    const kafka = new Kafka({ brokers: cluster.bootstrap.split(','), logLevel: logLevel.NOTHING });
    admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: false, // kafkajs gives up on a broker that has not heard of the topic yet
      topics: Object.entries(topics).map(([topic, replicaAssignment]) => ({
        topic,
        replicaAssignment,
        configEntries: Object.entries(configs[topic as keyof typeof topics] ?? {}).map(([name, value]) => ({
          name,
          value,
        })),
      })),
    });
    for (const [topic, { length }] of Object.entries(topics)) await offsetsOfLeaders(admin, topic, length);
    await Promise.all([
      alterBroker('', {
        'min.insync.replicas': '1',
        'log.flush.interval.messages': '1000',
        'message.max.bytes': '2097152',
      }),
      alterBroker('2', { 'num.io.threads': '6', 'follower.replication.throttled.rate': '1000' }),
      admin.createAcls({ acl: [everybodyMay(AclResourceTypes.TOPIC)] }),
      admin.setOffsets({ groupId: 'readers', topic: 'single', partitions: [{ partition: 0, offset: '0' }] }),
      fill(kafka, 'heavy', 3, 92),
    ]);
    found = await look();
  }, 180_000);
  afterAll(async () => {
    await admin?.disconnect();
    await cluster?.stop();
  });

  it('judges whatever needs no file and no history', async () => {
    const { unchecked } = await examineLive(cluster, []);
    expect(unchecked.filter(({ rule }) => rule.startsWith('B')).map(({ rule }) => rule)).toEqual([
      'B23',
      'B24',
      'B48',
      'B49',
    ]);
  });

  it('tells of replication factors and floors', () => {
    expect(of('B05', 'single')).toMatchObject({
      severity: 'critical',
      observed: 'replication factor 1 for 3 of 3 partitions on a cluster of 3 brokers; 1 group reads it',
    });
    expect(of('B06', 'pair').observed).toBe('replication factor 2 for 1 of 1 partition on a cluster of 3 brokers');
    expect(of('B07', 'careless').observed).toBe('min.insync.replicas=1 is set on the topic, which has 3 replicas');
    expect(found.filter(({ rule }) => rule === 'B07').map(({ observed }) => observed)).toContain(
      'min.insync.replicas is 1 for 4 topics of 3 replicas or more that inherit it (flushed, huge, inheriting, slowed)',
    );
    expect(of('B08', 'tight').observed).toBe('min.insync.replicas=2 with 2 replicas: no broker may be away');
    expect(of('B09', 'pretending').observed).toBe(
      'min.insync.replicas=4 is set on the topic, which has 3 replicas; in force is 3',
    );
    expect(of('B12').observed).toBe(
      'min.insync.replicas=2 in the settings of brokers 1, 2, 3; in force for the cluster is 1',
    );
    expect(of('B13', '__consumer_offsets').observed).toMatch(
      /^1 replica for 3 of 3 partitions, on a cluster of 3 brokers/,
    );
  });

  it('tells of what brokers read at their start', () => {
    expect(of('B11')).toMatchObject({
      severity: 'info',
      observed: 'default.replication.factor=1 on brokers 1, 2, 3 of a cluster of 3',
    });
    expect(of('B14').observed).toBe('auto.create.topics.enable=true on brokers 1, 2, 3');
    expect(of('B16').observed).toMatch(/^racks in dc1, dc2, with replica.socket.receive.buffer.bytes=65536, socket/);
    expect(of('B17').observed).toBe('replica.lag.time.max.ms=5000 (5s) on brokers 1, 2, 3; the default is 30 s');
    expect(of('B31').observed).toBe('broker 3 without broker.rack; the others are in dc1-a, dc2-a');
    expect(of('B34').observed).toBe('1 controller (node 1): a majority is 1, so none may be lost');
    expect(of('B43').severity).toBe('info');
    expect(of('B45').observed).toMatch(/^PLAINTEXT on brokers 1, 2, 3: OUTSIDE:\/\/kafka-1.example:\d+, OUTSIDE/);
    expect(of('B47').observed).toBe('offsets.retention.minutes=1440 (1d) on brokers 1, 2, 3; the default is 7 days');
  });

  it('tells of settings that can be taken back', () => {
    expect(of('B18').observed).toMatch(/^message.max.bytes=2097152/);
    expect(of('B19', 'huge').observed).toMatch(/^max.message.bytes=20971520/);
    expect(of('B39', 'slowed')).toMatchObject({ severity: 'error' });
    expect(of('B44').observed).toBe('num.io.threads is 4 on brokers 1, 3, 6 on broker 2');
    expect(of('B46').observed).toMatch(/^an ACL lets everybody \(User:\*\) do ALL on TOPIC \*/);
    expect(found.filter(({ rule }) => rule === 'B50').map(({ subject }) => subject.type)).toEqual(['topic', 'cluster']);
  });

  it('tells of a broker that has more than the others', () => {
    expect(of('B26').observed).toMatch(/^broker 1 holds \d+ replicas, broker 3 \d+; 1\.\d+ times the mean of \d+/);
    expect(of('B27', 'lopsided').observed).toBe('broker 1 leads 12 of 12 partitions on 3 brokers; an even share is 4');
    expect(of('B28').observed).toMatch(/on broker 1, 3\.00 times the mean of .*; broker \d has/);
  });

  it('finds nothing of that where its advice was followed', async () => {
    const byCommand = (findings: readonly Finding[]) =>
      new Map(
        findings.filter(({ fix }) => fix[0]?.command?.startsWith('mq ')).map(each => [each.fix[0]!.command, each]),
      );
    const advised = [...byCommand(found.filter(({ rule }) => rule.startsWith('B'))).values()];
    const rules = [...new Set(advised.map(({ rule }) => rule))];
    // New replicas must be in sync before leaders can move to them, so what is left is looked at once more.
    for (let round = 1; round <= 3; round++) {
      for (const finding of byCommand(round === 1 ? advised : await look(...rules)).values()) {
        await atRest();
        await runAdvice(cluster, finding, { yes: true });
      }
    }
    await expect.poll(() => look(...rules)).toEqual([]);
  });

  it('finds no ACL for everybody once it is removed as advised', async () => {
    const [, ...args] = of('B46').fix[0]!.command!.replaceAll("'", '').split(' ');
    await kafkaToolOutput('acls', ['--bootstrap-server', cluster.bootstrap, ...args]);
    await expect.poll(() => look('B46')).toEqual([]);
  });

  it('tells of very many replicas', async () => {
    await admin.createTopics({ topics: [{ topic: 'wide', replicaAssignment: onFirst(1001) }], timeout: 30_000 });
    const counted = async () => (await examineLive(cluster, ['B20', 'B21'], { profile: 'latency' })).findings;
    await expect.poll(counted, { timeout: 20_000 }).toMatchObject([{ rule: 'B20' }, { rule: 'B21' }]);
    const [replicas, leaders] = await counted();
    expect(replicas!.observed).toMatch(/^broker 1 holds 10\d\d replicas$/);
    expect(leaders!.observed).toMatch(/^broker 1 leads 10\d\d .* over 100·N·F = 100·3·3 = 900/);
    await admin.deleteTopics({ topics: ['wide'] });
    await expect.poll(counted, { timeout: 60_000 }).toEqual([]);
  });
});

const everybodyMay = (resourceType: AclResourceTypes) => ({
  resourceType,
  resourceName: '*',
  resourcePatternType: ResourcePatternTypes.LITERAL,
  principal: 'User:*',
  host: '*',
  operation: AclOperationTypes.ALL,
  permissionType: AclPermissionTypes.ALLOW,
});

async function fill(kafka: Kafka, topic: string, partitions: number, mebibytes: number): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  const value = Buffer.alloc(900_000, 1);
  await Promise.all(
    Array.from({ length: partitions }, async (_, partition) => {
      for (let sent = 0; sent < mebibytes * 1024 ** 2; sent += value.length)
        await producer.send({ topic, acks: 1, messages: [{ partition, value }] });
    }),
  );
  await producer.disconnect();
}
