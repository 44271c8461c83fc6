import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterOptions } from '../../src/cli/client-properties.ts';
import { retryPolicy } from '../../src/kafka/retry.ts';
import { type ClientCertificates, writeCertificates } from '../support/certificates.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mq-properties-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Writes client.properties and gives its path. */
function file(...lines: string[]): string {
  const path = join(directory, 'client.properties');
  writeFileSync(path, lines.join('\n'));
  return path;
}

const withProperties = (...property: string[]) => clusterOptions({ 'bootstrap-server': 'broker:9092', property }, {});
const optionsOf = async (...property: string[]) => (await withProperties(...property)).options;

describe('where the cluster is', () => {
  const env = { MQ_BOOTSTRAP_SERVER: 'mq:1', KAFKA_BOOTSTRAP_SERVERS: 'kafka:1' };
  const bootstrapOf = async (...args: Parameters<typeof clusterOptions>) =>
    (await clusterOptions(...args)).options.bootstrap;

  it('says the flag, then -X, then the file, then the environment', async () => {
    const path = file('bootstrap.servers=file:1');
    const property = ['bootstrap.servers=x:1'];
    expect(await bootstrapOf({ 'bootstrap-server': 'flag:1', property, 'command-config': path }, env)).toEqual([
      'flag:1',
    ]);
    expect(await bootstrapOf({ property, 'command-config': path }, env)).toEqual(['x:1']);
    expect(await bootstrapOf({ 'command-config': path }, env)).toEqual(['file:1']);
    expect(await bootstrapOf({}, env)).toEqual(['mq:1']);
    expect(await bootstrapOf({}, { KAFKA_BOOTSTRAP_SERVERS: 'kafka:1' })).toEqual(['kafka:1']);
  });

  it('has to be said somewhere', async () => {
    await expect(clusterOptions({}, {})).rejects.toMatchObject({
      code: 'NO_CLUSTER',
      advice: [expect.stringContaining('--bootstrap-server'), expect.stringContaining('mq broker dev')],
    });
  });

  it.each([
    ['a:1,b:2', ['a:1', 'b:2']],
    [' a:1 , b:2 ', ['a:1', 'b:2']],
    ['localhost', ['localhost:9092']],
    ['[::1]:19092', ['[::1]:19092']],
    ['PLAINTEXT://a:1', ['a:1']],
  ])('reads %j', async (given, addresses) => {
    expect(await bootstrapOf({ 'bootstrap-server': given }, {})).toEqual(addresses);
  });

  it.each(['', ',', 'a:b', 'a:0', 'a:70000', 'a b:1', ':9092'])('refuses %j', async given => {
    await expect(bootstrapOf({ 'bootstrap-server': given }, {})).rejects.toMatchObject({ where: '--bootstrap-server' });
  });
});

describe('client properties', () => {
  it('of the file are overruled by -X', async () => {
    const path = file('client.id=file', 'request.timeout.ms=1000');
    const { options } = await clusterOptions(
      { 'bootstrap-server': 'a:1', property: ['client.id=x'], 'command-config': path },
      {},
    );
    expect(options).toMatchObject({ clientId: 'x', requestTimeoutMs: 1000 });
  });

  it('say how long to wait and how often to try again, as in Java', async () => {
    const options = await optionsOf(
      'request.timeout.ms=1000',
      'socket.connection.setup.timeout.ms=2000',
      'default.api.timeout.ms=3000',
      'retries=4',
      'retry.backoff.ms=0',
      'retry.backoff.max.ms=6',
    );
    expect(options).toMatchObject({
      requestTimeoutMs: 1000,
      connectTimeoutMs: 2000,
      retry: { attempts: 5, timeoutMs: 3000, backoffMs: 0, maxBackoffMs: 6 },
    });
  });

  it('leave what they do not say to the gateway', async () => {
    const { retry, ...options } = await optionsOf();
    expect(options).toEqual({ bootstrap: ['broker:9092'] });
    expect(retryPolicy(retry)).toEqual(retryPolicy());
  });

  it('that mean nothing here are left aside: silently from a file, with a note from -X', async () => {
    const path = file('key.deserializer=org.apache.kafka.common.serialization.StringDeserializer');
    expect((await clusterOptions({ 'bootstrap-server': 'a:1', 'command-config': path }, {})).notes).toEqual([]);
    expect((await withProperties('linger.ms=5')).notes).toEqual([
      'note: -X linger.ms means nothing to mq, it goes on without',
    ]);
  });

  it('that nobody knows are refused with the name that was meant, and where they stand', async () => {
    const path = file('# ours', 'securty.protocol=SSL');
    await expect(clusterOptions({ 'bootstrap-server': 'a:1', 'command-config': path }, {})).rejects.toMatchObject({
      message: 'there is no client property "securty.protocol"',
      where: `${path}, line 2`,
      advice: ['security.protocol'],
    });
  });

  it.each([
    ['request.timeout.ms=soon', 'request.timeout.ms is a number of milliseconds, not "soon"'],
    ['retries=-1', 'retries is a whole number, not "-1"'],
    ['retry.backoff.ms=', 'retry.backoff.ms is a number of milliseconds, not ""'],
    ['security.protocol=TLS', 'security.protocol does not know "TLS"'],
    ['no-equals-sign', '-X takes KEY=VALUE, not "no-equals-sign"'],
    ['sasl.login.callback.handler.class=x.Y', 'sasl.login.callback.handler.class: Java classes cannot be loaded'],
    ['ssl.truststore.location=/nowhere/ca.pem', undefined],
  ])('refuse %s', async (property, message) => {
    const attempt = withProperties(property);
    if (message) await expect(attempt).rejects.toMatchObject({ message, name: 'UsageError' });
    else await expect(attempt).resolves.toBeDefined(); // without security.protocol=SSL nothing of ssl.* counts, as in Java
  });

  it('come from a file that is there', async () => {
    await expect(clusterOptions({ 'command-config': '/nowhere/client.properties' }, {})).rejects.toMatchObject({
      message: 'cannot read /nowhere/client.properties: there is no such file',
      where: '--command-config',
    });
  });
});

describe('SASL', () => {
  const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule';
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule';

  it.each([
    ['PLAIN', `${plain} required username="a" password="b";`, { username: 'a', password: 'b' }],
    ['SCRAM-SHA-256', `${scram} required username="a" password="b";`, { username: 'a', password: 'b' }],
    ['SCRAM-SHA-512', `${scram} required\n  username='a'\n  password='b'  ;`, { username: 'a', password: 'b' }],
    ['PLAIN', `${plain} required password="p\\"q=;" username="a b";`, { username: 'a b', password: 'p"q=;' }],
    ['PLAIN', `${plain} required username=a password=b serviceName="kafka";`, { username: 'a', password: 'b' }],
  ])('%s reads %s', async (mechanism, jaas, login) => {
    const options = await optionsOf(
      'security.protocol=SASL_PLAINTEXT',
      `sasl.mechanism=${mechanism}`,
      `sasl.jaas.config=${jaas}`,
    );
    expect(options).toMatchObject({ sasl: { mechanism, ...login } });
    expect(options).not.toHaveProperty('tls');
  });

  it("takes librdkafka's user and password", async () => {
    expect(
      await optionsOf('security.protocol=sasl_ssl', 'sasl.mechanisms=PLAIN', 'sasl.username=a', 'sasl.password=b'),
    ).toMatchObject({ sasl: { mechanism: 'PLAIN', username: 'a', password: 'b' }, tls: {} });
  });

  it.each(['OAUTHBEARER', 'GSSAPI', 'AWS_MSK_IAM'])('%s is not supported yet, and says so', async mechanism => {
    await expect(optionsOf('security.protocol=SASL_SSL', `sasl.mechanism=${mechanism}`)).rejects.toMatchObject({
      message: `sasl.mechanism "${mechanism}" is not supported yet`,
      code: 'UNSUPPORTED',
      name: 'UsageError',
    });
  });

  it('without a mechanism would be GSSAPI', async () => {
    await expect(optionsOf('security.protocol=SASL_SSL')).rejects.toThrow("Java's default GSSAPI is not supported yet");
  });

  it('is not left out because security.protocol was forgotten', async () => {
    await expect(optionsOf('sasl.mechanism=PLAIN')).rejects.toThrow('would leave it out');
  });

  it.each([
    [`${plain} required username="a"`, 'mind the semicolon'],
    ['required;', 'mind the semicolon'],
    [`${plain} required username="a";`, 'PlainLoginModule required username='],
  ])('refuses %s', async (jaas, advice) => {
    await expect(
      optionsOf('security.protocol=SASL_PLAINTEXT', 'sasl.mechanism=PLAIN', `sasl.jaas.config=${jaas}`),
    ).rejects.toMatchObject({ advice: [expect.stringContaining(advice)] });
  });

  it('refuses the login module of another mechanism, and delegation tokens', async () => {
    const attempt = (jaas: string) =>
      optionsOf('security.protocol=SASL_PLAINTEXT', 'sasl.mechanism=SCRAM-SHA-256', `sasl.jaas.config=${jaas}`);
    await expect(attempt(`${plain} required username="a" password="b";`)).rejects.toThrow('not the ScramLoginModule');
    await expect(attempt(`${scram} required username="a" password="b" tokenauth="true";`)).rejects.toThrow(
      'delegation tokens',
    );
  });
});

describe('TLS', () => {
  let certificates: ClientCertificates;
  beforeAll(async () => {
    certificates = await writeCertificates(directory);
    execFileSync(
      'openssl',
      ['pkcs12', '-export', '-in', 'client.pem', '-out', 'client.p12', '-passout', 'pass:store'],
      { cwd: directory },
    );
    execFileSync('openssl', ['pkcs8', '-topk8', '-in', 'client.key', '-out', 'locked.pem', '-passout', 'pass:key'], {
      cwd: directory,
    });
    appendFileSync(join(directory, 'locked.pem'), certificates.cert);
  });
  const at = (name: string) => join(directory, name);
  const tls = (...property: string[]) => optionsOf('security.protocol=SSL', ...property);
  const stored = (name: string, content: string | Buffer) => {
    writeFileSync(at(name), content);
    return at(name);
  };

  it('needs nothing but its protocol', async () => {
    expect(await tls()).toMatchObject({ tls: {} });
  });

  it.each(['ssl.truststore.location', 'ssl.ca.location'])('trusts the PEM file of %s', async key => {
    expect(await tls(`${key}=${at('ca.pem')}`)).toMatchObject({ tls: { ca: Buffer.from(certificates.ca) } });
    await expect(tls(`${key}=${at('client.key')}`)).rejects.toMatchObject({ where: `-X ${key}` });
    await expect(tls(`${key}=/nowhere/ca.pem`)).rejects.toThrow('cannot read /nowhere/ca.pem: there is no such file');
  });

  it('trusts certificates written into the property, line ends lost', async () => {
    expect(await tls(`ssl.truststore.certificates=${certificates.ca.replaceAll('\n', ' ')}`)).toMatchObject({
      tls: { ca: certificates.ca },
    });
  });

  it('takes the client certificate from PEM, PKCS12 or properties', async () => {
    const { key, cert } = certificates;
    const both = readFileSync(at('client.pem'));
    expect(await tls(`ssl.keystore.location=${at('client.pem')}`)).toMatchObject({ tls: { key: both, cert: both } });
    expect(await tls(`ssl.keystore.location=${at('client.p12')}`, 'ssl.keystore.password=store')).toMatchObject({
      tls: { pfx: expect.any(Buffer), passphrase: 'store' },
    });
    expect(await tls(`ssl.keystore.location=${at('locked.pem')}`, 'ssl.key.password=key')).toMatchObject({
      tls: { passphrase: 'key' },
    });
    expect(await tls(`ssl.keystore.key=${key}`, `ssl.keystore.certificate.chain=${cert}`)).toMatchObject({
      tls: { key, cert },
    });
    expect(
      await tls(`ssl.key.location=${at('client.key')}`, `ssl.certificate.location=${at('client.crt')}`),
    ).toMatchObject({
      tls: { key: expect.any(Buffer), cert: expect.any(Buffer) },
    });
  });

  it.each([
    ['client.p12', 'ssl.keystore.password=wrong'],
    ['client.p12', 'client.id=none'],
    ['locked.pem', 'ssl.key.password=wrong'],
    ['locked.pem', 'client.id=none'],
  ])('does not open %s with %s', async (name, property) => {
    await expect(tls(`ssl.keystore.location=${at(name)}`, property)).rejects.toMatchObject({
      message: 'the password of the key store or key is wrong or missing',
      where: '-X ssl.keystore.location',
    });
  });

  it('needs both halves of a client certificate', async () => {
    await expect(tls(`ssl.keystore.key=${certificates.key}`)).rejects.toThrow('both its key and its chain');
  });

  const jks = Buffer.from('feedfeed00000002', 'hex');
  const pkcs12 = Buffer.from([0x30, 0x82, 1, 2, 3]);
  it.each([
    ['ssl.truststore.location', jks, 'keytool -list -rfc -keystore'],
    ['ssl.truststore.location', pkcs12, 'openssl pkcs12 -in'],
    ['ssl.keystore.location', jks, 'keytool -importkeystore'],
  ])('refuses a %s that it cannot read, with the line that converts it', async (key, content, line) => {
    await expect(tls(`${key}=${stored('store', content)}`)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      advice: [expect.stringContaining(line), expect.any(String)],
    });
  });

  it('leaves the host name unchecked only when told so', async () => {
    expect((await tls('ssl.endpoint.identification.algorithm=https')).tls).not.toHaveProperty('checkServerIdentity');
    expect((await tls('ssl.endpoint.identification.algorithm=')).tls).toHaveProperty('checkServerIdentity');
    await expect(tls('ssl.endpoint.identification.algorithm=ldaps')).rejects.toThrow('does not know "ldaps"');
  });
});
