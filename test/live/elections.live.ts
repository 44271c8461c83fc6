/** Electing leaders and deleting groups, below the commands. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alterReassignments } from '../../src/kafka/admin/reassignments.ts';
import { createTopics } from '../../src/kafka/admin/topics.ts';
import { commitOffsets, committedOffsets } from '../../src/kafka/committed-offsets.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { elect, planPreferred, planUnclean } from '../../src/operations/elections.ts';
import { deleteFound, groupsToDelete } from '../../src/operations/group-deletion.ts';
import { clearThrottle, setThrottle } from '../../src/operations/reassign/throttle.ts';
import { setCommits } from '../../src/relay/replay/rewind.ts';
import { fill } from '../support/bulk.ts';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';

export default (live: LiveCluster) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await connect({ bootstrap: live.bootstrap });
  });
  afterAll(() => cluster?.close());

  const partitionOf = async (topic: string) => (await cluster.metadata([topic])).topics[0]!.partitions[0]!;

  describe(`elections on ${live.name}`, () => {
    it('have nothing to do where preferred replicas lead', async () => {
      const topic = await newTopic(live, 'led', 2);
      expect(await planPreferred(cluster, { topic })).toEqual([]);
      expect(await planUnclean(cluster, { topic })).toEqual([]);
      await expect(planPreferred(cluster, { topic, partition: 2 })).rejects.toMatchObject({ where: '--partition' });
      await expect(planUnclean(cluster, { topic: `${topic}x` })).rejects.toMatchObject({
        advice: [`${topic}, if that is meant`],
      });
    });

    if (live.nodes === 1) return;

    it('give a partition its preferred leader', async () => {
      const topic = uniqueName('preferred');
      const [a, b] = (await cluster.metadata([])).brokers.map(({ nodeId }) => nodeId) as [number, number];
      await createTopics(cluster, [{ name: topic, assignments: [[a, b]] }]);
      await expect.poll(async () => (await partitionOf(topic)).isr).toHaveLength(2);
      await alterReassignments(cluster, [{ topic, partition: 0, replicas: [b, a] }]);
      await expect
        .poll(() => planPreferred(cluster, { topic }))
        .toEqual([{ topic, partition: 0, leader: a, candidates: [b], isr: expect.arrayContaining([a, b]), away: [] }]);
      await elect(cluster, 'preferred', await planPreferred(cluster, { topic }));
      expect(await partitionOf(topic)).toMatchObject({ leader: b });
    });

    it('give a partition a leader that is not in sync, where there is no other', async () => {
      const { kill, start } = live.faults!; // three nodes have them
      const topic = uniqueName('unclean');
      const [a, b] = (await cluster.metadata([])).brokers.map(({ nodeId }) => nodeId) as [number, number];
      await createTopics(cluster, [{ name: topic, assignments: [[a, b]], configs: { 'min.insync.replicas': '1' } }]);
      await expect.poll(async () => (await partitionOf(topic)).isr).toHaveLength(2);
      await kill(b);
      await expect.poll(async () => (await partitionOf(topic)).isr, { timeout: 30_000 }).toEqual([a]);
      await setThrottle(cluster, [{ topic, partition: 0, before: [a], after: [a, b], bytes: 0 }], 1);
      await fill(cluster, topic, 8_000_000); // so that b, once it is back, does not catch up
      const back = start(b); // resolves when it is in sync everywhere: not before the end
      try {
        const alive = async () => (await cluster.metadata([])).brokers.map(({ nodeId }) => nodeId);
        await expect.poll(alive, { timeout: 30_000 }).toContain(b);
        await kill(a);
        await expect
          .poll(() => planUnclean(cluster, { topic }), { timeout: 30_000 })
          .toMatchObject([{ topic, leader: null, candidates: [b], away: [a] }]);
        const elections = await elect(cluster, 'unclean', await planUnclean(cluster, { topic }));
        expect(elections).toMatchObject([{ topic, partition: 0, error: undefined }]);
        expect(await partitionOf(topic)).toMatchObject({ leader: b });
      } finally {
        const again = start(a);
        await clearThrottle(cluster, [topic]);
        await Promise.all([back, again]);
        await clearThrottle(cluster, [topic]); // of the broker that was away
      }
    }, 90_000);
  });

  describe(`deletion of groups on ${live.name}`, () => {
    it('takes the commits with it, and they can be put back', async () => {
      const [group, topic] = [uniqueName('group'), await newTopic(live, 'read', 2)];
      await commitOffsets(cluster, group, [{ topic, partition: 1, offset: 0 }]);
      const found = await groupsToDelete(cluster, [group, group]);
      const commits = [{ group, topic, partition: 1, offset: 0 }];
      expect(found).toEqual([{ group, topics: 1, commits }]);
      await deleteFound(cluster, found);
      await expect(groupsToDelete(cluster, [group])).rejects.toMatchObject({ code: 'GROUP_ID_NOT_FOUND' });
      await setCommits(cluster, commits);
      expect((await committedOffsets(cluster, group)).get(topic)?.get(1)?.offset).toBe(0);
    });

    it('says who was probably meant', async () => {
      const [group, topic] = [uniqueName('near'), await newTopic(live, 'read', 1)];
      await commitOffsets(cluster, group, [{ topic, partition: 0, offset: 0 }]);
      await expect(groupsToDelete(cluster, [`${group}x`])).rejects.toMatchObject({
        advice: [`${group}, if that is meant`, 'mq group list'],
      });
    });
  });
};
