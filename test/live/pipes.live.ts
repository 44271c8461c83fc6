/** mq produce and mq consume as parts of a pipe: what goes to stdout and stderr, and how they end. See produce-consume.live.ts for the records. */
import { describe, expect, it } from 'vitest';
import { type LiveCluster, newTopic } from '../support/live.ts';
import { mq, startMq } from '../support/run.ts';

export default (cluster: LiveCluster) => {
  const env = { MQ_BOOTSTRAP_SERVER: cluster.bootstrap };
  const run = (argv: string[], stdin: string | Uint8Array = '') => mq(argv, { env, stdin });

  describe(`mq produce in a pipe on ${cluster.name}`, () => {
    it('talks on stderr only, one line at its end', async () => {
      const topic = await newTopic(cluster, 'talk', 1);
      const { stdout, stderr, code } = await run(['produce', topic], 'one\ntwo\nthree');
      expect(stderr).toMatch(new RegExp(`^Writing to ${topic}: 3 records · 11 B · [^\n]+\n$`));
      expect({ stdout, code }).toEqual({ stdout: '', code: 0 });
    });

    it('says as JSON where the records went', async () => {
      const topic = await newTopic(cluster, 'where', 2);
      const { json } = await run(['produce', topic, '--partition', '1', '--output', 'json'], 'x\ny\n');
      const partitions = [{ partition: 1, records: 2, firstOffset: 0, lastOffset: 1 }];
      expect(json).toEqual({ topic, records: 2, bytes: 2, partitions });
    });

    it('writes a tombstone for an empty value when asked, with headers for all', async () => {
      const topic = await newTopic(cluster, 'tombstone', 1);
      await run(['produce', topic, '-K', ':', '--null-value', '--header', 'why=gone', '--header', 'by:me'], 'k:\n');
      const { json } = await run(['consume', topic, '--exit', '--output', 'json']);
      const headers = [
        { key: 'why', value: 'gone' },
        { key: 'by', value: 'me' },
      ];
      expect(json).toMatchObject([{ key: 'k', value: null, headers }]);
    });

    it('names the line that it cannot read, after writing those before it', async () => {
      const topic = await newTopic(cluster, 'broken', 1);
      const { stderr, code } = await run(['produce', topic, '--key-delimiter', ':'], 'a:1\nnothing\n');
      expect(stderr).toContain('line 2: there is no ":" between key and value (1 record written before)');
      expect(code).toBe(1);
      expect(await run(['consume', topic, '--exit'])).toMatchObject({ stdout: '1\n' });
    });

    it('writes what it has read before Ctrl-C', async () => {
      const topic = await newTopic(cluster, 'stopped', 1);
      const producing = startMq(['produce', topic], { env, stdin: 'open' });
      producing.write('one\n');
      const consuming = startMq(['consume', topic, '--max-records', '1'], { env });
      await consuming.ended;
      producing.write('two\n');
      producing.stop();
      const { code, stderr } = await producing.ended;
      expect(code).toBe(130);
      const { stdout } = await run(['consume', topic, '--exit']);
      expect(stderr).toContain(`Writing to ${topic}: ${stdout === 'one\n' ? '1 record' : '2 records'}`);
    });

    it('refuses a partition that is not there', async () => {
      const topic = await newTopic(cluster, 'narrow', 2);
      const { stderr, code } = await run(['produce', topic, '--partition', '2'], 'x');
      expect(stderr).toContain(`topic ${topic} has no partition 2`);
      expect(stderr).toContain('it has 2: 0 to 1');
      expect(code).toBe(1);
    });
  });

  describe(`mq consume in a pipe on ${cluster.name}`, () => {
    it('follows until Ctrl-C, and then ends with 130', async () => {
      const topic = await newTopic(cluster, 'followed', 1);
      const consuming = startMq(['consume', topic], { env });
      await run(['produce', topic], 'before');
      await consuming.until(/before/);
      await run(['produce', topic], 'after');
      await consuming.until(/after/);
      consuming.stop();
      expect(await consuming.ended).toMatchObject({ code: 130, stdout: 'before\nafter\n', stderr: '' });
    });

    it('closes its JSON when it is stopped, and says by its exit code what stopped it', async () => {
      const topic = await newTopic(cluster, 'closed', 1);
      await run(['produce', topic], 'one\n');
      const consuming = startMq(['consume', topic, '--output', 'json'], { env });
      await consuming.until(/one/);
      consuming.stop('SIGTERM');
      const { json, code } = await consuming.ended;
      expect(json).toMatchObject([{ value: 'one' }]);
      expect(code).toBe(143);
    });

    it('ends quietly with 0 when nobody reads on', async () => {
      const topic = await newTopic(cluster, 'head', 1);
      await run(['produce', topic], 'x\n'.repeat(100_000));
      const consuming = startMq(['consume', topic], { env });
      await consuming.until(/x/);
      consuming.closeStdout();
      await run(['produce', topic], 'more');
      expect(await consuming.ended).toMatchObject({ code: 0, stderr: '' });
    });

    it('of a partition that is not there says which there are', async () => {
      const topic = await newTopic(cluster, 'partitions', 2);
      const { stderr, code } = await run(['consume', topic, '--partition', '7', '--exit', '--output', 'json']);
      expect(JSON.parse(stderr)).toMatchObject({
        error: { code: 'UNKNOWN_TOPIC_OR_PARTITION', try: ['it has 2: 0 to 1'] },
      });
      expect(code).toBe(1);
    });

    it('will not draw a table that never ends', async () => {
      const { stderr, code } = await run(['consume', 'any', '--output', 'table']);
      expect(stderr).toContain('try: --exit');
      expect(code).toBe(2);
    });
  });
};
