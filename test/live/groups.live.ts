/** mq group list and describe: members, committed offsets, lag; and mq consume --group, which commits what it has printed. */
import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GroupDescription, GroupSummary } from '../../src/operations/groups.ts';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';
import { mq, type RunOptions } from '../support/run.ts';

export default (cluster: LiveCluster) =>
  describe(`mq group on ${cluster.name}`, () => {
    const run = async (argv: string[], options?: RunOptions) => {
      const done = await mq([...argv, '-b', cluster.bootstrap, '-o', 'json'], options);
      expect(done, done.stderr).toMatchObject({ code: 0 });
      return done;
    };
    const describeGroup = async (group: string) => {
      const [description] = (await run(['group', 'describe', group])).json as GroupDescription[];
      return description!;
    };
    const listed = async (group: string) => {
      const groups = (await run(['group', 'list'])).json as GroupSummary[];
      return groups.find(row => row.group === group);
    };
    const produce = (topic: string, count: number) =>
      run(['produce', topic, '-p', '0'], { stdin: Array.from({ length: count }, (_, i) => `${i}\n`).join('') });

    it('shows who reads what, and how far behind', async () => {
      const topic = await newTopic(cluster, 'watched', 2);
      const group = uniqueName('watcher');
      await produce(topic, 5);
      const kafka = new Kafka({
        clientId: 'watcher',
        brokers: cluster.bootstrap.split(','),
        logLevel: logLevel.NOTHING,
      });
      const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 100 });
      onTestFinished(() => consumer.disconnect());
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({ eachMessage: async () => {} });

      await expect.poll(async () => (await describeGroup(group)).totalLag, { timeout: 20_000, interval: 500 }).toBe(0);
      const { state, members, partitions } = await describeGroup(group);
      expect(state).toBe('Stable');
      expect(members).toMatchObject([{ clientId: 'watcher', host: '127.0.0.1' }]);
      const owner = { memberId: members[0]!.memberId, clientId: 'watcher', host: '127.0.0.1' };
      expect(partitions[0]).toEqual({ topic, partition: 0, committed: 5, end: 5, lag: 0, ...owner });
      expect(partitions[1]).toMatchObject({ partition: 1, end: 0, ...owner });
      expect(await listed(group)).toMatchObject({ state: 'Stable', members: 1, protocolType: 'consumer' });
    });

    it('counts the lag of a group that is away', async () => {
      const topic = await newTopic(cluster, 'waiting', 1);
      const group = uniqueName('away');
      await produce(topic, 7);
      const { stdout } = await run(['consume', topic, '--group', group, '--commit', '--max-records', '4']);
      expect(JSON.parse(stdout)).toHaveLength(4);
      expect(await describeGroup(group)).toMatchObject({
        state: 'Empty',
        members: [],
        partitions: [{ topic, partition: 0, committed: 4, end: 7, lag: 3, memberId: null }],
        totalLag: 3,
      });
      expect(await listed(group)).toMatchObject({ state: 'Empty', members: 0 });
    });

    it('knows no group that nobody has made, and names the one that was meant', async () => {
      const topic = await newTopic(cluster, 'named', 1);
      const group = uniqueName('billing');
      await produce(topic, 1);
      await run(['consume', topic, '--group', group, '--commit', '--max-records', '1']);
      const { code, stdout, stderr } = await mq(['group', 'describe', `${group}x`, '-b', cluster.bootstrap]);
      expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(`there is no group ${group}x`);
      expect(stderr).toContain(`${group}, if that is meant`);
    });
  });
