/** TLS and mutual TLS: who gets in, as whom, and what happens to those who speak something else. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type RunningBroker, startBroker } from '../../../src/broker/index.ts';
import { principalText } from '../../../src/broker/security/principal.ts';
import { type ClusterOptions, connect as connectGateway } from '../../../src/kafka/index.ts';
import { writeCertificates } from '../../support/certificates.ts';
import { PLAIN_USERS } from './secured.ts';

const dir = mkdtempSync(join(tmpdir(), 'mq-tls-'));
afterAll(() => rmSync(dir, { recursive: true }));
const ours = await writeCertificates(join(dir, 'ours'));
const strangers = await writeCertificates(join(dir, 'strangers'));
const file = (name: string) => join(dir, 'ours', name);
const pem = (name: string) => readFileSync(file(name), 'utf8');

const running: RunningBroker[] = [];
const lines: string[] = [];
const users = new Set<string>();
afterEach(async () => {
  await Promise.all(running.splice(0).map(broker => broker.stop()));
  lines.length = 0;
  users.clear();
});

const KEY = { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': file('server.pem') };
const TRUST = { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': file('ca.pem') };

async function start(config: Record<string, string> = { ...KEY, ...TRUST }): Promise<RunningBroker> {
  const broker = await startBroker({
    log: (_, line) => lines.push(line),
    observe: { received: ({ peer }) => users.add(principalText(peer.principal)) },
    config: { listeners: 'SSL://127.0.0.1:0,PLAINTEXT://127.0.0.1:0', ...config },
  });
  running.push(broker);
  return broker;
}

async function ports(bootstrap: string | undefined, options: Omit<ClusterOptions, 'bootstrap'>): Promise<number[]> {
  const cluster = await connectGateway({ bootstrap: bootstrap!, ...options });
  try {
    return (await cluster.metadata([])).brokers.map(({ port }) => port);
  } finally {
    await cluster.close();
  }
}
const { ca } = ours;

/** Resolves with all that came before the connection ended. */
async function say(bootstrap: string, bytes: Buffer | string): Promise<Buffer> {
  const [host, port] = bootstrap.split(':');
  const socket = connectPlain(Number(port), host).on('error', () => {});
  socket.write(bytes);
  const received: Buffer[] = [];
  socket.on('data', chunk => received.push(chunk as Buffer));
  await new Promise(resolve => socket.once('close', resolve));
  return Buffer.concat(received);
}

describe('TLS', () => {
  it('with a key and certificates in a PEM file', async () => {
    const broker = await start();
    expect(await ports(broker.listeners.SSL, { tls: { ca } })).toEqual([broker.port]);
    expect(users).toEqual(new Set(['User:ANONYMOUS']));
  });

  it('with a key and certificates in the configuration itself', async () => {
    const inline = {
      'ssl.keystore.type': 'PEM',
      'listener.name.ssl.ssl.keystore.key': pem('server.key'),
      'listener.name.ssl.ssl.keystore.certificate.chain': pem('server.crt'),
    };
    const onOneLine = Object.fromEntries(
      Object.entries(inline).map(([key, value]) => [key, value.replace(/\n/g, ' ')]),
    );
    for (const config of [inline, onOneLine]) {
      const broker = await start(config);
      expect(await ports(broker.listeners.SSL, { tls: { ca } })).toEqual([broker.port]);
    }
  });

  it('with a PKCS12 keystore, and with a PEM key that has a password', async () => {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: join(dir, 'ours'), stdio: 'pipe' });
    openssl('pkcs12', '-export', '-in', 'server.pem', '-out', 'server.p12', '-passout', 'pass:geheim');
    const encrypted = openssl('pkcs8', '-topk8', '-in', 'server.key', '-passout', 'pass:geheim', '-v2', 'aes256');
    writeFileSync(file('encrypted.pem'), `${encrypted}${pem('server.crt')}`);
    for (const config of [
      { 'ssl.keystore.type': 'PKCS12', 'ssl.keystore.location': file('server.p12'), 'ssl.keystore.password': 'geheim' },
      { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': file('encrypted.pem'), 'ssl.key.password': 'geheim' },
    ]) {
      const broker = await start(config);
      expect(await ports(broker.listeners.SSL, { tls: { ca } })).toEqual([broker.port]);
    }
    const wrong = { ...KEY, 'ssl.keystore.location': file('encrypted.pem'), 'ssl.key.password': 'guess' };
    await expect(start(wrong)).rejects.toMatchObject({ code: 'USAGE', message: expect.not.stringContaining('guess') });
  });

  it('carries large requests and answers, and many of them', async () => {
    const broker = await start();
    const cluster = await connectGateway({ bootstrap: broker.listeners.SSL!, tls: { ca } });
    const names = Array.from({ length: 2_000 }, (_, i) => `${'a-rather-long-name-of-a-topic-'.repeat(8)}${i}`);
    const answers = await Promise.all(Array.from({ length: 8 }, () => cluster.metadata(names)));
    expect(answers.map(({ topics }) => topics.length)).toEqual(answers.map(() => 2_000));
    await cluster.close();
  });

  it('with the ciphers that are allowed, by the names they have in Java', async () => {
    const suite = 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384';
    const broker = await start({ ...KEY, 'ssl.enabled.protocols': 'TLSv1.2', 'ssl.cipher.suites': suite });
    const [host, port] = broker.listeners.SSL!.split(':');
    const socket = connectTls({ host, port: Number(port), ca });
    await once(socket, 'secureConnect');
    expect(socket.getCipher().standardName).toBe(suite);
    socket.destroy();
  });

  it('of the enabled versions only', async () => {
    const broker = await start({ ...KEY, 'ssl.enabled.protocols': 'TLSv1.2' });
    const [host, port] = broker.listeners.SSL!.split(':');
    const socket = connectTls({ host, port: Number(port), ca, minVersion: 'TLSv1.3' });
    await expect(once(socket, 'secureConnect')).rejects.toThrow(/protocol version/);
    await expect.poll(() => lines.join('\n')).toContain('no version of TLS that is enabled');
    expect(await ports(broker.listeners.SSL, { tls: { ca } })).toHaveLength(1);
  });

  it('under SASL', async () => {
    const broker = await start({
      ...KEY,
      listeners: 'SASL_SSL://127.0.0.1:0',
      'sasl.enabled.mechanisms': 'PLAIN',
      'listener.name.sasl_ssl.plain.sasl.jaas.config': PLAIN_USERS,
    });
    const sasl = { mechanism: 'PLAIN', username: 'bob', password: 'bob-secret' } as const;
    expect(await ports(broker.bootstrap, { tls: { ca }, sasl })).toEqual([broker.port]);
    expect(users).toContain('User:bob');
  });
});

describe('mutual TLS', () => {
  const mutual = (clientAuth: string) => ({ ...KEY, ...TRUST, 'ssl.client.auth': clientAuth });

  it('makes a user of the name in the certificate', async () => {
    const broker = await start(mutual('required'));
    await ports(broker.listeners.SSL, { tls: ours });
    expect(users).toEqual(new Set(['User:CN=client']));
  });

  it('makes another name of it by rules', async () => {
    const rules = { 'ssl.principal.mapping.rules': 'RULE:^OU=.*$/x/,RULE:^CN=(.*)$/$1@here/U,DEFAULT' };
    const broker = await start({ ...mutual('required'), ...rules });
    await ports(broker.listeners.SSL, { tls: ours });
    expect(users).toEqual(new Set(['User:CLIENT@HERE']));
  });

  it('believes authorities in the configuration itself', async () => {
    const trust = { 'ssl.truststore.type': 'PEM', 'ssl.truststore.certificates': pem('ca.pem').replace(/\n/g, ' ') };
    const broker = await start({ ...KEY, ...trust, 'ssl.client.auth': 'required' });
    await ports(broker.listeners.SSL, { tls: ours });
    expect(users).toEqual(new Set(['User:CN=client']));
  });

  it('required: without a certificate nobody gets in', async () => {
    const broker = await start(mutual('required'));
    await expect(ports(broker.listeners.SSL, { tls: { ca } })).rejects.toThrow();
    expect(lines.join('\n')).toContain('the client shows no certificate (ssl.client.auth=required)');
  });

  it('requested: without a certificate one is anybody', async () => {
    const broker = await start(mutual('requested'));
    await ports(broker.listeners.SSL, { tls: { ca } });
    expect(users).toEqual(new Set(['User:ANONYMOUS']));
  });

  it.for(['required', 'requested'])('%s: a certificate of strangers is refused', async clientAuth => {
    const broker = await start(mutual(clientAuth));
    await expect(ports(broker.listeners.SSL, { tls: { ...strangers, ca } })).rejects.toThrow();
    expect(lines.join('\n')).toMatch(/certificate .*is not trusted/);
  });

  it('a name that no rule fits gets nobody in', async () => {
    const broker = await start({ ...mutual('required'), 'ssl.principal.mapping.rules': 'RULE:^OU=(.*)$/$1/' });
    await expect(ports(broker.listeners.SSL, { tls: ours })).rejects.toThrow();
    expect(lines.join('\n')).toContain("applies to the client's certificate CN=client");
  });
});

describe('what is said in the wrong place harms nobody and is told in one line:', () => {
  it.for([
    ['requests without TLS', Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]), /does not speak TLS/],
    ['HTTP', 'GET / HTTP/1.1\r\n\r\n', /HTTP without TLS/],
    ['garbage', Buffer.alloc(70_000, 0xa5), /TLS handshake with 127\.0\.0\.1 on SSL failed/],
  ] as const)('%s to a listener with TLS', async ([, bytes, line]) => {
    const broker = await start();
    await say(broker.listeners.SSL!, bytes);
    await expect.poll(() => lines.filter(each => line.test(each))).toHaveLength(1);
    expect(await ports(broker.listeners.SSL, { tls: { ca } })).toHaveLength(1);
  });

  it('nothing at all, and the connection is closed when it was idle for connections.max.idle.ms', async () => {
    const broker = await start({ ...KEY, 'connections.max.idle.ms': '100' });
    await say(broker.listeners.SSL!, Buffer.from([0x16, 3, 1]));
    expect(lines.join('\n')).toContain('failed: the client did not finish it in time');
  });

  it('TLS to a listener without', async () => {
    const broker = await start();
    const [host, port] = broker.listeners.PLAINTEXT!.split(':');
    const socket = connectTls({ host, port: Number(port), ca });
    await expect(once(socket, 'secureConnect')).rejects.toThrow();
    expect(await ports(broker.listeners.PLAINTEXT, {})).toHaveLength(1);
  });

  it('nothing at all: the connection counts, and goes with the broker', async () => {
    const broker = await start({ ...KEY, 'listener.name.ssl.max.connections': '1' });
    const silent = say(broker.listeners.SSL!, '');
    await expect.poll(() => ports(broker.listeners.SSL, { tls: { ca } }).catch(() => 'refused')).toBe('refused');
    await broker.stop();
    await silent;
    expect(lines.join('\n')).toContain('max.connections of listener SSL is 1');
  });
});

describe('a listener with TLS does not open', () => {
  it.for([
    ['without a key', {}, /listener SSL has no key and no certificate/],
    ['with a keystore of Java', { 'ssl.keystore.location': 'x.jks' }, /a keystore of type JKS is not read/],
    ['with a file that is not there', { ...KEY, 'ssl.keystore.location': 'nowhere.pem' }, /ENOENT/],
    ['with a file that holds no key', { ...KEY, 'ssl.keystore.location': file('ca.pem') }, /cannot use its key/],
    ['with a truststore of Java', { ...KEY, 'ssl.truststore.location': 'x.jks' }, /a truststore of type JKS/],
    ['with rules that are none', { ...KEY, 'ssl.principal.mapping.rules': 'RULE:x' }, /Invalid rule: `RULE:x`/],
  ] as const)('%s', async ([, config, message]) => {
    await expect(start({ ...config })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message),
    });
  });
});
