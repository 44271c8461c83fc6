/** Reading as a member of a group, and what is said of groups, below the commands. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitOffsets } from '../../src/kafka/committed-offsets.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { type MemberReading, readAsMember } from '../../src/operations/consume.ts';
import { describeGroupLag, listGroups } from '../../src/operations/groups.ts';
import { produce } from '../../src/operations/produce.ts';
import { deleteTopics } from '../../src/operations/topic-changes.ts';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';

export default (live: LiveCluster) =>
  describe(`group operations on ${live.name}`, () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await connect({ bootstrap: live.bootstrap });
    });
    afterAll(() => cluster.close());

    const write = (topic: string, partition: number, values: string[]) => {
      const records = values.map(value => ({ key: null, value: Buffer.from(value), timestampMs: Date.now() }));
      return produce(
        cluster,
        (async function* () {
          yield records;
        })(),
        { topic, partition },
      );
    };

    /** What a member of the group reads until the end, or until it has enough. */
    async function read(topic: string, group: string, how: Partial<MemberReading> = {}): Promise<string> {
      const values: string[] = [];
      const reading = {
        topic,
        group,
        from: 'earliest' as const,
        toEnd: true,
        commit: false,
        isolation: 'read_uncommitted' as const,
        signal: AbortSignal.timeout(30_000),
      };
      await readAsMember(
        cluster,
        { ...reading, ...how },
        {
          record: cursor => values.push(String(cursor.value())),
          portion: async () => {},
        },
      );
      return values.join(' ');
    }

    async function sixRecords() {
      const topic = await newTopic(live, 'six', 1);
      await write(topic, 0, ['0', '1', '2', '3', '4', '5']);
      return { topic, group: uniqueName('six') };
    }

    it('a member commits nothing unless asked', async () => {
      const { topic, group } = await sixRecords();
      expect(await read(topic, group)).toBe('0 1 2 3 4 5');
      expect(await read(topic, group)).toBe('0 1 2 3 4 5');
      expect(await describeGroupLag(cluster, group)).toMatchObject({ state: 'Empty', partitions: [], totalLag: null });
    });

    it('a member commits exactly what was visited, and goes on there', async () => {
      const { topic, group } = await sixRecords();
      expect(await read(topic, group, { commit: true, maxRecords: 2 })).toBe('0 1');
      expect(await describeGroupLag(cluster, group)).toMatchObject({
        totalLag: 4,
        partitions: [{ committed: 2, end: 6, lag: 4, memberId: null }],
      });
      expect(await read(topic, group, { commit: true })).toBe('2 3 4 5');
      expect(await read(topic, group, { commit: true })).toBe('');
      expect(await describeGroupLag(cluster, group)).toMatchObject({ totalLag: 0 });
    });

    it('a partition without a commit has no lag, because nobody can know it', async () => {
      const topic = await newTopic(live, 'half', 2);
      const group = uniqueName('half');
      await write(topic, 0, ['a', 'b']);
      await read(topic, group, { commit: true, maxRecords: 2 });
      const stop = new AbortController();
      const member = read(topic, group, { toEnd: false, signal: stop.signal }).catch(() => {});
      await write(topic, 1, ['c']);
      await expect
        .poll(async () => (await describeGroupLag(cluster, group)).partitions, { timeout: 20_000 })
        .toMatchObject([
          { partition: 0, committed: 2, end: 2, lag: 0, clientId: 'mq' },
          { partition: 1, committed: null, end: 1, lag: null, clientId: 'mq' },
        ]);
      expect(await listGroups(cluster)).toContainEqual({
        group,
        state: 'Stable',
        type: expect.stringMatching(/classic/i),
        protocolType: 'consumer',
        members: 1,
        coordinator: expect.any(Number),
      });
      stop.abort();
      await member;
    });

    it('of a topic that a group subscribes to every partition is shown, with a commit or without', async () => {
      const topic = await newTopic(live, 'third', 3);
      const group = uniqueName('third');
      await write(topic, 1, ['a', 'b']);
      await read(topic, group, { commit: true, maxRecords: 1 });
      expect(await describeGroupLag(cluster, group)).toMatchObject({
        state: 'Empty',
        totalLag: 1,
        partitions: [
          { topic, partition: 0, committed: null, end: 0, lag: null },
          { topic, partition: 1, committed: 1, end: 2, lag: 1 },
          { topic, partition: 2, committed: null, end: 0, lag: null },
        ],
      });
    });

    it('of a topic that a group reads without subscribing only the partitions with commits are shown', async () => {
      const topic = await newTopic(live, 'assigned', 3);
      const group = uniqueName('assigned');
      await commitOffsets(cluster, group, [{ topic, partition: 2, offset: 0 }]);
      const { partitions } = await describeGroupLag(cluster, group);
      expect(partitions).toMatchObject([{ topic, partition: 2, committed: 0, end: 0, lag: 0 }]);
    });

    it('commits that outlive their topic have no end and no lag', async () => {
      const { topic, group } = await sixRecords();
      await read(topic, group, { commit: true, maxRecords: 3 });
      await deleteTopics(cluster, [{ name: topic, partitions: 1, offsets: 6 }]);
      const { partitions } = await describeGroupLag(cluster, group); // some brokers drop the commits with the topic
      for (const partition of partitions) expect(partition).toMatchObject({ topic, end: null, lag: null });
    });

    it('a group that is not there is an error, with the name that was meant', async () => {
      const { topic, group } = await sixRecords();
      await read(topic, group, { commit: true });
      await expect(describeGroupLag(cluster, `${group}x`)).rejects.toMatchObject({
        code: 'GROUP_ID_NOT_FOUND',
        advice: [`${group}, if that is meant`, 'mq group list'],
      });
    });
  });
