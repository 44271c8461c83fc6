/** The gateway's administration: what changes, what stays, and what a refusal says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeCluster } from '../../src/kafka/admin/cluster.ts';
import { describeConfigs, incrementalAlterConfigs } from '../../src/kafka/admin/configs.ts';
import { deleteRecords } from '../../src/kafka/admin/records.ts';
import { createPartitions, createTopics, deleteTopics } from '../../src/kafka/admin/topics.ts';
import { commitOffsets, committedOffsets, deleteOffsets } from '../../src/kafka/committed-offsets.ts';
import { deleteGroups, describeGroup, listGroups } from '../../src/kafka/groups.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { listOffsets } from '../../src/kafka/offsets.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';

export default (cluster: LiveCluster) =>
  describe(`the gateway's administration on ${cluster.name}`, () => {
    let gateway: Cluster;
    beforeAll(async () => {
      gateway = await connect({ bootstrap: cluster.bootstrap });
    });
    afterAll(() => gateway?.close());

    const fill = async (topic: string, partition: number, count: number) => {
      const producer = await openProducer(gateway);
      const builder = new BatchBuilder();
      for (let i = 0; i < count; i++) builder.append({ key: null, value: Buffer.from('x'), timestampMs: Date.now() });
      await producer.send(topic, partition, builder.build());
      await producer.close();
    };

    it('creates a topic that can be used at once, widens it and deletes it', async () => {
      const name = uniqueName('made');
      const configs = { 'retention.ms': '123456' };
      expect(await createTopics(gateway, [{ name, partitions: 2, replicationFactor: cluster.nodes, configs }])).toEqual(
        [{ name, partitions: 2, replicationFactor: cluster.nodes }],
      );
      await fill(name, 1, 1);
      await createPartitions(gateway, [{ name, count: 3 }]);
      await fill(name, 2, 1);
      await deleteTopics(gateway, [name]);
      await expect
        .poll(async () => (await gateway.metadata([name])).topics[0]?.error?.code)
        .toBe('UNKNOWN_TOPIC_OR_PARTITION');
    });

    it('only checks when told so', async () => {
      const name = uniqueName('thought');
      await createTopics(gateway, [{ name, partitions: 1, replicationFactor: 1 }], { validateOnly: true });
      expect((await gateway.metadata([name])).topics[0]?.error).toBeDefined();
    });

    it('says which of several topics were refused, and why', async () => {
      const [there, bad] = [await newTopic(cluster, 'there', 1), 'bad name!'];
      const creating = createTopics(gateway, [
        { name: there, partitions: 1 },
        { name: bad, partitions: 1 },
      ]);
      await expect(creating).rejects.toMatchObject({
        failures: expect.arrayContaining([
          expect.objectContaining({ code: 'TOPIC_ALREADY_EXISTS', topic: there }),
          expect.objectContaining({ code: 'INVALID_TOPIC_EXCEPTION', topic: bad }),
        ]),
      });
      await expect(createPartitions(gateway, [{ name: there, count: 1 }])).rejects.toMatchObject({
        code: 'INVALID_PARTITIONS',
      });
      await expect(deleteTopics(gateway, [uniqueName('never')])).rejects.toMatchObject({
        code: 'UNKNOWN_TOPIC_OR_PARTITION',
      });
    });

    it('changes one setting and leaves the others, and goes back to the default', async () => {
      const name = await newTopic(cluster, 'set', 1, { 'retention.ms': '1000000', 'cleanup.policy': 'delete' });
      const topic = { type: 'topic', name } as const;
      const settings = async () => {
        const [described] = await describeConfigs(gateway, [topic]);
        return Object.fromEntries(described!.configs.map(({ name, value, source }) => [name, [value, source]]));
      };
      await incrementalAlterConfigs(gateway, [
        {
          ...topic,
          changes: [
            { name: 'segment.bytes', operation: 'set', value: '2000000' },
            { name: 'cleanup.policy', operation: 'append', value: 'compact' },
          ],
        },
      ]);
      await expect.poll(settings).toMatchObject({
        'retention.ms': ['1000000', 'topic'],
        'segment.bytes': ['2000000', 'topic'],
        'cleanup.policy': ['delete,compact', 'topic'],
        'max.message.bytes': [expect.any(String), 'default'],
      });
      const back = [{ name: 'retention.ms', operation: 'delete' as const }];
      await incrementalAlterConfigs(gateway, [{ ...topic, changes: back }]);
      await expect
        .poll(settings)
        .toMatchObject({ 'retention.ms': ['604800000', 'default'], 'segment.bytes': ['2000000', 'topic'] });
      const wrong = [{ name: 'segment.bytes', operation: 'set' as const, value: 'many' }];
      await expect(incrementalAlterConfigs(gateway, [{ ...topic, changes: wrong }])).rejects.toMatchObject({
        code: 'INVALID_CONFIG',
        topic: name,
      });
    });

    it('reads the settings of a broker from that broker', async () => {
      const { nodeId } = (await describeCluster(gateway)).brokers.find(({ isFenced }) => !isFenced)!;
      const resource = { type: 'broker', name: `${nodeId}` } as const;
      const [described] = await describeConfigs(gateway, [resource], { names: ['num.partitions'] });
      expect(described).toMatchObject({ name: `${nodeId}`, configs: [{ name: 'num.partitions', value: '4' }] });
    });

    it('deletes records up to an offset, and up to the end', async () => {
      const topic = await newTopic(cluster, 'purged', 2);
      await fill(topic, 0, 10);
      await fill(topic, 1, 5);
      const deleted = await deleteRecords(gateway, topic, [
        { partition: 1, before: 'end' },
        { partition: 0, before: 4 },
      ]);
      expect(deleted).toEqual([
        { partition: 1, logStartOffset: 5 },
        { partition: 0, logStartOffset: 4 },
      ]);
      const earliest = await listOffsets(
        gateway,
        topic,
        [0, 1].map(partition => ({ partition, at: 'earliest' as const })),
      );
      expect(earliest.map(({ offset }) => offset)).toEqual([4, 5]);
      await expect(deleteRecords(gateway, topic, [{ partition: 0, before: 11 }])).rejects.toMatchObject({
        code: 'OFFSET_OUT_OF_RANGE',
        partition: 0,
      });
    });

    it('keeps commits made from outside, and knows where there is none', async () => {
      const topic = await newTopic(cluster, 'committed', 3);
      const group = uniqueName('group');
      await commitOffsets(gateway, group, [
        { topic, partition: 0, offset: 7, metadata: 'why' },
        { topic, partition: 2, offset: 0 },
      ]);
      const found = (await committedOffsets(gateway, group)).get(topic);
      expect([...found!].sort()).toEqual([
        [0, expect.objectContaining({ offset: 7, metadata: 'why' })],
        [2, expect.objectContaining({ offset: 0 })],
      ]);
      await deleteOffsets(gateway, group, [{ topic, partition: 0 }]);
      expect([...(await committedOffsets(gateway, group, [topic])).get(topic)!.keys()]).toEqual([2]);
      expect(await committedOffsets(gateway, uniqueName('nobody'))).toEqual(new Map());
    });

    it('lists, describes and deletes groups', async () => {
      const topic = await newTopic(cluster, 'left', 1);
      const group = uniqueName('left');
      await commitOffsets(gateway, group, [{ topic, partition: 0, offset: 0 }]);
      expect((await listGroups(gateway)).find(listed => listed.group === group)).toMatchObject({ state: 'Empty' });
      expect(await describeGroup(gateway, group)).toMatchObject({ group, state: 'Empty', members: [] });
      await deleteGroups(gateway, [group]);
      expect(await describeGroup(gateway, group)).toMatchObject({ state: 'Dead' });
      await expect(deleteGroups(gateway, [group])).rejects.toMatchObject({ code: 'GROUP_ID_NOT_FOUND' });
    });

    it('says how large a batch was that is too large', async () => {
      const topic = await newTopic(cluster, 'narrow', 1, { 'max.message.bytes': '1000' });
      const producer = await openProducer(gateway);
      const builder = new BatchBuilder();
      builder.append({ key: null, value: Buffer.alloc(2_000), timestampMs: Date.now() });
      await expect(producer.send(topic, 0, builder.build())).rejects.toMatchObject({
        code: 'MESSAGE_TOO_LARGE',
        message: expect.stringMatching(/1 records, 20\d\d bytes/),
        ambiguous: false,
      });
      await producer.close();
    });
  });
