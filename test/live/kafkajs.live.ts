/** kafkajs, the client of most Node applications: producer, group of three, admin. */
import { CompressionTypes, ConfigResourceTypes, type Consumer, Kafka, logLevel } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import { type LiveCluster, newTopic, offsetsOfLeaders, uniqueName } from '../support/live.ts';

export default (cluster: LiveCluster) =>
  describe(`kafkajs on ${cluster.name}`, () => {
    const kafka = new Kafka({ clientId: 'kafkajs', brokers: cluster.bootstrap.split(','), logLevel: logLevel.NOTHING });
    const open: { disconnect(): Promise<void> }[] = [];
    const connected = async <Client extends { connect(): Promise<void>; disconnect(): Promise<void> }>(
      client: Client,
    ) => {
      open.push(client);
      await client.connect();
      return client;
    };
    afterEach(async () => {
      await Promise.all(open.splice(0).map(client => client.disconnect()));
    });

    const send = async (
      topic: string,
      count: number,
      options: { compression?: CompressionTypes; idempotent?: boolean } = {},
    ) => {
      const producer = await connected(
        kafka.producer({ idempotent: options.idempotent ?? false, maxInFlightRequests: 1 }),
      );
      const messages = Array.from({ length: count }, (_, i) => ({
        key: `key-${i}`,
        value: `value-${i}`,
        headers: { n: `${i}` },
      }));
      return await producer.send({
        topic,
        messages,
        acks: -1,
        ...(options.compression ? { compression: options.compression } : {}),
      });
    };
    /** Joins, and resolves with the partitions assigned and a list that fills with values as they come. */
    const join = async (groupId: string, topic: string) => {
      const member = { consumer: undefined as unknown as Consumer, values: [] as string[], partitions: [] as number[] };
      member.consumer = await connected(
        kafka.consumer({ groupId, sessionTimeout: 10_000, heartbeatInterval: 200, maxWaitTimeInMs: 100 }),
      );
      member.consumer.on(member.consumer.events.GROUP_JOIN, event => {
        member.partitions = event.payload.memberAssignment[topic] ?? [];
      });
      await member.consumer.subscribe({ topic, fromBeginning: true });
      await member.consumer.run({
        eachMessage: async ({ message }) => {
          member.values.push(message.value!.toString());
        },
      });
      return member;
    };

    it('produces, plain, compressed and idempotent', async () => {
      const topic = await newTopic(cluster, 'produced', 3);
      const admin = await connected(kafka.admin());
      await send(topic, 100);
      await send(topic, 100, { compression: CompressionTypes.GZIP });
      await send(topic, 100, { idempotent: true });
      const offsets = await admin.fetchTopicOffsets(topic);
      expect(offsets.reduce((sum, { offset }) => sum + Number(offset), 0)).toBe(300);
    });

    it('shares a topic among a group of three, and among two when one leaves', async () => {
      const topic = await newTopic(cluster, 'shared', 6);
      const group = uniqueName('trio');
      await send(topic, 60);
      const trio = await Promise.all([join(group, topic), join(group, topic), join(group, topic)]);
      const assigned = () => trio.map(({ partitions }) => partitions);
      await expect.poll(() => assigned().map(({ length }) => length), { timeout: 20_000 }).toEqual([2, 2, 2]);
      expect(assigned().flat().sort()).toEqual([0, 1, 2, 3, 4, 5]);
      const everything = Array.from({ length: 60 }, (_, i) => `value-${i}`).sort();
      await expect
        .poll(() => [...new Set(trio.flatMap(({ values }) => values))].sort(), { timeout: 20_000 })
        .toEqual(everything);

      await trio.pop()!.consumer.disconnect();
      await expect.poll(() => assigned().flat().sort(), { timeout: 20_000 }).toEqual([0, 1, 2, 3, 4, 5]);
    });

    it('keeps what a group has committed', async () => {
      const topic = await newTopic(cluster, 'committed', 2);
      const admin = await connected(kafka.admin());
      const group = uniqueName('keeper');
      await send(topic, 10);
      const first = await join(group, topic);
      await expect.poll(() => first.values.length, { timeout: 20_000 }).toBe(10);
      await first.consumer.disconnect();
      const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      expect(committed!.partitions.reduce((sum, { offset }) => sum + Number(offset), 0)).toBe(10);

      const second = await join(group, topic);
      await send(topic, 3);
      await expect.poll(() => second.values.length, { timeout: 20_000 }).toBe(3);
    });

    it('administers topics', async () => {
      const topic = await newTopic(cluster, 'administered', 2);
      const admin = await connected(kafka.admin());
      await send(topic, 20);
      await admin.createPartitions({ topicPartitions: [{ topic, count: 4 }] });
      await expect
        .poll(async () => (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]!.partitions.length)
        .toBe(4);
      const described = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['cleanup.policy'] }],
      });
      expect(described.resources[0]!.configEntries).toMatchObject([
        { configName: 'cleanup.policy', configValue: 'delete' },
      ]);

      const ends = await offsetsOfLeaders(admin, topic, 4);
      await admin.deleteTopicRecords({
        topic,
        partitions: ends.slice(0, 1).map(({ partition, offset }) => ({ partition, offset })),
      });
      const [first] = await admin.fetchTopicOffsets(topic);
      expect(first!.low).toBe(first!.high);

      await admin.deleteTopics({ topics: [topic] });
      await expect.poll(() => admin.listTopics()).not.toContain(topic);
    });

    it('administers groups', async () => {
      const topic = await newTopic(cluster, 'watched', 1);
      const admin = await connected(kafka.admin());
      const group = uniqueName('watched');
      await send(topic, 1);
      const member = await join(group, topic);
      await expect.poll(() => member.values.length, { timeout: 20_000 }).toBe(1);
      expect((await admin.listGroups()).groups).toContainEqual({ groupId: group, protocolType: 'consumer' });
      const { groups } = await admin.describeGroups([group]);
      expect(groups).toMatchObject([
        { groupId: group, state: 'Stable', protocol: 'RoundRobinAssigner', members: [{ clientId: 'kafkajs' }] },
      ]);

      await member.consumer.disconnect();
      await admin.deleteGroups([group]);
      expect((await admin.listGroups()).groups.map(({ groupId }) => groupId)).not.toContain(group);
    });
  });
