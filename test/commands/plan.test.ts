/** The planners from flags alone, without a cluster: exit codes, and what is said of bad input. */
import { describe, expect, it } from 'vitest';
import { mq } from '../support/run.ts';

describe.concurrent('planners without a cluster', () => {
  it.each([
    [
      ['plan', 'consumers', '--target', '80MB/s', '--consumer-rate', '5MB/s', '--partitions', '12'],
      3,
      '16 members are needed',
    ],
    [
      ['plan', 'retention', '--target', '10MB/s', '--oldest-unread', '3h', '--retention', '24h', '--outage', '22h'],
      3,
      'loses records',
    ],
    [['plan', 'storage', '--target', '5MB/s', '--partitions', '6'], 0, 'Each broker will hold'],
    [['plan', 'durability'], 3, 'One broker lost at the wrong moment'],
    [['plan', 'order', '--scope', 'key'], 0, 'Order of each key'],
    [
      ['plan', 'throughput', '--target', '50MB/s', '--partitions', '12', '--brokers', '3'],
      0,
      '1 producer with batch.size=',
    ],
    [
      ['plan', 'migrate', '--topic', 'orders', '--group', 'billing', '--from-partitions', '6', '--partitions', '24'],
      0,
      'orders (6 partitions) to orders-wide (24)',
    ],
  ])('%j ends with %i', async (argv, code, answer) => {
    const run = await mq(argv);
    expect(run.stderr).toMatch(code === 0 ? /^$/ : /^error: .*, at (most|least) /);
    expect(run.stdout.split('\n')[0]).toContain(answer);
    expect(run.stdout).toContain('Sources');
    expect(run.code).toBe(code);
  });

  it('says of a topic that nobody could look at it', async () => {
    const run = await mq(['plan', 'order', '--scope', 'key', '--topic', 'orders']);
    expect(run.stdout).toContain('orders was not looked at: nothing says where the cluster is (-b HOST:PORT).');
  });

  it.each([
    [['plan', 'consumers', '--consumer-rate', '5MB/s', '--partitions', '12'], 'what arrives is not known'],
    [
      ['plan', 'consumers', '--target', '5MB/s', '--per-record', '0ms', '--partitions', '12'],
      '--per-record: "0ms" is not above zero',
    ],
    [['plan', 'storage', '--target', '1MB/s', '--retention', '0s'], '--retention: "0s" is not above zero'],
    [['plan', 'throughput', '--target', '1MB/s', '--ack-latency', '0ms'], '--ack-latency: "0ms" is not above zero'],
    [
      ['plan', 'partitions', '--target', '999TB/s', '--producer-rate', '1MB/s', '--consumer-rate', '1kB/s'],
      'takes 999,000,000,000 partitions, more than any cluster holds',
    ],
    [
      ['plan', 'migrate', '--topic', 'a', '--group', 'g', '--partitions', '9', '--from-partitions', '3', '--to', 'a'],
      'a cannot be moved into itself',
    ],
    [
      ['plan', 'migrate', '--topic', 'a', '--group', 'g', '--partitions', '9', '--from-partitions', '3', '--to', 'b/c'],
      "'b/c' contains one or more characters",
    ],
    [['plan', 'retention', '--target', '1MB/s', '--outage', '12'], 'it has no unit'],
    [
      ['plan', 'storage', '--target', '1MB/s', '--brokers', '2', '--replication-factor', '3'],
      '3 replicas do not fit on 2 broker(s)',
    ],
    [
      ['plan', 'migrate', '--topic', 'a', '--group', 'g', '--partitions', '12'],
      'the number of partitions of a is not known',
    ],
    [
      ['plan', 'partitions', '--producer-rate', '1MB/s', '--consumer-rate', '1MB/s'],
      'what the topic must carry is not known',
    ],
  ])('%j is refused', async (argv, message) => {
    const run = await mq(argv);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
  });
});
