/** Keys, certificates and users that change while the broker runs (KIP-226): they count for whoever comes then. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { connect as connectGateway } from '../../../src/kafka/index.ts';
import { describeConfigs } from '../../../src/protocol/apis/32-describe-configs.ts';
import { incrementalAlterConfigs } from '../../../src/protocol/apis/44-incremental-alter-configs.ts';
import { errors } from '../../../src/protocol/errors.ts';
import { writeCertificates } from '../../support/certificates.ts';
import { Wire } from '../../support/wire.ts';
import { startSecured } from './secured.ts';

const BROKER = 4;
const PLAIN_KEY = 'listener.name.sasl_plaintext.plain.sasl.jaas.config';

const dir = mkdtempSync(join(tmpdir(), 'mq-renewal-'));
const [first, second] = await Promise.all([writeCertificates(join(dir, '1')), writeCertificates(join(dir, '2'))]);
const keystore = join(dir, 'server.pem');
let broker: RunningBroker;
let admin: Wire;
beforeAll(async () => {
  copyFileSync(join(dir, '1', 'server.pem'), keystore);
  broker = await startSecured('PLAIN', {
    listeners: 'SASL_PLAINTEXT://127.0.0.1:0,SSL://127.0.0.1:0,PLAINTEXT://127.0.0.1:0',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keystore,
  });
  admin = await Wire.connect(broker.listeners.PLAINTEXT!);
});
afterAll(async () => {
  admin.close();
  await broker.stop();
  rmSync(dir, { recursive: true });
});

async function set(name: string, value: string) {
  const configs = [{ name, configOperation: 0, value }];
  const resources = [{ resourceType: BROKER, resourceName: '1', configs }];
  const { responses } = await admin.send(incrementalAlterConfigs, 1, { resources, validateOnly: false });
  return responses[0]!;
}
const users = (...names: string[]) =>
  `org.apache.kafka.common.security.plain.PlainLoginModule required ${names.map(name => `user_${name}="${name}-secret"`).join(' ')};`;

async function enter(listener: string, options: object): Promise<string> {
  try {
    const cluster = await connectGateway({ bootstrap: broker.listeners[listener]!, ...options });
    await cluster.metadata([]);
    await cluster.close();
    return 'in';
  } catch (error) {
    return (error as { code: string }).code;
  }
}
const logIn = (username: string) =>
  enter('SASL_PLAINTEXT', { sasl: { mechanism: 'PLAIN', username, password: `${username}-secret` } });

describe('while the broker runs', () => {
  it('users come and go', async () => {
    expect(await logIn('alice')).toBe('in');
    expect((await set(PLAIN_KEY, users('carol'))).errorCode).toBe(0);
    expect([await logIn('carol'), await logIn('alice')]).toEqual(['in', 'AUTH']);
  });

  it('users that cannot be read are refused, and the others stay', async () => {
    const { errorCode, errorMessage } = await set(PLAIN_KEY, 'PlainLoginModule required user_dave="geheim"');
    expect(errorCode).toBe(errors.INVALID_REQUEST.code);
    expect(errorMessage).toContain('does not end with a semicolon');
    expect(errorMessage).not.toContain('geheim');
    expect(await logIn('carol')).toBe('in');
  });

  it('nobody is told passwords', async () => {
    const { results } = await admin.send(describeConfigs, 4, {
      resources: [{ resourceType: BROKER, resourceName: '1', configurationKeys: null }],
      includeSynonyms: true,
    });
    const described = results[0]!.configs.find(({ name }) => name === PLAIN_KEY);
    expect(described).toMatchObject({ value: null, isSensitive: true });
    expect(JSON.stringify(results)).not.toContain('-secret');
  });

  it('a certificate is renewed by naming its file again', async () => {
    expect(await enter('SSL', { tls: { ca: first.ca } })).toBe('in');
    copyFileSync(join(dir, '2', 'server.pem'), keystore);
    expect(await enter('SSL', { tls: { ca: first.ca } })).toBe('in');
    expect((await set('listener.name.ssl.ssl.keystore.location', keystore)).errorCode).toBe(0);
    expect(await enter('SSL', { tls: { ca: second.ca } })).toBe('in');
    expect(await enter('SSL', { tls: { ca: first.ca } })).toBe('CONNECT');
  });

  it('a certificate that is not there is refused, and the old one stays', async () => {
    const { errorCode, errorMessage } = await set('listener.name.ssl.ssl.keystore.location', join(dir, 'nowhere.pem'));
    expect([errorCode, errorMessage]).toEqual([errors.INVALID_REQUEST.code, expect.stringContaining('ENOENT')]);
    expect(await enter('SSL', { tls: { ca: second.ca } })).toBe('in');
  });
});
