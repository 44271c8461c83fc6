/** --connect: what a worker of Kafka Connect is asked, what is made of its answers, and what is said when there is none. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { examineCluster, examineSaved } from '../../../src/advisors/doctor.ts';
import { readEvidence, saveEvidence } from '../../../src/advisors/evidence/saved.ts';
import { connectAddress } from '../../../src/advisors/given/connect.ts';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { type Cluster, connect } from '../../../src/kafka/index.ts';
import { startTestBroker } from '../../support/broker.ts';
import { writeCertificates } from '../../support/certificates.ts';
import { mq } from '../../support/run.ts';

type Answers = Record<string, unknown>;
const BOTH = '/connectors?expand=info&expand=status';
const sink = {
  'orders-sink': {
    info: {
      type: 'sink',
      config: {
        name: 'orders-sink',
        'connector.class': 'com.example.Sink',
        topics: 'orders',
        'errors.tolerance': 'all',
        'errors.tolerence': 'all',
        'database.password': 'hunter2',
        'masked.password': '********',
        'consumer.override.max.poll.records': '50',
      },
    },
    status: { connector: { state: 'RUNNING' }, tasks: [{ state: 'RUNNING' }, { state: 'FAILED' }] },
  },
};

describe('--connect', () => {
  let broker: RunningBroker;
  let cluster: Cluster;
  const servers: Server[] = [];
  const asked: IncomingMessage[] = [];
  beforeAll(async () => {
    broker = await startTestBroker();
    cluster = await connect({ bootstrap: broker.bootstrap });
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
    asked.length = 0;
  });
  afterAll(async () => {
    await cluster.close();
    await broker.stop();
  });

  const listening = (server: Server, scheme = 'http') =>
    new Promise<string>(resolve => {
      servers.push(server);
      server.listen(0, '127.0.0.1', () => resolve(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`));
    });
  const handler =
    (answers: Answers, status = 200) =>
    (request: IncomingMessage, response: ServerResponse) => {
      asked.push(request);
      const answer = answers[request.url!];
      response.writeHead(answer === undefined ? 404 : status).end(JSON.stringify(answer));
    };
  const worker = (answers: Answers, status?: number) => listening(createServer(handler(answers, status)));
  const clusterId = async () => (await cluster.metadata([])).clusterId;
  const answersWith = async (connectors: unknown, version = '4.1.1'): Promise<Answers> => ({
    '/': { version, commit: 'x', kafka_cluster_id: await clusterId() },
    [BOTH]: connectors,
  });
  const examine = (urls: string[], only = ['D07'], env = {}) =>
    examineCluster(cluster, { only, given: { connect: urls.map(url => connectAddress(url, env)), earlier: [] } });
  const lacks = async (url: string) => {
    const { examination } = await examine([url]);
    expect(examination).toMatchObject({ findings: [], clean: [] });
    return examination.unchecked.map(({ reason, needs }) => `${reason}; ${needs}`);
  };

  it('brings connectors with their settings and what they do, without secrets', async () => {
    const url = await worker(await answersWith(sink));
    const { evidence, examination } = await examine([url], ['D07', 'L01', 'L06']);
    expect(examination.findings).toMatchObject([
      {
        rule: 'D07',
        subject: { type: 'connector', connect: url, connector: 'orders-sink', key: 'errors.tolerance' },
        observed: expect.stringMatching(/; connector RUNNING, 1 of 2 tasks RUNNING$/),
      },
      { rule: 'L01', subject: { key: 'errors.tolerence' } },
      { rule: 'L06', subject: { key: 'database.password' } },
    ]);
    expect(examination.unchecked.map(({ subject, needs }) => `${subject}: ${needs}`)).toEqual([
      'other clients: --client FILE',
      'other clients: --client FILE',
    ]);
    expect(JSON.stringify(evidence)).not.toContain('hunter2');
    const override = evidence.kinds.connectors!.find(({ role }) => role === 'consumer');
    expect(override).toMatchObject({
      settings: { 'max.poll.records': { value: '50', key: 'consumer.override.max.poll.records' } },
      defaults: { 'group.id': 'connect-orders-sink' },
    });

    const path = join(mkdtempSync(join(tmpdir(), 'mq-connect-')), 'evidence.json');
    saveEvidence(path, evidence);
    const again = examineSaved(await readEvidence(path), {}, { only: ['D07', 'L01', 'L06'] });
    expect(again.examination).toEqual(examination);
  });

  it('asks several clusters, and goes on when one does not answer', async () => {
    const url = await worker(await answersWith(sink));
    const { examination } = await examine([url, 'http://127.0.0.1:2']);
    expect(examination).toMatchObject({
      findings: [{ subject: { connect: url } }],
      unchecked: [{ subject: 'Connect at http://127.0.0.1:2', needs: 'an answer of http://127.0.0.1:2' }],
    });
  });

  it('asks with the user of the address or of the environment, below a path too, and only reads', async () => {
    const answers = await answersWith(sink);
    const below = Object.fromEntries(Object.entries(answers).map(([path, answer]) => [`/connect${path}`, answer]));
    const url = await worker(below);
    const command = async (address: string, env = {}) =>
      (await examine([address], ['D07'], env)).examination.findings[0]!.fix[0]!.command;
    const logins = () => new Set(asked.splice(0).map(({ method, headers }) => `${method} ${headers.authorization}`));
    const basic = (login: string) => new Set([`GET Basic ${Buffer.from(login).toString('base64')}`]);
    expect(await command(`${url.replace('//', '//ann:s%20ecret@')}/connect/`)).toMatch(/^curl -sS -u ann -X PATCH/);
    expect(logins()).toEqual(basic('ann:s ecret'));
    const env = { MQ_CONNECT_AUTH: 'bob:word' };
    expect(await command(`${url}/connect`, env)).toMatch(/^curl -sS -u "\$MQ_CONNECT_AUTH" -X PATCH/);
    expect(logins()).toEqual(basic('bob:word'));
    expect(await command(`${url}/connect`)).toMatch(/^curl -sS -X PATCH .*\/connect\/connectors\/orders-sink\/config$/);
    expect(logins()).toEqual(new Set(['GET undefined']));
  });

  it.each([
    ['4.1.1', 'PATCH'],
    ['3.8.0', 'PATCH'],
    ['7.8.0-ccs', 'PATCH'],
    ['3.7.2', 'PUT'],
    ['7.7.1-ce', 'PUT'],
  ])('changes a connector of Connect %s by %s', async (version, method) => {
    const { examination } = await examine([await worker(await answersWith(sink, version))]);
    expect(examination.findings[0]!.fix[0]!.command).toContain(` -X ${method} `);
  });

  it('says what is in the way', async () => {
    expect(await lacks('http://127.0.0.1:2')).toEqual([expect.stringMatching(/; an answer of http:\/\/127.0.0.1:2$/)]);
    const answers = await answersWith(sink);
    expect(await lacks(await worker(answers, 401))).toEqual([
      'not allowed (401); MQ_CONNECT_AUTH=USER:PASSWORD of somebody who may read',
    ]);
    expect(await lacks(await worker(answers, 503))).toEqual([
      'it answers 503 Service Unavailable; a worker that can answer',
    ]);
    expect(await lacks(await worker({ '/': 'hello', [BOTH]: [] }))).toEqual([
      'it answers something else; the address of a worker of Kafka Connect',
    ]);
    expect(await lacks(await worker(await answersWith(['orders-sink'], '2.2.1')))).toEqual([
      'it answers something else; Kafka Connect 2.3 or newer, which tells of all connectors at once',
    ]);
    const elsewhere = { ...answers, '/': { version: '4.1.1', kafka_cluster_id: 'another' } };
    expect(await lacks(await worker(elsewhere))).toEqual([
      'it works on another Kafka, another; a worker of this cluster',
    ]);
  });

  it('goes through TLS, with an authority of one’s own in NODE_EXTRA_CA_CERTS', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'mq-connect-tls-'));
    await writeCertificates(dir);
    const pem = readFileSync(join(dir, 'server.pem'));
    const url = await listening(createTlsServer({ key: pem, cert: pem }, handler(await answersWith(sink))), 'https');
    expect(await lacks(url)).toEqual([expect.stringMatching(/; NODE_EXTRA_CA_CERTS=FILE with its authority as PEM$/)]);
    const env = { NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem') };
    const run = await mq(['doctor', '-b', broker.bootstrap, '--connect', url, '--only', 'D07', '-o', 'json'], { env });
    expect(run.json).toMatchObject({ findings: [{ rule: 'D07' }] });
  });

  it.each(['localhost:8083', 'ftp://connect', 'http://connect?x=1', 'connect'])('refuses %s', text => {
    expect(() => connectAddress(text, {})).toThrow(`--connect takes the address of a worker, not "${text}"`);
  });

  it('does not repeat a password in what it refuses', () => {
    expect(() => connectAddress('ftp://ann:word@connect', {})).toThrow('not "ftp://ann:(hidden)@connect"');
  });

  it('refuses a login without a password', () => {
    expect(() => connectAddress('http://connect:8083', { MQ_CONNECT_AUTH: 'ann' })).toThrow('there is no colon');
  });
});
