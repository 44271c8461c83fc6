/**
 * Where the clients are sent: the bundled broker and a real Apache Kafka, both with SASL, TLS, a listener that wants certificates, and an
 * authorizer that lets everybody in.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../../src/broker/index.ts';
import { unsecuredToken } from '../broker/security/tokens.ts';
import { type ClientCertificates, writeCertificates } from '../support/certificates.ts';
import { freePorts } from '../support/kafka/ports.ts';
import { startKafka } from '../support/kafka.ts';

export interface Place {
  readonly name: string;
  /** What the drivers are told of it. */
  readonly order: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const USER = { user: 'alice', password: 'alice-secret' };
const PLAIN_LOGIN = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${USER.user}="${USER.password}";`;
const TOKEN_SECONDS = 3600;
const listener = 'listener.name.sasl_plaintext';
const config = {
  'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
  [`${listener}.sasl.enabled.mechanisms`]: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
  [`${listener}.oauthbearer.sasl.jaas.config`]:
    'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="kafka";',
  'listener.security.protocol.map':
    'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL,MUTUAL:SSL',
  'ssl.client.auth': 'none',
  'listener.name.mutual.ssl.client.auth': 'required',
  'num.partitions': '4',
  'group.initial.rebalance.delay.ms': '0',
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
  'super.users': 'User:ANONYMOUS',
};

export async function bundledBroker(): Promise<Place> {
  const dir = mkdtempSync(join(tmpdir(), 'clients-'));
  const certificates = await writeCertificates(join(dir, 'tls'));
  const broker = await startBroker({
    scramUsers: [{ name: USER.user, password: USER.password }],
    log: (level, line) => {
      if (level === 'error') console.error(`broker: ${line}`);
    },
    config: {
      ...config,
      listeners: ['PLAINTEXT', 'SASL_PLAINTEXT', 'SSL', 'SASL_SSL', 'MUTUAL']
        .map(name => `${name}://127.0.0.1:0`)
        .join(','),
      'listener.name.sasl_plaintext.plain.sasl.jaas.config': PLAIN_LOGIN,
      'listener.name.sasl_ssl.plain.sasl.jaas.config': PLAIN_LOGIN,
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': join(dir, 'tls', 'server.pem'),
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': join(dir, 'tls', 'ca.pem'),
    },
  });
  const { PLAINTEXT, SASL_PLAINTEXT, SSL, SASL_SSL, MUTUAL } = broker.listeners as Record<string, string>;
  return {
    name: 'the broker',
    order: {
      ...credentials(dir, certificates),
      bootstrap: PLAINTEXT!,
      saslPlaintext: SASL_PLAINTEXT!,
      ssl: SSL!,
      saslSsl: SASL_SSL!,
      mutual: MUTUAL!,
    },
    async stop() {
      await broker.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

export async function apacheKafka(): Promise<Place> {
  const [mutual] = (await freePorts(1)) as [number];
  const kafka = await startKafka({
    sasl: true,
    tls: true,
    config: { ...config, 'super.users': 'User:ANONYMOUS;User:admin' },
    configOf(_, [ports]) {
      const { plaintext, controller, saslPlaintext, ssl, saslSsl } = ports!;
      const forClients = Object.entries({
        PLAINTEXT: plaintext,
        SASL_PLAINTEXT: saslPlaintext,
        SSL: ssl,
        SASL_SSL: saslSsl,
        MUTUAL: mutual,
      }).map(([name, port]) => `${name}://127.0.0.1:${port}`);
      return {
        listeners: [...forClients, `CONTROLLER://127.0.0.1:${controller}`].join(),
        'advertised.listeners': forClients.join(),
      };
    },
  });
  const dir = mkdtempSync(join(tmpdir(), 'clients-'));
  return {
    name: `Apache Kafka ${kafka.version}`,
    order: {
      ...credentials(dir, kafka.tls!),
      bootstrap: kafka.bootstrap,
      saslPlaintext: kafka.listeners.saslPlaintext!,
      ssl: kafka.listeners.ssl!,
      saslSsl: kafka.listeners.saslSsl!,
      mutual: `127.0.0.1:${mutual}`,
    },
    async stop() {
      await kafka.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

/** What a client shows: a name with its password, a token of the same name, a certificate as files. */
function credentials(dir: string, { ca, cert, key }: ClientCertificates): Record<string, string> {
  const file = (name: string, text: string) => {
    const path = join(dir, name);
    writeFileSync(path, text);
    return path;
  };
  const [certFile, keyFile] = [file('client.crt', cert), file('client.key', key)];
  const [keystoreFile, keystorePassword] = [join(dir, 'client.p12'), 'client-secret'];
  const made = ['-in', certFile, '-inkey', keyFile, '-out', keystoreFile, '-passout', `pass:${keystorePassword}`];
  execFileSync('openssl', ['pkcs12', '-export', ...made]);
  const now = Math.floor(Date.now() / 1000);
  return {
    ...USER,
    token: unsecuredToken({ sub: USER.user, iat: now, exp: now + TOKEN_SECONDS }),
    caFile: file('ca.pem', ca),
    certFile,
    keyFile,
    keystoreFile,
    keystorePassword,
  };
}
