/** Creating, describing and deleting topics, below the commands. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { describeCluster } from '../../src/operations/cluster.ts';
import { createTopics, deleteTopics, type TopicCreation, topicsToDelete } from '../../src/operations/topic-changes.ts';
import { describeTopics } from '../../src/operations/topic-description.ts';
import { listTopics } from '../../src/operations/topics.ts';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';

export default ({ name, nodes, bootstrap, ...faults }: LiveCluster) =>
  describe(`topic operations on ${name}`, () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await connect({ bootstrap });
    });
    afterAll(() => cluster.close());

    const create = (names: string[], how: Partial<TopicCreation> = {}) =>
      createTopics(cluster, { names, configs: {}, ifNotExists: false, dryRun: false, ...how });
    const isThere = async (topic: string) =>
      (await listTopics(cluster, { internal: true })).some(({ name }) => name === topic);
    const make = (subject: string, partitions = 1) =>
      newTopic({ name, nodes, bootstrap, ...faults }, subject, partitions);

    it('create with partitions, replicas and settings', async () => {
      const topic = uniqueName('created');
      const made = { name: topic, partitions: 3, replicationFactor: nodes };
      const how = { partitions: 3, replicationFactor: nodes, configs: { 'retention.ms': '60000' } };
      expect(await create([topic], how)).toEqual([{ ...made, outcome: 'created' }]);
      const [described] = await describeTopics(cluster, [topic]);
      expect(described).toMatchObject({ name: topic, replicationFactor: nodes, internal: false });
      expect(described?.partitions).toHaveLength(3);
      expect(described?.configs).toContainEqual({ name: 'retention.ms', value: '60000', source: 'topic' });
    });

    it("leave what is not said to the broker's defaults", async () => {
      expect(await create([uniqueName('defaults')])).toMatchObject([
        { partitions: 4, replicationFactor: expect.any(Number) },
      ]);
    });

    it('create nothing in a dry run, and let the broker judge', async () => {
      const topic = uniqueName('dry');
      expect(await create([topic], { partitions: 2, dryRun: true })).toMatchObject([
        { name: topic, partitions: 2, outcome: 'would be created' },
      ]);
      expect(await isThere(topic)).toBe(false);
      await expect(create([topic], { replicationFactor: 99, dryRun: true })).rejects.toMatchObject({
        code: 'INVALID_REPLICATION_FACTOR',
      });
    });

    it('create none of several when one is there, unless that is fine', async () => {
      const [there, fresh] = [await make('there', 2), uniqueName('fresh')];
      await expect(create([fresh, there])).rejects.toMatchObject({ code: 'TOPIC_ALREADY_EXISTS', topic: there });
      expect(await isThere(fresh)).toBe(false);
      expect(await create([fresh, there], { ifNotExists: true })).toMatchObject([
        { name: fresh, outcome: 'created' },
        { name: there, partitions: 2, replicationFactor: nodes, outcome: 'existed' },
      ]);
    });

    it.each([
      [{ configs: { 'retention.ms': 'soon' } }, 'INVALID_CONFIG'],
      [{ configs: { 'no.such.setting': '1' } }, 'INVALID_CONFIG'],
      [{ partitions: 0 }, 'INVALID_PARTITIONS'],
    ])('do not create with %j', async (how, code) => {
      await expect(create([uniqueName('refused')], how)).rejects.toMatchObject({ code });
    });

    it('list by name, internal topics only when asked', async () => {
      const topic = await make('listed', 5);
      const listed = await listTopics(cluster, { internal: false });
      expect(listed).toContainEqual({ name: topic, partitions: 5, replicationFactor: nodes, internal: false });
      expect(listed.filter(({ internal }) => internal)).toEqual([]);
      expect(listed.map(({ name }) => name)).toEqual(listed.map(({ name }) => name).sort());
    });

    it('describe topics in the order named, with leaders and offsets', async () => {
      const topics = [await make('z', 2), await make('a')];
      const described = await describeTopics(cluster, topics);
      expect(described.map(({ name }) => name)).toEqual(topics);
      expect(described[0]?.partitions).toMatchObject([
        { partition: 0, leader: expect.any(Number), startOffset: 0, endOffset: 0, health: [] },
        { partition: 1, leader: expect.any(Number), startOffset: 0, endOffset: 0, health: [] },
      ]);
      await expect(describeTopics(cluster, [topics[0]!, uniqueName('missing')])).rejects.toMatchObject({
        code: 'UNKNOWN_TOPIC_OR_PARTITION',
      });
    });

    it('delete what is named literally, once, or nothing when one is unknown', async () => {
      const topic = await make('literal', 2);
      const strict = { ifExists: false, internal: false };
      await expect(topicsToDelete(cluster, [topic, `${topic}x`], strict)).rejects.toMatchObject({
        code: 'UNKNOWN_TOPIC_OR_PARTITION',
        advice: [`${topic}, if that is meant`, expect.any(String)],
      });
      const asPattern = topic.replace('-', '.'); // as a regular expression it would match
      await expect(topicsToDelete(cluster, [asPattern], strict)).rejects.toMatchObject({
        code: 'UNKNOWN_TOPIC_OR_PARTITION',
      });
      const found = await topicsToDelete(cluster, [topic, topic, `${topic}x`], { ...strict, ifExists: true });
      expect(found).toEqual([{ name: topic, partitions: 2, offsets: 0 }]);
      expect(await deleteTopics(cluster, found)).toMatchObject([{ name: topic, outcome: 'deleted' }]);
      await expect.poll(() => isThere(topic)).toBe(false);
    });

    it("do not delete Kafka's own topics by accident", async () => {
      await cluster.nodeOf({ group: 'any' }).catch(() => {}); // the first question makes __consumer_offsets
      await expect.poll(() => isThere('__consumer_offsets')).toBe(true);
      const names = ['__consumer_offsets'];
      await expect(topicsToDelete(cluster, names, { ifExists: false, internal: false })).rejects.toThrow(
        "is Kafka's own",
      );
      expect(await topicsToDelete(cluster, names, { ifExists: false, internal: true })).toMatchObject([
        { name: names[0] },
      ]);
    });

    it('count what brokers carry', async () => {
      await make('carried', 3);
      const found = await describeCluster(cluster);
      expect(found.clusterId).toMatch(/^[\w-]{22}$/);
      expect(found.brokers).toHaveLength(nodes);
      const led = found.brokers.reduce((sum, { leaders }) => sum + leaders, 0);
      expect(led + found.offlinePartitions).toBe(found.partitions);
    });
  });
