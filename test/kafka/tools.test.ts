/** Apache Kafka's own command-line tools on the bundled broker. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { ToolBox } from '../support/kafka/tool-box.ts';
import { type KafkaTool, kafkaToolOutput } from '../support/kafka.ts';
import { uniqueName } from '../support/live.ts';

const [broker, box] = await Promise.all([startTestBroker(), ToolBox.open()]);
const scratch = mkdtempSync(join(tmpdir(), 'tools-'));
afterAll(async () => {
  rmSync(scratch, { recursive: true });
  await Promise.all([box.close(), broker.stop()]);
});

const run = (tool: KafkaTool, args: readonly string[], stdin = '') =>
  box.output(tool, ['--bootstrap-server', broker.bootstrap, ...args], stdin);
const lines = (output: string) => output.split('\n').filter(Boolean);
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe("Kafka's tools on the bundled broker", () => {
  it('kafka-topics creates, lists, describes, widens and deletes', async () => {
    const topic = uniqueName('topics');
    const topics = (...args: string[]) => run('topics', ['--topic', topic, ...args]);
    await topics('--create', '--partitions', '3', '--config', 'retention.ms=3600000');
    expect(lines(await run('topics', ['--list']))).toContain(topic);
    const description = await topics('--describe');
    expect(description).toMatch(/PartitionCount: 3\s+ReplicationFactor: 1\s+Configs: .*retention\.ms=3600000/);
    expect(description).toMatch(/Partition: 2\s+Leader: 1\s+Replicas: 1\s+Isr: 1/);
    await topics('--alter', '--partitions', '5');
    expect(await topics('--describe')).toContain('PartitionCount: 5');
    await topics('--delete');
    expect(lines(await run('topics', ['--list']))).not.toContain(topic);
  });

  it('kafka-configs changes a topic and says where a value comes from', async () => {
    const topic = uniqueName('configs');
    await run('topics', ['--create', '--topic', topic]);
    const configs = (...args: string[]) => run('configs', ['--entity-type', 'topics', '--entity-name', topic, ...args]);
    await configs('--alter', '--add-config', 'max.message.bytes=64000,retention.ms=5000');
    await configs('--alter', '--delete-config', 'retention.ms');
    const described = await configs('--describe');
    expect(described).toContain('max.message.bytes=64000');
    expect(described).toContain('DYNAMIC_TOPIC_CONFIG:max.message.bytes=64000');
    expect(described).not.toContain('retention.ms=5000');
  });

  it('the console producer and consumer pass keys, headers and nulls', async () => {
    const topic = uniqueName('console');
    const parse = ['parse.key=true', 'key.separator=:', 'parse.headers=true', 'null.marker=NULL'];
    const print = ['print.key=true', 'print.headers=true', 'print.offset=true', 'print.partition=true'];
    await run('topics', ['--create', '--topic', topic, '--partitions', '1']);
    const input = 'trace:1,hop:a\tk1:v1\ntrace:2,hop:b\tk2:NULL\n';
    await run('console-producer', ['--topic', topic, ...parse.flatMap(p => ['--property', p])], input);
    const read = ['--topic', topic, '--from-beginning', '--max-messages', '2', '--timeout-ms', '20000'];
    const output = await run('console-consumer', [...read, ...print.flatMap(p => ['--property', p])]);
    expect(lines(output)).toEqual([
      'Partition:0\tOffset:0\ttrace:1,hop:a\tk1\tv1',
      'Partition:0\tOffset:1\ttrace:2,hop:b\tk2\tnull',
    ]);
  });

  it.for(['gzip', 'snappy', 'lz4', 'zstd'])('the console producer compresses with %s', async codec => {
    const topic = uniqueName(codec);
    const input = numbers(500).join('\n');
    await run('console-producer', ['--topic', topic, '--compression-codec', codec], `${input}\n`);
    const output = await run('console-consumer', [
      '--topic',
      topic,
      '--from-beginning',
      '--max-messages',
      '500',
      '--timeout-ms',
      '20000',
    ]);
    expect(
      lines(output)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(numbers(500));
  });

  it('kafka-consumer-groups shows lag, resets offsets and deletes the group', async () => {
    const topic = uniqueName('lagging');
    const group = uniqueName('lagging');
    await run('topics', ['--create', '--topic', topic, '--partitions', '1']);
    await run('console-producer', ['--topic', topic], `${numbers(10).join('\n')}\n`);
    const consume = ['--topic', topic, '--group', group, '--from-beginning', '--timeout-ms', '20000'];
    await run('console-consumer', [...consume, '--max-messages', '4']);

    const groups = (...args: string[]) => run('consumer-groups', ['--group', group, ...args]);
    const row = async () =>
      lines(await groups('--describe'))
        .find(line => line.startsWith(group))!
        .split(/\s+/)
        .slice(1, 6);
    expect(lines(await run('consumer-groups', ['--list']))).toContain(group);
    expect(await row()).toEqual([topic, '0', '4', '10', '6']);
    expect(await groups('--describe', '--state')).toMatch(/Empty\s+0/);
    await groups('--reset-offsets', '--topic', topic, '--to-offset', '2', '--execute');
    expect(await row()).toEqual([topic, '0', '2', '10', '8']);
    await groups('--delete');
    expect(lines(await run('consumer-groups', ['--list']))).not.toContain(group);
  });

  it('kafka-get-offsets finds the first, the last and the latest by time', async () => {
    const topic = uniqueName('offsets');
    await run('topics', ['--create', '--topic', topic, '--partitions', '1']);
    await run('console-producer', ['--topic', topic], '1\n2\n');
    await run('console-producer', ['--topic', topic], 'later\n');
    const at = async (time: string) => (await run('get-offsets', ['--topic', topic, '--time', time])).trim();
    expect(await at('earliest')).toBe(`${topic}:0:0`);
    expect(await at('latest')).toBe(`${topic}:0:3`);
    expect(await at('max-timestamp')).toBe(`${topic}:0:2`);
  });

  it('kafka-delete-records moves the start of a partition', async () => {
    const topic = uniqueName('deleted');
    await run('topics', ['--create', '--topic', topic, '--partitions', '1']);
    await run('console-producer', ['--topic', topic], '1\n2\n3\n');
    const file = join(scratch, 'delete-records.json');
    writeFileSync(file, JSON.stringify({ version: 1, partitions: [{ topic, partition: 0, offset: 2 }] }));
    await run('delete-records', ['--offset-json-file', file]);
    expect((await run('get-offsets', ['--topic', topic, '--time', 'earliest'])).trim()).toBe(`${topic}:0:2`);
  });

  it('kafka-producer-perf-test and kafka-consumer-perf-test', async () => {
    const topic = uniqueName('perf');
    const load = ['--num-records', '50000', '--record-size', '200', '--throughput', '-1'];
    const settings = ['--producer-props', `bootstrap.servers=${broker.bootstrap}`, 'acks=all', 'compression.type=lz4'];
    expect(await box.output('producer-perf-test', ['--topic', topic, ...load, ...settings])).toContain(
      '50000 records sent',
    );
    const read = await run('consumer-perf-test', [
      '--topic',
      topic,
      '--messages',
      '50000',
      '--timeout',
      '20000',
      '--hide-header',
    ]);
    expect(Number(lines(read).at(-1)!.split(', ')[4])).toBe(50_000);
  });

  it('kafka-verifiable-producer and kafka-verifiable-consumer agree', async () => {
    const topic = uniqueName('verifiable');
    await run('topics', ['--create', '--topic', topic, '--partitions', '3']);
    const events = (output: string) => lines(output).map(line => JSON.parse(line) as Record<string, unknown>);
    const alone = (tool: KafkaTool, args: readonly string[]) =>
      kafkaToolOutput(tool, ['--bootstrap-server', broker.bootstrap, ...args]);
    const produced = events(
      await alone('verifiable-producer', ['--topic', topic, '--max-messages', '1000', '--acks', '-1']),
    );
    expect(produced.find(({ name }) => name === 'tool_data')).toMatchObject({ sent: 1000, acked: 1000 });
    for (const protocol of ['classic', 'consumer']) {
      const group = ['--group-id', uniqueName('verified'), '--group-protocol', protocol];
      const consumed = events(
        await alone('verifiable-consumer', [
          '--topic',
          topic,
          ...group,
          '--max-messages',
          '1000',
          '--reset-policy',
          'earliest',
        ]),
      );
      const read = consumed.filter(({ name }) => name === 'records_consumed').map(({ count }) => count as number);
      expect(read.reduce((sum, count) => sum + count, 0)).toBe(1000);
      expect(consumed.filter(({ name }) => name === 'offsets_committed').every(({ success }) => success)).toBe(true);
    }
  });

  it('kafka-broker-api-versions understands what the broker offers', async () => {
    expect(await run('broker-api-versions', [])).toMatch(/\(id: 1 rack: .*\) -> \(/);
  });
});
