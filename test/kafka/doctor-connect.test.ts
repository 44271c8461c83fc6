/** mq doctor --connect on a worker of Kafka Connect: what its connectors do, the advice run as it is printed, and the finding gone. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/advisors/doctor.ts';
import { alterConnector } from '../../src/advisors/evidence/running-connector.ts';
import type { Finding } from '../../src/advisors/finding.ts';
import { type ConnectWorker, startConnect } from '../support/kafka/connect.ts';
import { borrowKafka } from '../support/kafka/desk.ts';
import { mq } from '../support/run.ts';

describe('mq doctor --connect', () => {
  let bootstrap: string;
  let worker: ConnectWorker;
  const sink = 'orders sink'; // as many connectors are named
  const topic = 'connected-orders';
  beforeAll(async () => {
    ({ bootstrap } = await borrowKafka(1));
    worker = await startConnect(bootstrap);
    await run('topic', 'create', topic, '--partitions', '1');
    const config = {
      'connector.class': 'FileStreamSink',
      topics: topic,
      file: join(worker.dir, 'orders.txt'),
      'errors.tolerance': 'all',
      'consumer.override.max.poll.records': '50',
      'database.password': 'hunter2',
    };
    await worker.ask('POST', '/connectors', { name: sink, config });
  });
  afterAll(() => worker?.stop());

  async function run(...argv: string[]) {
    const done = await mq([...argv, '-b', bootstrap]);
    expect(done).toMatchObject({ stderr: expect.not.stringContaining('error:') });
    return done;
  }
  const produce = (value: string) => mq(['produce', topic, '-b', bootstrap], { stdin: `${value}\n` });
  async function doctor(...argv: string[]): Promise<Diagnosis> {
    const done = await mq(['doctor', '-b', bootstrap, '--connect', worker.url, '-o', 'json', ...argv]);
    return done.json as Diagnosis;
  }
  const found = async (rule: string, ...argv: string[]): Promise<Finding | undefined> =>
    (await doctor('--only', rule, ...argv)).findings[0];
  /** In a shell, as an operator pastes it. */
  const type = (command: string | undefined) => promisify(execFile)('sh', ['-ec', command!]);

  it('D07: a sink that loses records keeps them once it was told to', async () => {
    await expect.poll(async () => (await found('D07'))?.observed).toMatch(/connector RUNNING, 1 of 1 task RUNNING$/);
    const finding = await found('D07');
    expect(finding).toMatchObject({
      severity: 'critical',
      subject: { type: 'connector', connect: worker.url, connector: sink, key: 'errors.tolerance' },
      numbers: { state: 'RUNNING', tasks: 1 },
    });
    const { stdout } = await type(finding!.fix[0]!.command);
    expect(JSON.parse(stdout)).toMatchObject({ config: { 'database.password': 'hunter2', file: expect.any(String) } });
    expect(await found('D07')).toBeUndefined();

    await produce('this is no JSON');
    const letters = ['consume', 'orders-sink-dlq', '--exit', '-o', 'jsonl'];
    await expect.poll(async () => (await run(...letters)).stdout).toContain('this is no JSON');
    expect((await run(...letters)).stdout).toContain('__connect.errors.topic');
    expect((await doctor('--only', 'D06,D03', '--topic', 'orders-sink-dlq')).findings).toEqual([]);
  });

  it('changes a connector of an older Connect by all of its configuration', async () => {
    const running = { connect: worker.url, connector: sink, type: 'sink', state: 'RUNNING', tasks: [] } as const;
    await type(alterConnector({ ...running, version: '3.7.0' }, { 'errors.deadletterqueue.topic.name': '' }));
    expect(await found('D07')).toMatchObject({ subject: { connector: sink } });
    expect(await worker.ask('GET', `/connectors/${encodeURIComponent(sink)}/config`)).toMatchObject({
      'database.password': 'hunter2',
      topics: topic,
    });
  });

  it('G14: a sink that was stopped goes on', async () => {
    const group = `connect-${sink}`;
    await worker.ask('PUT', `/connectors/${encodeURIComponent(sink)}/stop`);
    await produce('{"amount":1}');
    await produce('{"amount":2}');
    await expect.poll(() => found('G14', '--group', group)).toMatchObject({ subject: { group } });
    const finding = await found('G14', '--group', group);
    expect(finding!.observed).toMatch(/; connector orders sink is STOPPED$/);
    await type(finding!.fix[0]!.command);
    await expect.poll(() => found('G14', '--group', group)).toBeUndefined();
  });

  it('a source stops at what it cannot process', async () => {
    writeFileSync(join(worker.dir, 'lines'), 'one\n');
    const config = {
      'connector.class': 'FileStreamSource',
      topic,
      file: join(worker.dir, 'lines'),
      'errors.tolerance': 'all',
      'producer.override.acks': '1',
    };
    await worker.ask('POST', '/connectors', { name: 'lines', config });
    const judged = async () => (await doctor('--only', 'D07,P02,L06')).findings.filter(isAbout('lines'));
    const [tolerance, acks] = await judged();
    expect(tolerance).toMatchObject({ rule: 'D07', observed: expect.stringContaining('in a source') });
    expect(acks).toMatchObject({ rule: 'P02', observed: 'producer.override.acks=1' });
    await type(tolerance!.fix[0]!.command);
    expect((await judged()).map(({ rule }) => rule)).toEqual(['P02']);
  });

  it('keeps no secret', async () => {
    const path = join(worker.dir, 'evidence.json');
    const live = await doctor('--only', 'D07,L06', '--save-evidence', path);
    expect(live.findings.map(({ rule }) => rule)).toContain('L06');
    const { stdout } = await type(`cat ${path}`);
    expect(stdout).not.toContain('hunter2');
    expect((await mq(['doctor', '--evidence', path, '--only', 'D07,L06', '-o', 'json'])).json).toEqual(live);
  });
});

const isAbout = (connector: string) => (finding: Finding) =>
  'connector' in finding.subject && finding.subject.connector === connector;
