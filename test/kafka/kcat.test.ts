/** kcat on the bundled broker; and on Apache Kafka, so that we know that the expectations are right. */
import { afterAll, describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { borrowKafka } from '../support/kafka/desk.ts';
import { kcat } from '../support/kcat.ts';
import { uniqueName } from '../support/live.ts';

const broker = await startTestBroker();
afterAll(() => broker.stop());
const kafka = await borrowKafka(1);

describe.each([
  { on: 'the bundled broker', bootstrap: broker.bootstrap },
  { on: 'Apache Kafka', bootstrap: kafka.bootstrap },
])('kcat on $on', ({ bootstrap }) => {
  const sorted = (output: string) => output.split('\n').filter(Boolean).sort();
  const readAll = (topic: string, format: string, ...more: string[]) =>
    kcat(bootstrap, ['-C', '-t', topic, '-e', '-q', '-f', format, ...more]);

  it('lists brokers and topics', async () => {
    const topic = uniqueName('listed');
    await kcat(bootstrap, ['-P', '-t', topic], 'one\n');
    const { brokers, topics } = JSON.parse(await kcat(bootstrap, ['-L', '-J', '-t', topic]));
    expect(brokers).toEqual([{ id: 1, name: bootstrap }]);
    expect(topics).toMatchObject([{ topic, partitions: [0, 1, 2, 3].map(partition => ({ partition, leader: 1 })) }]);
  });

  it.for(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('produces and consumes with compression %s', async codec => {
    const topic = uniqueName(codec);
    const records = Array.from({ length: 2_000 }, (_, i) => `key-${i % 50}:value ${i} ${'x'.repeat(i % 100)}`);
    await kcat(
      bootstrap,
      ['-P', '-t', topic, '-K:', '-z', codec, '-H', 'trace=abc', '-H', 'empty='],
      `${records.join('\n')}\n`,
    );
    const expected = records.map(record => `trace=abc,empty= ${record}`).sort();
    expect(sorted(await readAll(topic, '%h %k:%s\\n'))).toEqual(expected);
  });

  it('produces with acks=all and an idempotent producer, nulls included', async () => {
    const topic = uniqueName('idempotent');
    const settings = ['-X', 'acks=all', '-X', 'enable.idempotence=true', '-p', '0'];
    await kcat(bootstrap, ['-P', '-t', topic, '-K:', '-Z', ...settings], 'a:1\nb:\n');
    expect(await readAll(topic, '%o %k %S\\n')).toBe('0 a 1\n1 b -1\n');
  });

  it('consumes as a group, and goes on where the group stopped', async () => {
    const topic = uniqueName('grouped');
    const group = uniqueName('group');
    const consume = () =>
      kcat(bootstrap, ['-G', group, '-e', '-q', '-X', 'auto.offset.reset=earliest', '-f', '%s\\n', topic]);
    await kcat(bootstrap, ['-P', '-t', topic], '1\n2\n3\n');
    expect(sorted(await consume())).toEqual(['1', '2', '3']);
    await kcat(bootstrap, ['-P', '-t', topic], '4\n5\n');
    expect(sorted(await consume())).toEqual(['4', '5']);
  });

  it('asks for offsets by time', async () => {
    const topic = uniqueName('timed');
    await kcat(bootstrap, ['-P', '-t', topic, '-p', '2'], 'early\nalso early\n');
    await new Promise(resolve => setTimeout(resolve, 20)); // a later millisecond
    await kcat(bootstrap, ['-P', '-t', topic, '-p', '2'], 'late\n');
    const times = (await readAll(topic, '%T\\n', '-p', '2')).trim().split('\n').map(Number);
    const offsetAt = async (time: number) => (await kcat(bootstrap, ['-Q', '-t', `${topic}:2:${time}`])).trim();
    expect(await offsetAt(0)).toBe(`${topic} [2] offset 0`);
    expect(await offsetAt(times[2]!)).toBe(`${topic} [2] offset 2`);
    expect(await offsetAt(times[2]! + 1)).toBe(`${topic} [2] offset -1`);
    expect(await offsetAt(-1)).toBe(`${topic} [2] offset 3`);
    expect(await offsetAt(-2)).toBe(`${topic} [2] offset 0`);
  });
});
