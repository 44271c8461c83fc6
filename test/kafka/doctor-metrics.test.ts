/** Rules that read what brokers measure of themselves: an Apache Kafka of three nodes, each with the JMX exporter under other rules. */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesInPerSec, handlerIdle, maxLags, networkIdle } from '../../src/advisors/evidence/broker-metrics.ts';
import type { Finding } from '../../src/advisors/finding.ts';
import { MetricSources } from '../../src/advisors/given/metrics.ts';
import { incrementalAlterConfigs } from '../../src/kafka/admin/configs.ts';
import { alterReassignments } from '../../src/kafka/admin/reassignments.ts';
import { createTopics } from '../../src/kafka/admin/topics.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { examineLive, runAdvice } from '../support/doctor.ts';
import { exporterJar, exporterOption, exporterRules } from '../support/kafka/exporter.ts';
import { freePorts } from '../support/kafka/ports.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';
import { mq } from '../support/run.ts';

const MiB = 1024 ** 2;
const nodes = [1, 2, 3] as const;
/** The handlers of a broker that compresses what producers did not: a batch takes one of them some 100 ms. */
const HANDLERS = 2;
const WRITERS = 2;

describe('mq doctor with the metrics of an Apache Kafka of three nodes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exporter-'));
  let kafka: KafkaCluster;
  let cluster: Cluster;
  let urls: string[];

  const doctor = async (only: string, ...more: string[]) => {
    const args = ['doctor', '--only', only, '--metrics', urls.join(','), '--fail-on', 'never', '-o', 'json', ...more];
    const run = await mq(args, { env: { MQ_BOOTSTRAP_SERVER: kafka.bootstrap } });
    return run.json as { findings: Finding[]; unchecked: { reason: string; needs: string }[] };
  };
  const twice = ['--samples', '2', '--interval', '4s'];
  const set = async (type: 'topic' | 'broker', name: string, values: Record<string, string | null>) => {
    const changes = Object.entries(values).map(([key, value]) =>
      value === null ? { name: key, operation: 'delete' as const } : { name: key, operation: 'set' as const, value },
    );
    await incrementalAlterConfigs(cluster, [{ type, name, changes }]);
  };

  beforeAll(async () => {
    const jar = await exporterJar();
    const ports = await freePorts(nodes.length);
    urls = ports.map(port => `http://127.0.0.1:${port}/metrics`);
    for (const [name, rules] of Object.entries(exporterRules)) writeFileSync(join(folder, name), rules);
    const rulesOf = Object.keys(exporterRules);
    kafka = await startKafka({
      nodes: 3,
      config: { 'num.io.threads': String(HANDLERS), 'log.retention.check.interval.ms': '2000' },
      // A node that is broker and controller, and two that are brokers.
      configOf: (id, all) => ({
        'process.roles': id === 1 ? 'broker,controller' : 'broker',
        'controller.quorum.voters': `1@127.0.0.1:${all[0]!.controller}`,
        ...(id > 1 && { listeners: `PLAINTEXT://127.0.0.1:${all[id - 1]!.plaintext}` }),
      }),
      jvmOf: id => [exporterOption(jar, ports[id - 1]!, join(folder, rulesOf[id - 1]!))],
    });
    cluster = await connect({ bootstrap: kafka.bootstrap });
    const small = { 'segment.bytes': String(2 * MiB), 'retention.bytes': String(20 * MiB) };
    await createTopics(cluster, [
      { name: 'packed', assignments: [[2]], configs: { ...small, 'compression.type': 'gzip' } },
      { name: 'copied', assignments: [[1, 3]], configs: { 'min.insync.replicas': '1' } },
      { name: 'moving', assignments: [[1]] },
    ]);
  });
  afterAll(async () => {
    await cluster?.close();
    await kafka?.stop();
    rmSync(folder, { recursive: true });
  });

  it('reads every broker, whatever rules its exporter has', async () => {
    const sources = new MetricSources(urls);
    await sources.read();
    const metrics = await sources.read();
    const seen = (readings: readonly { instance: string }[]) => readings.map(({ instance }) => instance).sort();
    const all = urls.map(url => new URL(url).host).sort();
    for (const reading of [
      maxLags(metrics),
      bytesInPerSec(metrics),
      networkIdle(metrics),
      handlerIdle(metrics, {}).now,
    ])
      expect(seen(reading)).toEqual(all);
  });

  it('B48: request handlers that are hardly ever idle, and more of them', async () => {
    const stop = writeAlways(kafka, 'packed', WRITERS);
    try {
      const busy = async () => (await doctor('B48', ...twice)).findings;
      await expect.poll(busy, { timeout: 60_000 }).toMatchObject([
        {
          observed: expect.stringMatching(/^request handlers of 127\.0\.0\.1:\d+ are idle \d+ % of the time/),
          fix: [{ command: 'mq config alter --all-brokers --set num.io.threads=4' }, {}],
        },
      ]);
      const [found] = await busy();
      await runAdvice(kafka, found!, { yes: true });
      await expect.poll(busy, { timeout: 60_000 }).toEqual([]);
    } finally {
      await stop();
    }
  });

  it('B41: a throttle below what producers write, by what the brokers count', async () => {
    await writeOnce(cluster, 'moving', 30, 100_000);
    const rates = { 'leader.replication.throttled.rate': '1', 'follower.replication.throttled.rate': '1' };
    for (const node of nodes) await set('broker', String(node), rates);
    const everything = { 'leader.replication.throttled.replicas': '*', 'follower.replication.throttled.replicas': '*' };
    await set('topic', 'moving', everything);
    await alterReassignments(cluster, [{ topic: 'moving', partition: 0, replicas: [3] }]);
    const stop = writeAlways(kafka, 'packed', 1);
    try {
      expect((await doctor('B41')).unchecked).toMatchObject([]);
      const [low] = (await doctor('B41', ...twice)).findings;
      expect(low).toMatchObject({ numbers: { throttleBytesPerSec: 1 } });
      expect(low!.observed).toMatch(
        /^the throttle is 1 B\/s, and the busiest broker takes in .*\/s, while moving is being moved$/,
      );
      expect(low!.numbers!.bytesInPerSec).toBeGreaterThan(100_000);
      await runAdvice(kafka, low!, { yes: true });
      await expect.poll(async () => (await doctor('B41', ...twice)).findings, { timeout: 30_000 }).toEqual([]);
    } finally {
      await stop();
    }
    for (const finding of (await examineLive(kafka, ['B39'])).findings) await runAdvice(kafka, finding, { yes: true });
  });

  it('B15: a follower that is far behind, copied with one thread', async () => {
    await set('topic', 'copied', { 'follower.replication.throttled.replicas': '*' });
    await set('broker', '3', { 'follower.replication.throttled.rate': '1' });
    // A broker that stands still falls out of sync, and goes on without having lost its place, as one that is killed may.
    const { pid } = kafka.nodes[2]!;
    process.kill(pid, 'SIGSTOP');
    try {
      await expect.poll(() => examineLive(kafka, ['B02']), { timeout: 30_000 }).toMatchObject({ findings: [{}] });
      await writeOnce(cluster, 'copied', 6, 10, 30_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await expect
      .poll(async () => (await doctor('B15')).findings, { timeout: 50_000 })
      .toMatchObject([
        {
          severity: 'warning',
          observed: expect.stringMatching(
            /^num\.replica\.fetchers=1 on brokers 1, 2, 3, and a follower is \d{5} records behind$/,
          ),
        },
      ]);
    const [found] = (await doctor('B15')).findings;
    const [told] = (await examineLive(kafka, ['B15'])).findings;
    expect(told).toMatchObject({ severity: 'info', numbers: { replicas: 1, brokers: 1 } });
    await runAdvice(kafka, found!, { yes: true });
    expect((await doctor('B15')).findings).toEqual([]);
    await set('broker', '3', { 'follower.replication.throttled.rate': null });
    await expect.poll(() => examineLive(kafka, ['B02']), { timeout: 30_000 }).toMatchObject({ findings: [] });
  });
});

/** Batches of so many records of so many bytes. */
async function writeOnce(cluster: Cluster, topic: string, batches: number, bytes: number, records = 1) {
  const producer = await openProducer(cluster, { acks: 1 });
  for (let at = 0; at < batches; at++) await producer.send(topic, 0, batchOf(records, Buffer.alloc(bytes, 'x')));
  await producer.close();
}

/** One batch after the other from each of several connections, until told to stop. */
function writeAlways(kafka: KafkaCluster, topic: string, writers: number): () => Promise<void> {
  const value = Buffer.from(Array.from({ length: 900_000 }, () => 97 + randomInt(16)));
  let on = true;
  const write = async () => {
    const own = await connect({ bootstrap: kafka.bootstrap });
    const producer = await openProducer(own, { acks: 1 });
    while (on) await producer.send(topic, 0, batchOf(1, value));
    await producer.close();
    await own.close();
  };
  const all = Promise.all(Array.from({ length: writers }, write));
  return async () => {
    on = false;
    await all;
  };
}

function batchOf(records: number, value: Buffer): Buffer {
  const builder = new BatchBuilder();
  for (let at = 0; at < records; at++) builder.append({ key: null, value, timestampMs: Date.now() });
  return builder.build();
}
