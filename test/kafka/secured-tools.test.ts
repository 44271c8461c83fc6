/** Apache Kafka's tools on listeners of the bundled broker that want to know who comes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { principalText } from '../../src/broker/security/principal.ts';
import { startTestBroker } from '../support/broker.ts';
import { writeCertificates } from '../support/certificates.ts';
import { type KafkaTool, kafkaToolOutput } from '../support/kafka.ts';

const dir = mkdtempSync(join(tmpdir(), 'secured-'));
await writeCertificates(dir);
const login = 'org.apache.kafka.common.security';
/** Who asked for what, as the broker saw it. */
const users = new Set<string>();
const broker = await startTestBroker({
  topics: { orders: 1 },
  scramUsers: [{ name: 'root', password: 'root-secret' }],
  observe: { received: ({ peer }) => users.add(principalText(peer.principal)) },
  config: {
    listeners: 'SASL_SSL://127.0.0.1:0,SSL://127.0.0.1:0',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': join(dir, 'server.pem'),
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': join(dir, 'ca.pem'),
    'ssl.client.auth': 'required',
    'ssl.principal.mapping.rules': 'RULE:^CN=(.*)$/$1@tls/',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512,OAUTHBEARER',
    'listener.name.sasl_ssl.plain.sasl.jaas.config': `${login}.plain.PlainLoginModule required user_alice="alice-secret";`,
  },
});
afterAll(async () => {
  await broker.stop();
  rmSync(dir, { recursive: true });
});

const trust = { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': join(dir, 'ca.pem') };
const sasl = (mechanism: string, jaas: string) => ({
  'security.protocol': 'SASL_SSL',
  'sasl.mechanism': mechanism,
  'sasl.jaas.config': `${login}.${jaas};`,
  ...trust,
});
const scram = (name: string) =>
  sasl('SCRAM-SHA-512', `scram.ScramLoginModule required username="${name}" password="${name}-secret"`);

let files = 0;
function run(
  tool: KafkaTool,
  properties: Record<string, string>,
  args: readonly string[],
  stdin = '',
): Promise<string> {
  const file = join(dir, `${files++}.properties`);
  writeFileSync(
    file,
    Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  );
  const option = { 'console-producer': '--producer.config', 'console-consumer': '--consumer.config' };
  const configured = [option[tool as keyof typeof option] ?? '--command-config', file];
  const listener = properties['security.protocol']!;
  return kafkaToolOutput(tool, ['--bootstrap-server', broker.listeners[listener]!, ...configured, ...args], { stdin });
}

describe("Kafka's own tools", () => {
  it('make a SCRAM user by PLAIN, which then writes what one with a token reads', async () => {
    const plain = sasl('PLAIN', 'plain.PlainLoginModule required username="alice" password="alice-secret"');
    const dora = ['--entity-type', 'users', '--entity-name', 'dora'];
    await run('configs', plain, ['--alter', ...dora, '--add-config', 'SCRAM-SHA-512=[password=dora-secret]']);
    await run('console-producer', scram('dora'), ['--topic', 'orders'], 'hello\n');
    const token = sasl(
      'OAUTHBEARER',
      'oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="carol"',
    );
    const read = ['--topic', 'orders', '--from-beginning', '--max-messages', '1'];
    expect(await run('console-consumer', token, read)).toContain('hello');
    expect(users).toEqual(new Set(['User:ANONYMOUS', 'User:alice', 'User:dora', 'User:carol']));
  });

  it('come in by certificate, and by the user of the start', async () => {
    const pkcs8 = execFileSync('openssl', ['pkcs8', '-topk8', '-nocrypt', '-in', join(dir, 'client.key')]).toString();
    writeFileSync(join(dir, 'keystore.pem'), pkcs8 + readFileSync(join(dir, 'client.crt'), 'utf8'));
    const certificate = { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': join(dir, 'keystore.pem') };
    const listed = await Promise.all([
      run('topics', { 'security.protocol': 'SSL', ...trust, ...certificate }, ['--list']),
      run('topics', scram('root'), ['--list']),
    ]);
    expect(listed.map(text => text.includes('orders'))).toEqual([true, true]);
    expect(users).toContain('User:client@tls');
    expect(users).toContain('User:root');
  });
});
