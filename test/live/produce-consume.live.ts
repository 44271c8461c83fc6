/** mq produce and mq consume: what goes in comes out, whole, and where Java's clients would put and find it. */
import { CompressionTypes, Kafka, logLevel, Partitioners } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';
import { mq, type RunOptions } from '../support/run.ts';

interface Envelope {
  partition: number;
  offset: number;
  timestamp: number;
  key: string | null;
  value: string | null;
  headers: unknown[];
}

export default (cluster: LiveCluster) =>
  describe(`mq produce and consume on ${cluster.name}`, () => {
    const at = ['-b', cluster.bootstrap];
    const run = async (argv: string[], options?: RunOptions) => {
      const done = await mq([...argv, ...at], options);
      expect(done, done.stderr).toMatchObject({ code: 0 });
      return done.stdout;
    };
    const consume = async (topic: string, ...flags: string[]) => {
      const output = await run(['consume', topic, '--exit', '-o', 'jsonl', ...flags]);
      return output
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line) as Envelope);
    };

    it.for(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('brings lines back, compressed with %s', async codec => {
      const topic = await newTopic(cluster, codec, 3);
      const lines = Array.from({ length: 1_000 }, (_, i) => `line ${i} ${'x'.repeat(i % 90)}`);
      await run(['produce', topic, '-z', codec], { stdin: lines.join('\n') });
      expect((await run(['consume', topic, '--exit'])).trim().split('\n').sort()).toEqual(lines.sort());
    });

    it('keeps keys, nulls, headers, their order and their doubles, timestamps, and bytes that are no text', async () => {
      const topic = await newTopic(cluster, 'whole', 1);
      const records = [
        {
          timestamp: 1700000000001,
          key: 'k',
          value: 'v',
          headers: [
            { key: 'a', value: '1' },
            { key: 'a', value: '2' },
          ],
        },
        { timestamp: 1700000000002, key: null, value: '', headers: [{ key: 'none', value: null }] },
        { timestamp: 1700000000003, key: '', value: null, headers: [] },
        {
          timestamp: 1700000000004,
          keyBase64: '/wA=',
          valueBase64: '//8=',
          headers: [{ key: 'raw', valueBase64: '/w==' }],
        },
      ];
      const stdin = records.map(record => `${JSON.stringify(record)}\n`).join('');
      await run(['produce', topic, '--input', 'jsonl'], { stdin });
      const found = await consume(topic);
      expect(found).toEqual(records.map((record, offset) => ({ topic, partition: 0, offset, ...record })));
    });

    it("puts keys where Java's producer puts them", async () => {
      const topic = await newTopic(cluster, 'keyed', 5);
      const keys = Array.from({ length: 40 }, (_, i) => `key-${i}`);
      const kafka = new Kafka({ brokers: cluster.bootstrap.split(','), logLevel: logLevel.NOTHING });
      const producer = kafka.producer({ createPartitioner: Partitioners.JavaCompatiblePartitioner });
      await producer.connect();
      await producer.send({
        topic,
        messages: keys.map(key => ({ key, value: 'kafkajs' })),
        compression: CompressionTypes.GZIP,
      });
      await producer.disconnect();
      await run(['produce', topic, '-K', ':'], { stdin: keys.map(key => `${key}:mq`).join('\n') });

      const found = await consume(topic);
      const placed = (by: string) =>
        new Map(found.filter(({ value }) => value === by).map(({ key, partition }) => [key, partition]));
      expect(placed('mq').size).toBe(keys.length);
      expect(placed('mq')).toEqual(placed('kafkajs'));
    });

    it('begins and ends where it is told', async () => {
      const topic = await newTopic(cluster, 'ranges', 1);
      const stdin = Array.from(
        { length: 10 },
        (_, i) => `${JSON.stringify({ timestamp: 1700000000000 + i * 1000, value: `${i}` })}\n`,
      );
      await run(['produce', topic, '-i', 'jsonl'], { stdin: stdin.join('') });
      const values = async (...flags: string[]) =>
        (await run(['consume', topic, ...flags])).trim().split('\n').join(' ');
      expect(await values('--from', '3', '--to', '5')).toBe('3 4');
      expect(await values('--from', '-2', '--exit')).toBe('8 9');
      expect(await values('--from', '2023-11-14T22:13:24Z', '--to', '2023-11-14T22:13:26Z')).toBe('4 5');
      expect(await values('--max-records', '2')).toBe('0 1');
      expect(await values('--from', 'latest', '--exit')).toBe('');
    });

    it.each([
      ['an offset', ['--from', '100'], 'has an offset 100 yet, the longest ends at 1: nothing to read'],
      ['a time', ['--from', '2100-01-01T00:00Z'], 'has no record from 2100-01-01T00:00:00Z on: nothing to read'],
    ])('says so when nothing lies behind %s that it begins at', async (_, from, told) => {
      const topic = await newTopic(cluster, 'beyond', 2);
      await run(['produce', topic], { stdin: 'only\n' });
      const { code, stdout, stderr } = await mq(['consume', topic, ...from, '--exit', ...at]);
      expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: '' });
      expect(stderr).toContain(told);
    });

    it('says which topic is missing', async () => {
      const missing = uniqueName('missing');
      for (const argv of [
        ['produce', missing],
        ['consume', missing, '--exit'],
      ]) {
        const { code, stdout, stderr } = await mq([...argv, ...at], { stdin: 'x\n' });
        expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
        expect(stderr).toContain(missing);
      }
    });
  });
