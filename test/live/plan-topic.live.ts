/** What planners take from a topic that exists: its settings, a bounded sample, what was written lately, what brokers hold. */
import { describe, expect, it } from 'vitest';
import type { DurabilityPlan } from '../../src/advisors/plan/durability/durability.ts';
import type { MigratePlan } from '../../src/advisors/plan/migrate/migrate.ts';
import type { OrderPlan } from '../../src/advisors/plan/order/order.ts';
import type { StoragePlan } from '../../src/advisors/plan/storage/storage.ts';
import type { ThroughputPlan } from '../../src/advisors/plan/throughput/throughput.ts';
import type { PlanPartitionsResult } from '../../src/commands/plan/partitions.ts';
import { connect } from '../../src/kafka/index.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { newBacklog } from '../support/backlog.ts';
import { type LiveCluster, newTopic } from '../support/live.ts';
import { mq } from '../support/run.ts';

export default (cluster: LiveCluster) =>
  describe(`plans of a topic on ${cluster.name}`, () => {
    const plan = (...argv: string[]) => mq(['plan', ...argv, '-b', cluster.bootstrap, '-o', 'json']);
    const rates = ['--producer-rate', '20MB/s', '--consumer-rate', '20MB/s'];

    const writeTo = async (partition: number, topic: string, keys: readonly (string | null)[]) => {
      const client = await connect({ bootstrap: cluster.bootstrap });
      const producer = await openProducer(client);
      const builder = new BatchBuilder();
      for (const key of keys)
        builder.append({
          key: key === null ? null : Buffer.from(key),
          value: Buffer.from('v'),
          timestampMs: Date.now(),
        });
      await producer.send(topic, partition, builder.build());
      await producer.close();
      await client.close();
    };

    it('partitions: samples sizes, rate and keys, and takes the busiest hour as target', async () => {
      // 40 records of each of 50 keys, an hour old
      const { topic } = await newBacklog(cluster, { count: 2_000, partitions: 3, codecs: ['lz4'] });
      const run = await plan('partitions', '--topic', topic, ...rates);
      expect([0, 3]).toContain(run.code); // other specifications' topics may exceed the cap of one broker
      const { sample, targetBytesPerSec, steps } = run.json as PlanPartitionsResult;
      expect(sample).toMatchObject({
        records: 2_000,
        distinctKeys: 50,
        withoutKey: 0,
        misplaced: 0,
        codecs: { lz4: 2_000 },
      });
      expect(sample!.hottest[0]!.share).toBeCloseTo(0.02, 5);
      expect(sample!.storedBytes).toBeLessThan(sample!.plainBytes);
      expect(targetBytesPerSec).toBeGreaterThan(0);
      expect(steps.find(({ what }) => what === 'partitions that help')?.value).toBe(50);
    });

    it('partitions: one key that is more than a partition carries', async () => {
      const { topic } = await newBacklog(cluster, { count: 300, partitions: 2, keys: 1 });
      const run = await plan('partitions', '--topic', topic, '--target', '30MB/s', ...rates);
      expect(run).toMatchObject({ code: 3, json: { sample: { hottest: [{ key: 'key-0', share: 1 }] } } });
      expect(run.stderr).toContain('more partitions will not help: key-0 alone has 100 %');
    });

    it('order: sees records without a key and keys that moved', async () => {
      const { topic } = await newBacklog(cluster, { count: 400, partitions: 2 });
      const clean = await plan('order', '--scope', 'key', '--topic', topic);
      expect(clean).toMatchObject({ code: 0, json: { limits: [{ value: 0 }, { value: 0 }] } });
      await writeTo(0, topic, [...Array.from({ length: 20 }, (_, i) => `key-${i}`), null]);
      const { code, json } = await plan('order', '--scope', 'key', '--topic', topic);
      const over = (json as OrderPlan).limits.filter(({ isOver }) => isOver).map(({ what }) => what);
      expect({ code, over }).toEqual({ code: 3, over: ['records without a key', 'keys in another partition'] });
    });

    it('storage: retention, replicas and disks as they are', async () => {
      const topic = await newTopic(cluster, 'kept', 4, { 'retention.ms': '7200000', 'segment.ms': '3600000' });
      const run = await plan('storage', '--topic', topic, '--target', '4MB/s', '--segment-bytes', '1GiB');
      const { code, steps, present } = { ...(run.json as StoragePlan), code: run.code };
      expect(code).toBe(0);
      const value = (what: string) => steps.find(each => each.what === what)?.value;
      expect(value('replicas on a broker')).toBe(4);
      expect(value('a segment takes writes')).toBeCloseTo((2 ** 30 / 1e6) * 1000);
      expect(value('kept of a partition')).toBeCloseTo(1000 * (7_200_000 + 300_000) + 2 ** 30);
      expect(present).toHaveLength(cluster.nodes);
      expect(present[0]!.diskBytes).toBeGreaterThan(0);
    });

    it('durability: replicas and minimum as they are', async () => {
      const topic = await newTopic(cluster, 'safe', 1, { 'min.insync.replicas': '1' });
      const run = await plan('durability', '--topic', topic);
      expect(run.code).toBe(3);
      const { choices, given } = run.json as DurabilityPlan;
      expect(choices.filter(({ isAsked }) => isAsked)).toMatchObject([
        { replicationFactor: cluster.nodes, minInSync: 1, forDataWorst: 0, forWrites: cluster.nodes - 1 },
      ]);
      expect(given.find(({ what }) => what === 'in sync now')?.value).toBe(cluster.nodes);
    });

    it('throughput: tries codecs on the records, sweeps batch sizes, and removes the scratch topic', async () => {
      const { topic } = await newBacklog(cluster, { count: 1_000 });
      const bounds = ['--measure-seconds', '1', '--measure-bytes', '8MB'];
      const run = await plan('throughput', '--target', '1MB/s', '--topic', topic, ...bounds, '--yes');
      const { codecs, sweep, sentBatchBytes, given } = run.json as ThroughputPlan;
      expect(codecs).toHaveLength(4);
      expect(sweep.map(({ batchBytes }) => batchBytes)).toEqual([16_384, 65_536, 262_144, 1_000_000]);
      for (const { bytesPerSec } of sweep) expect(bytesPerSec).toBeGreaterThan(0);
      expect(given.find(({ what }) => what === 'acknowledgement')).toMatchObject({
        value: expect.toSatisfy((ms: number) => ms > 0),
        how: 'measured, one batch of 16 KiB at a time',
      });
      expect(sentBatchBytes).toBeGreaterThan(0);
      const client = await connect({ bootstrap: cluster.bootstrap });
      const { topics } = await client.metadata();
      await client.close();
      expect(topics.filter(({ name }) => name.startsWith('mq-measure-')).length).toBe(0);
    });

    it('migrate: the numbers of the backlog, and nothing changes', async () => {
      const { topic, group } = await newBacklog(cluster, { count: 500, partitions: 2, consumed: 50 });
      const run = await plan('migrate', '--topic', topic, '--group', group, '--partitions', '6');
      const { given, procedure, settings } = run.json as MigratePlan;
      expect(run.code).toBe(0);
      expect(given.find(({ what }) => what === 'backlog')?.value).toBe(400);
      expect(settings.map(({ key }) => key)).toContain('retention.ms');
      const dryRun = procedure.flatMap(({ command }) => (command?.endsWith('--dry-run') ? [command] : []))[0]!;
      const drain = await mq([...dryRun.split(' ').slice(1), '-b', cluster.bootstrap]);
      expect(drain.code).toBe(0);
      expect((await mq(['topic', 'describe', `${topic}-wide`, '-b', cluster.bootstrap])).code).not.toBe(0);
    });

    it('says which topic there is not', async () => {
      const run = await plan('durability', '--topic', 'no-such-topic');
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toContain('no-such-topic');
    });
  });
