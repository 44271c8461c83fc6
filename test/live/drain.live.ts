/** mq backlog drain: a backlog moved to a wide topic, whatever comes in between. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DrainResult } from '../../src/commands/backlog/drain.ts';
import { deleteRecords } from '../../src/kafka/admin/records.ts';
import { connect } from '../../src/kafka/index.ts';
import { partitionForKey } from '../../src/lib/murmur2.ts';
import { type Backlog, newBacklog, record } from '../support/backlog.ts';
import { type LiveCluster, uniqueName } from '../support/live.ts';
import { joinMembers } from '../support/members.ts';
import { type ReadRecord, readTopic } from '../support/read-topic.ts';
import { mq, startMq } from '../support/run.ts';

const WIDE = 6;

export default (cluster: LiveCluster) =>
  describe(`mq backlog drain on ${cluster.name}`, () => {
    let state: string;
    let wide: string;
    beforeEach(async () => {
      state = await mkdtemp(join(tmpdir(), 'mq-state-'));
      wide = uniqueName('wide');
    });
    afterEach(() => rm(state, { recursive: true, force: true }));

    const command = ({ topic, group }: Backlog, ...more: string[]) => [
      'backlog',
      'drain',
      '--topic',
      topic,
      '--group',
      group,
      '--to',
      wide,
      '-b',
      cluster.bootstrap,
      '-o',
      'json',
      '--yes',
      ...more,
    ];
    const env = () => ({ env: { MQ_STATE_DIR: state } });
    const drain = async (backlog: Backlog, ...more: string[]) => mq(command(backlog, ...more), env());
    const created = ['--create', '--partitions', String(WIDE)];

    it('moves exactly what the group has not committed, byte for byte, by key and in order', async () => {
      const backlog = await newBacklog(cluster, { codecs: ['none', 'gzip', 'snappy', 'lz4', 'zstd'] });
      const run = await drain(backlog, ...created);
      expect(run).toMatchObject({ code: 0 });
      const { verification, plan } = run.json as DrainResult;
      expect(plan?.target.create?.config).toMatchObject({ 'cleanup.policy': 'delete' });
      expect(verification).toMatchObject({ complete: true, duplicates: 0, outOfOrder: 0, misplaced: 0 });
      expectMoved(await readTopic(cluster, wide), backlog);
    });

    it('shows the plan and changes nothing with --dry-run', async () => {
      const backlog = await newBacklog(cluster, { count: 500 });
      const run = await drain(backlog, ...created, '--dry-run');
      expect(run).toMatchObject({ code: 0 });
      const { plan, moved } = run.json as DrainResult;
      expect(plan?.records).toBe(500 - 2 * 100);
      expect(plan?.rows.map(({ committed, from }) => [committed, from])).toEqual([
        [100, 100],
        [100, 100],
      ]);
      expect(moved).toBeNull();
      expect(await topics(cluster)).not.toContain(wide);
    });

    it('refuses a target that is not there and a group that is at work, and says how to go on', async () => {
      const backlog = await newBacklog(cluster, { count: 500 });
      const missing = await drain(backlog);
      expect(missing).toMatchObject({ code: 1, stdout: '' });
      expect(missing.stderr).toContain('--create --partitions');
      const [member] = await joinMembers(cluster.bootstrap, backlog.group, [{ owns: { [backlog.topic]: [0, 1] } }]);
      const atWork = await drain(backlog, ...created);
      await member!.leave();
      expect(atWork).toMatchObject({ code: 1, stdout: '' });
      expect(JSON.parse(atWork.stderr).error).toMatchObject({
        code: 'REFUSED',
        try: [expect.stringContaining('--shadow')],
      });
      expect(await topics(cluster)).not.toContain(wide);
    });

    it('goes on after Ctrl-C, with nothing lost and nothing twice', async () => {
      const backlog = await newBacklog(cluster, { count: 20_000 });
      const running = startMq(command(backlog, ...created, '--max-rate', '500kB/s'), env());
      await untilSomeAreMoved(cluster, wide);
      running.stop('SIGINT');
      const stopped = await running.ended;
      expect(stopped.code).toBe(130);
      expect(stopped.stderr).toContain('--resume');
      const again = await drain(backlog, ...created);
      expect(again).toMatchObject({ code: 1 });
      expect(again.stderr).toContain('is unfinished');
      const resumed = await drain(backlog, '--resume');
      expect(resumed).toMatchObject({ code: 0 });
      expect((resumed.json as DrainResult).verification).toMatchObject({ complete: true, duplicates: 0 });
      expectMoved(await readTopic(cluster, wide), backlog);
    });

    it('goes on after kill -9, and does not send again what the target has already', async () => {
      const backlog = await newBacklog(cluster, { count: 20_000 });
      const running = startMq(command(backlog, ...created, '--max-rate', '500kB/s'), env());
      await untilSomeAreMoved(cluster, wide);
      running.stop('SIGKILL');
      expect((await running.ended).code).toBe(137);
      const resumed = await drain(backlog, '--resume');
      expect(resumed).toMatchObject({ code: 0 });
      expect((resumed.json as DrainResult).verification).toMatchObject({ complete: true, duplicates: 0 });
      expectMoved(await readTopic(cluster, wide), backlog);
    });

    it('says what the source deleted before it could be moved, and moves the rest', async () => {
      const backlog = await newBacklog(cluster, { count: 20_000 });
      const running = startMq(command(backlog, ...created, '--max-rate', '300kB/s'), env());
      await untilSomeAreMoved(cluster, wide);
      running.stop('SIGINT');
      await running.ended;
      const kept = backlog.records.map(ofPartition => ofPartition.length - 500);
      const client = await connect({ bootstrap: cluster.bootstrap });
      await deleteRecords(
        client,
        backlog.topic,
        kept.map((before, partition) => ({ partition, before })),
      );
      await client.close();
      const resumed = await drain(backlog, '--resume');
      expect(resumed).toMatchObject({ code: 0 });
      expect(resumed.stderr).toMatch(/\d+ offsets of \S+-0 .* were deleted before they could be moved/);
      const { moved, verification } = resumed.json as DrainResult;
      expect(moved?.expired.map(({ partition, to }) => [partition, to])).toEqual([
        [0, kept[0]],
        [1, kept[1]],
      ]);
      expect(moved?.records).toBe(1_000);
      expect(verification).toMatchObject({
        complete: true,
        duplicates: 0,
        partitions: [{ promised: null }, { promised: null }],
      });
    });

    it('follows what comes after the freeze until Ctrl-C', async () => {
      const backlog = await newBacklog(cluster, { count: 500 });
      const running = startMq(command(backlog, ...created, '--follow'), env());
      await untilSomeAreMoved(cluster, wide, 500 - 2 * 100);
      const late = Array.from({ length: 40 }, (_, i) => record(10_000 + i, 10));
      await sendWithKafkajs(cluster, backlog.topic, late);
      await untilSomeAreMoved(cluster, wide, 500 - 2 * 100 + 40);
      running.stop('SIGINT');
      const run = await running.ended;
      expect(run).toMatchObject({ code: 0 });
      expect((run.json as DrainResult).verification).toMatchObject({ complete: true, duplicates: 0 });
      expect(await readTopic(cluster, wide)).toHaveLength(500 - 2 * 100 + 40);
    });

    it.runIf(cluster.faults)(
      'outlives the death of a node and its return: nothing lost, nothing twice',
      async () => {
        const backlog = await newBacklog(cluster, { count: 60_000, partitions: 3 });
        const running = startMq(command(backlog, ...created, '--max-rate', '800kB/s'), env());
        await untilSomeAreMoved(cluster, wide);
        const victim = await leaderOf(cluster, wide);
        await cluster.faults!.kill(victim);
        await new Promise(resolve => setTimeout(resolve, 1_500));
        await cluster.faults!.start(victim);
        const run = await running.ended;
        expect(run).toMatchObject({ code: 0 });
        expect((run.json as DrainResult).verification).toMatchObject({ complete: true, duplicates: 0 });
        expectMoved(await readTopic(cluster, wide), backlog);
      },
      120_000,
    );
  });

/** Every uncommitted record is there once, equal but for the origin headers, where its key belongs, in order. */
function expectMoved(found: readonly ReadRecord[], { topic, records, committed }: Backlog): void {
  const bySource = new Map<string, ReadRecord>();
  const last = new Map<string, number>();
  for (const each of found) {
    const own = each.headers!.slice(0, -3);
    const [from, partition, offset] = each.headers!.slice(-3).map(({ value }) => value!.toString());
    expect(from).toBe(topic);
    expect(each.partition).toBe(partitionForKey(each.key!, 0, each.key!.length, WIDE));
    const lane = `${partition} to ${each.partition}`;
    expect(Number(offset)).toBeGreaterThan(last.get(lane) ?? -1);
    last.set(lane, Number(offset));
    bySource.set(`${partition}:${offset}`, { ...each, headers: own });
  }
  const expected = records.flatMap((ofPartition, partition) =>
    ofPartition
      .map((each, offset) => ({ each, partition, offset }))
      .filter(({ offset }) => offset >= committed[partition]!),
  );
  expect(found).toHaveLength(expected.length);
  for (const { each, partition, offset } of expected)
    expect(bySource.get(`${partition}:${offset}`)).toMatchObject(each);
}

async function admin<T>(cluster: LiveCluster, use: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
  const client = new Kafka({ brokers: cluster.bootstrap.split(','), logLevel: logLevel.NOTHING }).admin();
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.disconnect();
  }
}

const topics = (cluster: LiveCluster) => admin(cluster, client => client.listTopics());

const leaderOf = (cluster: LiveCluster, topic: string) =>
  admin(
    cluster,
    async client => (await client.fetchTopicMetadata({ topics: [topic] })).topics[0]!.partitions[0]!.leader,
  );

async function untilSomeAreMoved(cluster: LiveCluster, topic: string, count = 1): Promise<void> {
  await admin(cluster, async client => {
    for (;;) {
      if ((await client.listTopics()).includes(topic)) {
        const ends = await client.fetchTopicOffsets(topic).catch(() => []);
        if (ends.reduce((sum, { high }) => sum + Number(high), 0) >= count) return;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  });
}

async function sendWithKafkajs(
  cluster: LiveCluster,
  topic: string,
  records: readonly ReturnType<typeof record>[],
): Promise<void> {
  const producer = new Kafka({ brokers: cluster.bootstrap.split(','), logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: records.map(({ key, value }) => ({ key, value })) });
  await producer.disconnect();
}
