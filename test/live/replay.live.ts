/** mq replay: a group rewound by time and put back, a range copied, a range printed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReplayResult, UndoResult } from '../../src/commands/replay.ts';
import { commitOffsets, committedOffsets } from '../../src/kafka/committed-offsets.ts';
import { connect } from '../../src/kafka/index.ts';
import { type Backlog, newBacklog } from '../support/backlog.ts';
import { type LiveCluster, uniqueName } from '../support/live.ts';
import { joinMembers } from '../support/members.ts';
import { readTopic } from '../support/read-topic.ts';
import { mq, startMq } from '../support/run.ts';

export default (cluster: LiveCluster) =>
  describe(`mq replay on ${cluster.name}`, () => {
    let state: string;
    beforeEach(async () => {
      state = await mkdtemp(join(tmpdir(), 'mq-state-'));
    });
    afterEach(() => rm(state, { recursive: true, force: true }));

    const replay = (...argv: string[]) =>
      mq(['replay', ...argv, '-b', cluster.bootstrap, '--yes'], { env: { MQ_STATE_DIR: state } });
    const rewind = ({ topic, group }: Backlog, timeMs: number, ...argv: string[]) =>
      replay('--topic', topic, '--group', group, '--from-time', String(timeMs), '-o', 'json', ...argv);
    const commits = async ({ topic, group }: Backlog) => {
      const client = await connect({ bootstrap: cluster.bootstrap });
      const found = (await committedOffsets(client, group, [topic])).get(topic);
      await client.close();
      return [...(found ?? [])].sort(([a], [b]) => a - b).map(([, { offset }]) => offset);
    };
    /** The group has read everything; `at` is the time of record i. */
    const consumedBacklog = async () => {
      const backlog = await newBacklog(cluster, { count: 1_000, consumed: 1_000 });
      const times = backlog.records.flat().map(({ timestampMs }) => timestampMs);
      return { backlog, startMs: Math.min(...times), at: (i: number) => Math.min(...times) + i };
    };
    /** The first offset of each partition whose record is at or after the time. */
    const firstAt = ({ records }: Backlog, timeMs: number) =>
      records.map(ofPartition => ofPartition.findIndex(({ timestampMs }) => timestampMs >= timeMs));

    it('rewinds a group to the first record at the time, keeps an undo file, and puts it back', async () => {
      const { backlog, at } = await consumedBacklog();
      const before = await commits(backlog);
      const run = await rewind(backlog, at(400));
      expect(run).toMatchObject({ code: 0 });
      const result = run.json as ReplayResult;
      expect(result.changed).toBe(true);
      expect(result.partitions.map(({ outcome }) => outcome)).toEqual(['exact', 'exact']);
      expect(result.partitions.map(({ target }) => target)).toEqual(firstAt(backlog, at(400)));
      expect(await commits(backlog)).toEqual(firstAt(backlog, at(400)));
      const undone = await replay('--undo', result.undo!, '-o', 'json');
      expect(undone).toMatchObject({ code: 0 });
      expect((undone.json as UndoResult).changed).toBe(true);
      expect(await commits(backlog)).toEqual(before);
    });

    it('changes nothing with --dry-run', async () => {
      const { backlog, at } = await consumedBacklog();
      const before = await commits(backlog);
      const run = await rewind(backlog, at(400), '--dry-run');
      expect(run).toMatchObject({ code: 0, json: { changed: false, undo: null } });
      expect(await commits(backlog)).toEqual(before);
    });

    it('refuses a group that nobody has heard of, instead of making one of a misspelt name', async () => {
      const { backlog } = await consumedBacklog();
      const run = await replay('--topic', backlog.topic, '--group', uniqueName('typo'), '--from-time=-2h', '--dry-run');
      expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('mq group list') });
    });

    it('says that the target is missing already with --dry-run', async () => {
      const { backlog } = await consumedBacklog();
      const run = await replay('--topic', backlog.topic, '--to', uniqueName('nowhere'), '--from-time=-2h', '--dry-run');
      expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('add --create') });
    });

    it('keeps "no newer record" apart from the end', async () => {
      const { backlog, at } = await consumedBacklog();
      const before = await commits(backlog);
      const run = await rewind(backlog, at(5_000_000));
      expect(run).toMatchObject({ code: 0 });
      expect((run.json as ReplayResult).partitions.map(({ outcome, target }) => [outcome, target])).toEqual([
        ['no newer record', null],
        ['no newer record', null],
      ]);
      expect(await commits(backlog)).toEqual(before);
    });

    it('never moves a group forward', async () => {
      const { backlog, at } = await consumedBacklog();
      const client = await connect({ bootstrap: cluster.bootstrap });
      await commitOffsets(
        client,
        backlog.group,
        [0, 1].map(partition => ({ topic: backlog.topic, partition, offset: 3 })),
      );
      await client.close();
      const run = await rewind(backlog, at(400));
      expect((run.json as ReplayResult).partitions.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
      expect(await commits(backlog)).toEqual([3, 3]);
    });

    it('refuses a group with members, and waits for them to leave when asked', async () => {
      const { backlog, at } = await consumedBacklog();
      const [member] = await joinMembers(cluster.bootstrap, backlog.group, [{ owns: { [backlog.topic]: [0, 1] } }]);
      const refused = await rewind(backlog, at(400));
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(JSON.parse(refused.stderr).error).toMatchObject({
        code: 'GROUP_NOT_EMPTY',
        try: expect.arrayContaining([expect.stringContaining('--wait-empty')]),
      });
      const [waited] = await Promise.all([rewind(backlog, at(400), '--wait-empty', '30s'), member!.leave()]);
      expect(waited).toMatchObject({ code: 0 });
      expect(await commits(backlog)).toEqual(firstAt(backlog, at(400)));
    });

    it('copies a range of time to another topic and verifies it', async () => {
      const { backlog, at } = await consumedBacklog();
      const again = uniqueName('again');
      const run = await replay(
        '--topic',
        backlog.topic,
        '--from-time',
        String(at(200)),
        '--to-time',
        String(at(700)),
        '--to',
        again,
        '--create',
        '-o',
        'json',
      );
      expect(run).toMatchObject({ code: 0 });
      expect((run.json as ReplayResult).verification).toMatchObject({ complete: true, duplicates: 0 });
      const found = await readTopic(cluster, again);
      const expected = backlog.records
        .flat()
        .filter(({ timestampMs }) => timestampMs >= at(200) && timestampMs < at(700));
      expect(found.map(({ timestampMs }) => timestampMs).sort()).toEqual(
        expected.map(({ timestampMs }) => timestampMs).sort(),
      );
    });

    it.runIf(cluster.faults)(
      'copies a range while a node dies and comes back: nothing lost, nothing twice',
      async () => {
        const backlog = await newBacklog(cluster, { count: 60_000, partitions: 3 });
        const again = uniqueName('again');
        const running = startMq(
          [
            'replay',
            '--topic',
            backlog.topic,
            '--from-time',
            '-2h',
            '--to',
            again,
            '--create',
            '--max-rate',
            '800kB/s',
            '--yes',
            '-o',
            'json',
            '-b',
            cluster.bootstrap,
          ],
          { env: { MQ_STATE_DIR: state } },
        );
        await new Promise(resolve => setTimeout(resolve, 3_000));
        await cluster.faults!.kill(2);
        await new Promise(resolve => setTimeout(resolve, 1_500));
        await cluster.faults!.start(2);
        const run = await running.ended;
        expect(run).toMatchObject({ code: 0 });
        expect((run.json as ReplayResult).verification).toMatchObject({ complete: true, duplicates: 0 });
        expect(await readTopic(cluster, again)).toHaveLength(60_000);
      },
      120_000,
    );

    it('prints a range of time, records to stdout and the table to stderr', async () => {
      const { backlog, at } = await consumedBacklog();
      const run = await replay(
        '--topic',
        backlog.topic,
        '--from-time',
        String(at(10)),
        '--to-time',
        String(at(20)),
        '--print',
        '-o',
        'jsonl',
      );
      expect(run).toMatchObject({ code: 0 });
      const lines = run.stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line).timestamp);
      expect(lines.sort()).toEqual(Array.from({ length: 10 }, (_, i) => at(10 + i)));
      expect(run.stderr).toContain('OUTCOME');
    });

    it.each([
      [['--from-time', '-2h'], 'takes one of --group, --to, --print and --undo'],
      [['--from-time', '-2h', '--group', 'g', '--print'], '--group and --print'],
      [['--group', 'g'], 'needs --from-time'],
      [['--from-time', 'yesterday-ish', '--print'], 'yesterday-ish'],
      [['--from-time', '-1h', '--to-time', '-2h', '--print'], 'is not after'],
    ])('says in one message what is wrong with %j', async (argv, message) => {
      const run = await replay('--topic', 'orders', ...argv);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toContain(message);
    });
  });
