/** Moving replicas and widening topics, below the commands. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeConfigs } from '../../src/kafka/admin/configs.ts';
import { listReassignments } from '../../src/kafka/admin/reassignments.ts';
import { createTopics } from '../../src/kafka/admin/topics.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import type { Assignment } from '../../src/operations/reassign/moves.ts';
import { planReassignment, planReturn } from '../../src/operations/reassign/plan.ts';
import { movingNow } from '../../src/operations/reassign/progress.ts';
import { carryOut, keepAssignment, readAssignment } from '../../src/operations/reassign/reassign.ts';
import { clearThrottle, setThrottle } from '../../src/operations/reassign/throttle.ts';
import { planWidening, widen } from '../../src/operations/widen-topic.ts';
import { fill } from '../support/bulk.ts';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';
import { mq, startMq } from '../support/run.ts';
import { temporaryStateDirectory } from '../support/state-directory.ts';

export default (live: LiveCluster) =>
  describe(`moves of topics on ${live.name}`, () => {
    let cluster: Cluster;
    let nodes: number[];
    temporaryStateDirectory();
    beforeAll(async () => {
      cluster = await connect({ bootstrap: live.bootstrap });
      nodes = (await cluster.metadata([])).brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b);
    });
    afterAll(() => cluster?.close());

    const replicasOf = async (topic: string) =>
      (await cluster.metadata([topic])).topics[0]!.partitions.map(({ replicas }) => replicas);
    const aTopic = async (assignments: readonly (readonly number[])[]) => {
      const name = uniqueName('moved');
      await createTopics(cluster, [{ name, assignments, configs: { 'min.insync.replicas': '1' } }]);
      return name;
    };
    const throttlesOf = async (topic: string) => {
      const brokers = nodes.map(node => ({ type: 'broker' as const, name: String(node) }));
      const described = await describeConfigs(cluster, [{ type: 'topic', name: topic }, ...brokers]);
      const all = described.flatMap(({ configs }) => configs);
      return all.filter(({ name, value }) => name.includes('throttled') && value !== null && value !== '');
    };
    const carry = (plan: Parameters<typeof carryOut>[1], given: Partial<Parameters<typeof carryOut>[2]> = {}) =>
      carryOut(cluster, plan, {
        throttleBytesPerSec: undefined,
        wait: true,
        signal: new AbortController().signal,
        onCopied: () => {},
        ...given,
      });

    it('add partitions, saying how many keys move, and never take any away', async () => {
      const topic = await newTopic(live, 'widened', 4);
      const plan = await planWidening(cluster, topic, 6);
      expect(plan).toEqual({ topic, before: 4, after: 6, keysThatMove: expect.closeTo(2 / 3) });
      expect(await replicasOf(topic)).toHaveLength(4);
      await widen(cluster, plan);
      expect(await replicasOf(topic)).toHaveLength(6);
      await expect(planWidening(cluster, topic, 2)).rejects.toMatchObject({ code: 'INVALID_PARTITIONS' });
      await expect(planWidening(cluster, `${topic}x`, 8)).rejects.toMatchObject({
        advice: [`${topic}, if that is meant`],
      });
    });

    it('have nothing to do where all is well', async () => {
      const topic = await newTopic(live, 'even', live.nodes);
      expect(await planReassignment(cluster, { topics: [topic] })).toMatchObject({ topics: [topic], bytes: 0 });
    });

    it('refuse what cannot be', async () => {
      const topic = await newTopic(live, 'refused', 1);
      const plan = (wish: object) => planReassignment(cluster, { topics: [topic], ...wish });
      await expect(plan({ replicationFactor: 4 })).rejects.toMatchObject({
        code: 'USAGE',
        where: '--replication-factor',
      });
      await expect(plan({ brokers: [99] })).rejects.toMatchObject({ code: 'USAGE', where: '--brokers' });
      await expect(plan({ topics: [`${topic}x`] })).rejects.toMatchObject({ advice: [`${topic}, if that is meant`] });
    });

    it('find a throttle that somebody has forgotten', async () => {
      const topic = await aTopic([[nodes[0]!]]);
      await setThrottle(
        cluster,
        [{ topic, partition: 0, before: [nodes[0]!], after: [nodes[0]!], bytes: 0 }],
        1_000_000,
      );
      await expect.poll(() => throttlesOf(topic)).toHaveLength(3);
      expect(await clearThrottle(cluster, [topic])).toBe(true);
      await expect.poll(() => throttlesOf(topic)).toEqual([]);
      expect(await clearThrottle(cluster, [topic])).toBe(false);
    });

    if (live.nodes === 1) return;

    describe('with three nodes', () => {
      it('raise the replication factor, keep who leads, and go back', async () => {
        const [a, b, c] = nodes as [number, number, number];
        const before = [[a], [b], [c], [a]];
        const topic = await aTopic(before);
        await fill(cluster, topic, 1_000_000);
        const plan = await planReassignment(cluster, { topics: [topic], replicationFactor: 3 });
        expect(plan.moves.map(({ after }) => after[0])).toEqual([a, b, c, a]);
        expect(plan.bytes).toBeGreaterThan(2_000_000);
        const file = keepAssignment(plan);
        expect(await carry(plan)).toEqual({ outcome: 'arrived' });
        await expect.poll(async () => (await replicasOf(topic)).map(replicas => replicas.length)).toEqual([3, 3, 3, 3]);
        const kept: Assignment[] = readAssignment(file);
        expect(await carry(await planReturn(cluster, kept))).toEqual({ outcome: 'arrived' });
        await expect.poll(() => replicasOf(topic)).toEqual(before);
      });

      it('leave a broker', async () => {
        const [a, b, c] = nodes as [number, number, number];
        const topic = await aTopic([
          [a, b],
          [b, c],
          [c, a],
        ]);
        const plan = await planReassignment(cluster, { topics: [topic], brokers: [a, b] });
        expect(plan.brokers.find(({ broker }) => broker === c)).toMatchObject({ replicasBefore: 2, replicasAfter: 0 });
        await carry(plan);
        await expect.poll(async () => (await replicasOf(topic)).flat().includes(c)).toBe(false);
      });

      it('do not go below min.insync.replicas', async () => {
        const topic = await newTopic(live, 'min-isr', 1, { 'min.insync.replicas': '2' });
        await expect(planReassignment(cluster, { topics: [topic], replicationFactor: 1 })).rejects.toMatchObject({
          code: 'REFUSED',
          advice: [`mq config alter --topic ${topic} --set min.insync.replicas=1`],
        });
      });

      it('are throttled until they have arrived, and no longer', async () => {
        const topic = await aTopic([[nodes[0]!]]);
        await fill(cluster, topic, 2_000_000);
        const plan = await planReassignment(cluster, { topics: [topic], replicationFactor: 3 });
        const seen: number[] = [];
        const onCopied = (bytes: number) => void seen.push(bytes);
        expect(await carry(plan, { throttleBytesPerSec: 50_000_000, onCopied })).toEqual({ outcome: 'arrived' });
        expect(seen.at(-1)).toBe(plan.bytes);
        await expect.poll(() => throttlesOf(topic)).toEqual([]);
      });

      it('are taken back with their throttle when somebody stops them', async () => {
        const topic = await aTopic([[nodes[0]!]]);
        await fill(cluster, topic, 6_000_000);
        const argv = ['topic', 'reassign', topic, '-r', '3', '--throttle', '1kB/s', '--yes', '-b', live.bootstrap];
        const running = startMq(argv, { env: { MQ_STATE_DIR: process.env.MQ_STATE_DIR! } });
        await running.until(/The way back/);
        await expect.poll(() => movingNow(cluster, [topic])).toHaveLength(1);
        expect(await throttlesOf(topic)).not.toEqual([]);
        await expect(planReassignment(cluster, { topics: [topic] })).rejects.toMatchObject({
          code: 'REASSIGNMENT_IN_PROGRESS',
        });
        running.stop();
        expect(await running.ended).toMatchObject({
          code: 130,
          stderr: expect.stringContaining('the throttle is gone'),
        });
        expect((await listReassignments(cluster)).filter(each => each.topic === topic)).toEqual([]);
        await expect.poll(() => throttlesOf(topic)).toEqual([]);
        await expect.poll(() => replicasOf(topic)).toEqual([[nodes[0]]]);
      });

      it('and their throttle can be taken back when the process that began them was killed', async () => {
        const topic = await aTopic([[nodes[0]!]]);
        await fill(cluster, topic, 6_000_000);
        const env = { MQ_STATE_DIR: process.env.MQ_STATE_DIR!, MQ_BOOTSTRAP_SERVER: live.bootstrap };
        const running = startMq(['topic', 'reassign', topic, '-r', '3', '--throttle', '1kB/s', '--yes'], { env });
        await running.until(/The way back/);
        await expect.poll(() => movingNow(cluster, [topic])).toHaveLength(1);
        running.stop('SIGKILL');
        await running.ended;
        expect(await throttlesOf(topic)).not.toEqual([]);
        expect((await mq(['topic', 'reassign', topic, '--cancel', '--yes', '-o', 'json'], { env })).json).toMatchObject(
          {
            moving: [{ topic, partition: 0 }],
            throttleRemoved: true,
          },
        );
        await expect.poll(() => throttlesOf(topic)).toEqual([]);
      });
    });
  });
