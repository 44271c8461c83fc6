/** `mq produce` and `mq consume`. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { LiveCluster } from '../support/live.ts';
import { uniqueName } from '../support/live.ts';
import { mq, startMq } from '../support/run.ts';

export default function records({ name, bootstrap }: LiveCluster): void {
  const env = { MQ_BOOTSTRAP_SERVER: bootstrap };
  const run = (argv: string[], stdin?: string | Uint8Array) =>
    mq(argv, { env, ...(stdin === undefined ? {} : { stdin }) });

  /** A new topic, with these lines in it, `key:value` each. */
  async function topicWith(lines: string[], partitions = 1): Promise<string> {
    const topic = uniqueName('records');
    const created = await run(['topic', 'create', topic, '--partitions', String(partitions)]);
    expect(created.stderr).toBe('');
    if (lines.length > 0) await run(['produce', topic, '--key-delimiter', ':'], lines.join('\n'));
    return topic;
  }

  describe(`produce and consume on ${name}`, () => {
    it('bring back what was written, and talk on stderr only', async () => {
      const topic = await topicWith([]);
      const produced = await run(['produce', topic], 'one\ntwo\nthree');
      expect(produced).toMatchObject({ code: 0, stdout: '' });
      expect(produced.stderr).toContain(`Writing to ${topic}: 3 records`);
      expect(await run(['consume', topic, '--exit'])).toMatchObject({
        code: 0,
        stdout: 'one\ntwo\nthree\n',
        stderr: '',
      });
    });

    it('say as JSON where the records went', async () => {
      const topic = await topicWith(['a:1']);
      const { json } = await run(['produce', topic, '--output', 'json'], 'x\ny\n');
      expect(json).toEqual({
        topic,
        records: 2,
        bytes: 2,
        partitions: [{ partition: 0, records: 2, firstOffset: 1, lastOffset: 2 }],
      });
    });

    it('bring back bytes, nulls, headers in order and timestamps through envelopes', async () => {
      const [from, to] = [await topicWith([]), await topicWith([])];
      const envelopes = [
        { timestamp: 1_700_000_000_000, keyBase64: '/wD+', valueBase64: '/wD+', headers: [] },
        {
          timestamp: 1_700_000_000_001,
          key: 'k',
          value: null,
          headers: [
            { key: 'a', value: '1' },
            { key: 'a', valueBase64: '/w==' },
            { key: 'b', value: null },
          ],
        },
        { timestamp: 1_700_000_000_002, key: null, value: '', headers: [] },
      ];
      await run(
        ['produce', from, '--input', 'jsonl', '--compression', 'zstd'],
        envelopes.map(each => `${JSON.stringify(each)}\n`).join(''),
      );
      const first = await run(['consume', from, '--exit', '--output', 'jsonl']);
      await run(['produce', to, '--input', 'jsonl'], first.stdout);
      const { json } = await run(['consume', to, '--exit', '--output', 'json']);
      expect(json).toEqual(envelopes.map((each, offset) => ({ topic: to, partition: 0, offset, ...each })));
    });

    it('put a key where the Java client puts it', async () => {
      const topic = await topicWith(['21:a', 'foobar:b', 'abc:c'], 7);
      const { stdout } = await run(['consume', topic, '--exit', '--format', '%k %p\\n']);
      // murmur2 of Kafka's UtilsTest: 21 → −973932308, foobar → −790332482, abc → 479470107
      expect(stdout.trim().split('\n').sort()).toEqual(['21 3', 'abc 4', 'foobar 0']);
    });

    it('keep the order of a key, and of a partition that is named', async () => {
      const values = Array.from({ length: 5000 }, (_, i) => String(i));
      const topic = await topicWith([], 3);
      await run(['produce', topic, '--partition', '2'], values.join('\n'));
      const { stdout } = await run(['consume', topic, '--partition', '2', '--exit']);
      expect(stdout.trimEnd().split('\n')).toEqual(values);
    });

    it('write a tombstone for an empty value when asked', async () => {
      const topic = await topicWith([]);
      await run(['produce', topic, '--key-delimiter', ':', '--null-value', '--header', 'why=gone'], 'k:\n');
      const { json } = await run(['consume', topic, '--exit', '--output', 'json']);
      expect(json).toMatchObject([{ key: 'k', value: null, headers: [{ key: 'why', value: 'gone' }] }]);
    });
  });

  describe(`consume on ${name}`, () => {
    let topic: string;
    const hour = (h: number) => Date.UTC(2026, 0, 1, h);
    beforeAll(async () => {
      topic = await topicWith([]);
      const lines = [0, 1, 2, 3, 4].map(h => JSON.stringify({ value: `v${h}`, timestamp: hour(h) }));
      await run(['produce', topic, '--input', 'jsonl'], lines.join('\n'));
    });

    it.each([
      [['--from', 'earliest', '--exit'], 'v0 v1 v2 v3 v4'],
      [['--from', '3', '--exit'], 'v3 v4'],
      [['--from', '-2', '--exit'], 'v3 v4'],
      [['--from', '-100', '--exit'], 'v0 v1 v2 v3 v4'],
      [['--from', 'latest', '--exit'], ''],
      [['--from', '2026-01-01T02:00Z', '--exit'], 'v2 v3 v4'],
      [['--from', '2026-01-01T01:30Z', '--to', '2026-01-01T03:00Z'], 'v2'],
      [['--from', '2027-01-01T00:00Z', '--exit'], ''],
      [['--from', '1', '--to', '3'], 'v1 v2'],
      [['--max-records', '2'], 'v0 v1'],
      [['--from', '-1', '--exit', '--isolation', 'read_committed'], 'v4'],
    ])('with %j reads "%s"', async (flags, values) => {
      const { stdout, stderr, code } = await run(['consume', topic, ...flags]);
      expect(stdout.trim().split('\n').join(' ')).toBe(values);
      expect(stderr).toBe('');
      expect(code).toBe(0);
    });

    it('follows until Ctrl-C, and then ends with 130', async () => {
      const followed = await topicWith(['a:before']);
      const consuming = startMq(['consume', followed], { env });
      await consuming.until(/before/);
      await run(['produce', followed], 'after');
      await consuming.until(/after/);
      consuming.stop();
      expect(await consuming.ended).toMatchObject({ code: 130, stdout: 'before\nafter\n', stderr: '' });
    });

    it('of a topic or a partition that is not there says so and ends with 1', async () => {
      const noTopic = await run(['consume', 'no-such-topic', '--exit', '--output', 'json']);
      expect(JSON.parse(noTopic.stderr)).toMatchObject({ error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } });
      expect(noTopic.code).toBe(1);
      const noPartition = await run(['consume', topic, '--partition', '1', '--exit']);
      expect(noPartition.stderr).toContain(`topic ${topic} has no partition 1`);
      expect(noPartition.code).toBe(1);
    });

    it('ends quietly with 0 when nobody reads on', async () => {
      const many = await topicWith([]);
      await run(['produce', many], 'x\n'.repeat(100_000));
      const consuming = startMq(['consume', many], { env });
      await consuming.until(/x/);
      consuming.closeStdout();
      expect(await consuming.ended).toMatchObject({ code: 0, stderr: '' });
    });
  });

  describe(`produce on ${name}`, () => {
    it('names the line that it cannot read, and ends with 1', async () => {
      const topic = await topicWith([]);
      const { stderr, code } = await run(['produce', topic, '--key-delimiter', ':'], 'a:1\nnothing\n');
      expect(stderr).toContain('line 2: there is no ":" between key and value');
      expect(code).toBe(1);
    });

    it('to a topic that is not there creates nothing', async () => {
      const { code } = await run(['produce', 'no-such-topic'], 'x');
      expect(code).toBe(1);
      expect((await run(['topic', 'list', '--output', 'json'])).json).not.toContainEqual(
        expect.objectContaining({ name: 'no-such-topic' }),
      );
    });
  });
}
