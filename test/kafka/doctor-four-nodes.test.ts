/** Rules about disks that fill up and about larger clusters: four nodes of Apache Kafka, each on a disk of 64 MiB. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTopics, deleteTopics } from '../../src/kafka/admin/topics.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { fill } from '../support/bulk.ts';
import { examineLive, runAdvice } from '../support/doctor.ts';
import { onSmallDisk, smallDiskConfig, whyNoSmallDisk } from '../support/kafka/small-disk.ts';
import { type KafkaCluster, kafkaToolOutput, startKafka } from '../support/kafka.ts';
import { mq } from '../support/run.ts';

const DISK_MIB = 64;
const PATIENCE_MS = 100_000;
const MiB = 1024 ** 2;
const nodes = [1, 2, 3, 4] as const;

describe('mq doctor on an Apache Kafka of four nodes', () => {
  let kafka: KafkaCluster;
  let cluster: Cluster;
  let noDisk: string | undefined;

  const see = async (...rules: string[]) => (await examineLive(kafka, rules)).findings;
  const gone = (...rules: string[]) => expect.poll(() => see(...rules), { timeout: 30_000 }).toEqual([]);
  const typed = async (...words: string[]) => {
    const { code, stderr } = await mq(words, { env: { MQ_BOOTSTRAP_SERVER: kafka.bootstrap } });
    expect([code, stderr]).toEqual([0, expect.anything()]);
  };

  beforeAll(async () => {
    noDisk = await whyNoSmallDisk();
    kafka = await startKafka({
      nodes: 4,
      config: {
        'log.segment.bytes': String(MiB),
        'log.retention.check.interval.ms': '1000',
        'log.segment.delete.delay.ms': '100',
      },
      ...(noDisk === undefined && {
        configOf: (_id, _nodes, dataDir) => smallDiskConfig(dataDir),
        wrapper: dataDir => onSmallDisk(DISK_MIB, dataDir),
      }),
    });
    // Thousands of partitions at once are a minute's work for brokers of a busy machine.
    cluster = await connect({ bootstrap: kafka.bootstrap, requestTimeoutMs: PATIENCE_MS });
  });
  afterAll(async () => {
    await cluster?.close();
    await kafka?.stop();
  });

  it('finds brokers that are controllers too, and its advice shows the quorum', async () => {
    const [found] = await see('B35');
    expect(found).toMatchObject({
      severity: 'warning',
      observed: 'process.roles=broker,controller on brokers 1, 2, 3, 4 of 4',
      numbers: { combined: 4, brokers: 4 },
    });
    const [, ...words] = found!.fix[0]!.command!.split(' ');
    const quorum = await kafkaToolOutput('metadata-quorum', ['--bootstrap-server', kafka.bootstrap, ...words]);
    expect(quorum).toMatch(/CurrentVoters: +\[.*"id": 1.*"id": 4/);
  });

  it('finds disks that could not take what one of them holds, then one that is nearly full', async ({ skip }) => {
    skip(noDisk !== undefined, noDisk);
    await createTopics(
      cluster,
      nodes.map(node => ({ name: `on-${node}`, assignments: [[node]] })),
    );
    expect(await see('B29', 'B30')).toEqual([]);
    for (const node of nodes) await fill(cluster, `on-${node}`, 40 * MiB);
    const [tight, ...others] = await see('B29', 'B30');
    expect(others).toEqual([]);
    expect(tight).toMatchObject({
      rule: 'B30',
      observed: expect.stringMatching(
        /^without broker \d the others would hold 1\d\d MB of 201 MB \(8\d %\); today 6\d %$/,
      ),
    });

    await fill(cluster, 'on-2', 12 * MiB);
    const [full] = await see('B29');
    expect(full).toMatchObject({
      severity: 'error',
      subject: { broker: 2 },
      observed: expect.stringMatching(/\/node-2\/disk: 8\d % of 67\.1 MB used, \d+(\.\d)? MB left$/),
    });
    expect(full!.fix[0]!.text).toMatch(/the largest replica is on-2-0 with 5\d(\.\d)? MB/);
    await fill(cluster, 'on-2', 4 * MiB);
    expect(await see('B29')).toMatchObject([{ severity: 'critical', subject: { broker: 2 } }]);

    await runAdvice(kafka, full!); // a look at the topic whose retention may be shortened
    await typed('config', 'alter', '--topic', 'on-2', '--set', `retention.bytes=${20 * MiB}`, '--yes');
    await gone('B29', 'B30');
  });

  it('finds very many partitions, until nobody keeps them', { timeout: 3 * PATIENCE_MS }, async () => {
    const made = [5_000, 4_000, 1_001].map((partitions, at) => ({
      name: `many-${at}`,
      partitions,
      replicationFactor: 1,
      configs: { 'segment.index.bytes': '4096' },
    }));
    for (const topic of made) await createTopics(cluster, [topic]);
    expect(await see('B22')).toMatchObject([
      {
        severity: 'info',
        observed: expect.stringMatching(/^1000\d partitions in \d topics; the largest, many-0, has 5000$/),
        fix: [{ text: expect.stringContaining('delete what nobody uses') }],
      },
    ]);
    await deleteTopics(
      cluster,
      made.map(({ name }) => name),
    );
    await expect.poll(() => see('B22'), { timeout: PATIENCE_MS }).toEqual([]);
  });
});
