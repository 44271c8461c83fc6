/** Where the clients are sent: the bundled broker and a real Apache Kafka, both with SASL, TLS and an authorizer that lets everybody in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../../src/broker/index.ts';
import { writeCertificates } from '../support/certificates.ts';
import { startKafka } from '../support/kafka.ts';

export interface Place {
  readonly name: string;
  /** What the drivers are told of it. */
  readonly order: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const USER = { user: 'alice', password: 'alice-secret' };
const PLAIN_LOGIN = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${USER.user}="${USER.password}";`;
const config = {
  'num.partitions': '4',
  'group.initial.rebalance.delay.ms': '0',
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
  'super.users': 'User:ANONYMOUS',
};

export async function bundledBroker(): Promise<Place> {
  const dir = mkdtempSync(join(tmpdir(), 'clients-'));
  await writeCertificates(dir);
  const broker = await startBroker({
    scramUsers: [{ name: USER.user, password: USER.password }],
    log: (level, line) => {
      if (level === 'error') console.error(`broker: ${line}`);
    },
    config: {
      ...config,
      listeners: ['PLAINTEXT', 'SASL_PLAINTEXT', 'SSL', 'SASL_SSL'].map(name => `${name}://127.0.0.1:0`).join(','),
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'listener.name.sasl_plaintext.plain.sasl.jaas.config': PLAIN_LOGIN,
      'listener.name.sasl_ssl.plain.sasl.jaas.config': PLAIN_LOGIN,
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': join(dir, 'server.pem'),
    },
  });
  const { PLAINTEXT, SASL_PLAINTEXT, SSL, SASL_SSL } = broker.listeners as Record<string, string>;
  return {
    name: 'the broker',
    order: {
      ...USER,
      bootstrap: PLAINTEXT!,
      saslPlaintext: SASL_PLAINTEXT!,
      ssl: SSL!,
      saslSsl: SASL_SSL!,
      caFile: join(dir, 'ca.pem'),
    },
    async stop() {
      await broker.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

export async function apacheKafka(): Promise<Place> {
  const kafka = await startKafka({
    sasl: true,
    tls: true,
    config: { ...config, 'super.users': 'User:ANONYMOUS;User:admin' },
  });
  const dir = mkdtempSync(join(tmpdir(), 'clients-'));
  writeFileSync(join(dir, 'ca.pem'), kafka.tls!.ca);
  return {
    name: `Apache Kafka ${kafka.version}`,
    order: {
      ...USER,
      bootstrap: kafka.bootstrap,
      saslPlaintext: kafka.listeners.saslPlaintext!,
      ssl: kafka.listeners.ssl!,
      saslSsl: kafka.listeners.saslSsl!,
      caFile: join(dir, 'ca.pem'),
    },
    async stop() {
      await kafka.stop();
      rmSync(dir, { recursive: true });
    },
  };
}
