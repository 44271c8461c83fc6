/** mq plan partitions on a cluster: facts from it, rates measured on it. */
import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { PlanPartitionsResult } from '../../src/commands/plan/partitions.ts';
import { connect } from '../../src/kafka/index.ts';
import { newBacklog } from '../support/backlog.ts';
import { type LiveCluster, newTopic } from '../support/live.ts';
import { mq, startMq } from '../support/run.ts';

export default (cluster: LiveCluster) =>
  describe(`mq plan partitions on ${cluster.name}`, () => {
    const plan = (...argv: string[]) => mq(['plan', 'partitions', '-b', cluster.bootstrap, '-o', 'json', ...argv]);
    const scratchTopics = async () => {
      const client = await connect({ bootstrap: cluster.bootstrap });
      const { topics } = await client.metadata();
      await client.close();
      return topics.map(({ name }) => name).filter(name => name.startsWith('mq-measure-'));
    };
    const bounds = ['--measure-seconds', '2', '--measure-bytes', '20MB'];

    it('takes brokers, replicas and other partitions from the cluster when rates are given', async () => {
      const topic = await newTopic(cluster, 'planned', 5);
      const run = await plan(
        '--target',
        '100MB/s',
        '--producer-rate',
        '20MB/s',
        '--consumer-rate',
        '5MB/s',
        '--topic',
        topic,
      );
      expect([0, 3]).toContain(run.code); // other specifications' topics may exceed the cap of one broker
      const result = run.json as PlanPartitionsResult;
      expect(result.cap).toMatchObject({ brokers: cluster.nodes, replicationFactor: cluster.nodes });
      expect(result.corrected.partitions).toBe(20);
      expect(result.recommendation.partitions % cluster.nodes).toBe(0);
      expect(result.keyedOrder).toContain('From 5 to');
      expect(result.cap!.clusterPartitions).toBeGreaterThanOrEqual(result.recommendation.partitions);
    });

    it('measures what is not given, and removes the scratch topic', async () => {
      const run = await plan('--target', '1GB/s', ...bounds, '--yes');
      expect([0, 3]).toContain(run.code);
      const { producerRate, consumerRate } = run.json as PlanPartitionsResult;
      expect(producerRate.bytesPerSec).toBeGreaterThan(100_000);
      expect(consumerRate.bytesPerSec).toBeGreaterThan(100_000);
      expect(consumerRate.how).toContain('upper bound');
      expect(await scratchTopics()).toEqual([]);
    });

    it('takes Tc from what a group commits while it lags', async () => {
      const { topic, group } = await newBacklog(cluster, { count: 4_000, partitions: 2 });
      const consumer = new Kafka({ brokers: cluster.bootstrap.split(','), logLevel: logLevel.NOTHING }).consumer({
        groupId: group,
      });
      await consumer.connect();
      await consumer.subscribe({ topic });
      const joined = new Promise(resolve => consumer.on(consumer.events.GROUP_JOIN, resolve));
      await consumer.run({
        autoCommitThreshold: 10,
        eachMessage: () => new Promise(resolve => setTimeout(resolve, 10)), // 100 records a second
      });
      await joined;
      const run = await plan(
        '--target',
        '1MB/s',
        '--producer-rate',
        '20MB/s',
        '--topic',
        topic,
        '--group',
        group,
        '--measure-seconds',
        '4',
      );
      await consumer.disconnect();
      const { consumerRate } = run.json as PlanPartitionsResult;
      expect(consumerRate.how).toContain(`group ${group}: 1 consumer(s)`);
      expect(consumerRate.bytesPerSec).toBeGreaterThan(1_000); // about 100 records of 80 bytes, less what the machine is busy
      expect(consumerRate.bytesPerSec).toBeLessThan(20_000);
    });

    it('says that a group which does not lag shows nothing', async () => {
      const { topic, group } = await newBacklog(cluster, { count: 100, consumed: 100 });
      const run = await plan(
        '--target',
        '1MB/s',
        '--producer-rate',
        '20MB/s',
        '--topic',
        topic,
        '--group',
        group,
        '--measure-seconds',
        '1',
      );
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(JSON.parse(run.stderr.slice(run.stderr.indexOf('{'))).error).toMatchObject({
        code: 'NO_EVIDENCE',
        try: expect.arrayContaining([expect.stringContaining('--consumer-rate')]),
      });
    });

    it('removes the scratch topic after Ctrl-C, too', async () => {
      const running = startMq([
        'plan',
        'partitions',
        '-b',
        cluster.bootstrap,
        '--target',
        '1GB/s',
        '--measure-seconds',
        '60',
        '--measure-bytes',
        '100GB',
        '--yes',
      ]);
      while ((await scratchTopics()).length === 0) await new Promise(resolve => setTimeout(resolve, 50));
      running.stop('SIGINT');
      expect((await running.ended).code).toBe(130);
      expect(await scratchTopics()).toEqual([]);
    });

    it('asks before it measures: without a terminal nothing happens', async () => {
      const run = await plan('--target', '1GB/s');
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toContain('--yes');
      expect(await scratchTopics()).toEqual([]);
    });

    it('ends with 3 over the cap', async () => {
      const run = await plan('--target', '100GB/s', '--producer-rate', '1MB/s', '--consumer-rate', '1MB/s');
      expect(run).toMatchObject({ code: 3, json: { overCap: true } });
    });
  });
