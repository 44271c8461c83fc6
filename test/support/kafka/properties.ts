/** The `server.properties` of one node: broker and controller in one process (KRaft), small, quick to notice a dead neighbour. */
import { join } from 'node:path';

/** The ports of one node, on 127.0.0.1. */
export interface NodePorts {
  plaintext: number;
  controller: number;
  saslPlaintext: number;
  ssl: number;
  saslSsl: number;
}
export const PORTS_PER_NODE = 5;

export interface Security {
  sasl: boolean;
  /** Directory of the PEM files of certificates.ts, when the cluster listens with TLS. */
  tlsDir: string | undefined;
  users: Readonly<Record<string, string>>;
}

export type ListenerName = 'PLAINTEXT' | 'SASL_PLAINTEXT' | 'SSL' | 'SASL_SSL';

/** Which listeners a cluster has, with the port each uses. */
export function listenersOf({ sasl, tlsDir }: Security): [ListenerName, keyof NodePorts][] {
  const all: [ListenerName, keyof NodePorts, boolean][] = [
    ['PLAINTEXT', 'plaintext', true],
    ['SASL_PLAINTEXT', 'saslPlaintext', sasl],
    ['SSL', 'ssl', tlsDir !== undefined],
    ['SASL_SSL', 'saslSsl', sasl && tlsDir !== undefined],
  ];
  return all.filter(([, , wanted]) => wanted).map(([name, port]) => [name, port]);
}

/** Node ids are 1..n, as the position in `cluster` + 1. `overrides` win over everything here; undefined leaves a setting out. */
export function nodeProperties(
  id: number,
  cluster: readonly NodePorts[],
  dataDir: string,
  security: Security,
  overrides: Readonly<Record<string, string | undefined>>,
): string {
  const ports = cluster[id - 1]!;
  const replicas = cluster.length;
  const majority = String(Math.floor(replicas / 2) + 1);
  const listeners = listenersOf(security).map(([name, port]) => `${name}://127.0.0.1:${ports[port]}`);
  const rows: Record<string, string | undefined> = {
    'process.roles': 'broker,controller',
    'node.id': String(id),
    'controller.quorum.voters': cluster.map((node, i) => `${i + 1}@127.0.0.1:${node.controller}`).join(','),
    listeners: [...listeners, `CONTROLLER://127.0.0.1:${ports.controller}`].join(','),
    'advertised.listeners': listeners.join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map':
      'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL',
    'log.dirs': dataDir,
    'broker.rack': `rack-${id}`,
    'num.partitions': '4',
    'default.replication.factor': String(replicas),
    'min.insync.replicas': majority,
    'offsets.topic.replication.factor': String(replicas),
    'offsets.topic.num.partitions': '10',
    'transaction.state.log.replication.factor': String(replicas),
    'transaction.state.log.num.partitions': '10',
    'transaction.state.log.min.isr': majority,
    'share.coordinator.state.topic.replication.factor': String(replicas),
    'share.coordinator.state.topic.min.isr': majority,
    'group.initial.rebalance.delay.ms': '0',
    // Kafka fences a silent broker after 9 s; a test that kills one does not want to wait for that.
    'broker.session.timeout.ms': '4000',
    'broker.heartbeat.interval.ms': '1000',
    'num.network.threads': '2',
    'num.io.threads': '4',
    ...(security.sasl ? saslRows(security.users) : {}),
    ...(security.tlsDir ? tlsRows(security.tlsDir) : {}),
    ...overrides,
  };
  return Object.entries(rows)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

function saslRows(users: Readonly<Record<string, string>>): Record<string, string> {
  const login = 'org.apache.kafka.common.security';
  const plainUsers = Object.entries(users).map(([name, password]) => ` user_${name}="${password}"`);
  const perListener = ['sasl_plaintext', 'sasl_ssl'].flatMap(listener => [
    [
      `listener.name.${listener}.plain.sasl.jaas.config`,
      `${login}.plain.PlainLoginModule required${plainUsers.join('')};`,
    ],
    ...['scram-sha-256', 'scram-sha-512'].map(mechanism => [
      `listener.name.${listener}.${mechanism}.sasl.jaas.config`,
      `${login}.scram.ScramLoginModule required;`,
    ]),
  ]);
  return { 'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512', ...Object.fromEntries(perListener) };
}

function tlsRows(tlsDir: string): Record<string, string> {
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': join(tlsDir, 'server.pem'),
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': join(tlsDir, 'ca.pem'),
    'ssl.client.auth': 'requested',
  };
}
