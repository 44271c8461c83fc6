/** The clients that are tried, and how each is started. What each can do is in its driver, beside this file. */
import { join } from 'node:path';
import { type Command, go, java, kcat, machineNode, npmPackage, python } from './install.ts';

export const CAPABILITIES = [
  'none',
  'gzip',
  'snappy',
  'lz4',
  'zstd',
  'idempotent',
  'group',
  'consumer protocol',
  'transactions',
  'admin',
  'acls',
  'PLAIN',
  'SCRAM-SHA-256',
  'SCRAM-SHA-512',
  'OAUTHBEARER',
  'TLS',
  'mutual TLS',
  'SASL over TLS',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

export interface Client {
  readonly name: string;
  /** More than JSON in the first argument: what else the driver has to know. */
  prepare(): Promise<Command & { readonly order?: Readonly<Record<string, string>> }>;
  /** The driver reads no JSON: names and values, one argument each. */
  readonly flat?: true;
}

const javaClient = (version: string): Client => ({
  name: 'Java kafka-clients',
  flat: true,
  prepare: () => java(version),
});

const checkout = join(import.meta.dirname, '../..');

export const clients: readonly Client[] = [
  {
    name: 'kafkajs',
    prepare: async () => ({
      program: process.execPath,
      args: [join(import.meta.dirname, 'node/kafkajs.mjs')],
      order: { client: 'kafkajs', modules: checkout },
    }),
  },
  {
    name: '@platformatic/kafka',
    prepare: async () => ({
      program: process.execPath,
      args: [join(import.meta.dirname, 'node/platformatic.mjs')],
      order: { modules: await npmPackage('@platformatic/kafka') },
    }),
  },
  {
    name: '@confluentinc/kafka-javascript',
    prepare: async () => ({
      ...(await machineNode('kafkajs.mjs')),
      order: {
        client: '@confluentinc/kafka-javascript',
        modules: await npmPackage('@confluentinc/kafka-javascript'),
      },
    }),
  },
  { name: 'kcat', prepare: kcat },
  { name: 'confluent-kafka (Python)', prepare: () => python('confluent.py', ['confluent-kafka']) },
  {
    name: 'kafka-python',
    prepare: () => python('kafkapython.py', ['kafka-python', 'lz4', 'python-snappy', 'zstandard']),
  },
  { name: 'aiokafka', prepare: () => python('aio.py', ['aiokafka', 'cramjam']) },
  { name: 'franz-go', prepare: go },
  ...['2.8.2', '3.9.1', '4.1.1', '4.3.1'].map(javaClient),
];
