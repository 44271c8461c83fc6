/**
 * Records requests of real clients for fuzzing: npx tsx scripts/record-frames.ts KAFKA_HOME. Starts a broker, runs kcat, kafkajs, mq and
 * the tools of Apache Kafka against it, with each SASL mechanism too, and writes test/support/fuzz/recorded-frames.json: a few small requests per client, API and version.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Exchange, startBroker } from '../src/broker/index.ts';
import { saslAuthenticate } from '../src/protocol/apis/index.ts';
import { encodeRequest } from '../src/protocol/frame.ts';
import { PLAIN_USERS } from '../test/broker/security/secured.ts';
import { unsecuredToken } from '../test/broker/security/tokens.ts';
import type { Recordings } from '../test/support/fuzz/seeds.ts';

const PER_KIND = 3;
/** Of each mechanism, SCRAM in two steps; some clients make several connections. */
const TOKENS = 20;
const MOST_BYTES = 1500;

const [kafkaHome] = process.argv.slice(2);
if (kafkaHome === undefined) throw new Error('where is Apache Kafka? npx tsx scripts/record-frames.ts KAFKA_HOME');

const found = new Map<string, Map<string, string[]>>();
let client = '';

function record({ api, version, clientId, request }: Exchange): void {
  const frame = Buffer.concat(encodeRequest(api, version, { correlationId: 1, clientId }, request)).subarray(4);
  if (frame.length > MOST_BYTES) return;
  const kinds = found.get(client) ?? new Map<string, string[]>();
  found.set(client, kinds);
  const kind = `${api.key} ${version}`;
  const frames = kinds.get(kind) ?? [];
  kinds.set(kind, frames);
  const text = frame.toString('base64');
  if (frames.length < (api.key === saslAuthenticate.key ? TOKENS : PER_KIND) && !frames.includes(text))
    frames.push(text);
}

const broker = await startBroker({
  topics: { orders: 3, billing: 1, changes: 1 },
  config: {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': 'true',
    listeners: 'PLAINTEXT://127.0.0.1:0,SASL_PLAINTEXT://127.0.0.1:0',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
    'listener.name.sasl_plaintext.plain.sasl.jaas.config': PLAIN_USERS,
  },
  scramUsers: (['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const).map(mechanism => ({
    mechanism,
    name: 'alice',
    password: 'alice-secret',
  })),
  observe: { received: record },
});
const B = broker.bootstrap;
const S = broker.listeners.SASL_PLAINTEXT;
const kafka = (tool: string) => `${kafkaHome}/bin/${tool}.sh --bootstrap-server ${B}`;
const TOKEN = unsecuredToken({ sub: 'alice', iat: Date.now() / 1000, exp: Date.now() / 1000 + 3600 });
const kafkajs = `const { Kafka } = require('kafkajs');
(async () => {
  const kafka = new Kafka({ brokers: ['${B}'], logLevel: 0 });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'made', numPartitions: 2 }] });
  await admin.fetchTopicOffsets('orders');
  const producer = kafka.producer({ idempotent: true, transactionalId: 'js', maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic: 'orders', messages: [{ key: 'k', value: 'v' }] });
  await transaction.sendOffsets({ consumerGroupId: 'js', topics: [{ topic: 'orders', partitions: [{ partition: 0, offset: '1' }] }] });
  await transaction.commit();
  const consumer = kafka.consumer({ groupId: 'js-group' });
  await consumer.connect();
  await consumer.subscribe({ topics: ['orders'], fromBeginning: true });
  await consumer.run({ eachMessage: async () => {} });
  await new Promise(done => setTimeout(done, 3000));
  await consumer.disconnect();
  await producer.disconnect();
  await admin.describeGroups(['js-group']);
  await admin.deleteGroups(['js-group']);
  await admin.deleteTopics({ topics: ['made'] });
  await admin.disconnect();
})();`;

/** Logs in with each mechanism; of a token without a signature anybody can be the issuer. */
const saslClients = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'].flatMap(mechanism => {
  const isToken = mechanism === 'OAUTHBEARER';
  const kcat = isToken
    ? `-X enable.sasl.oauthbearer.unsecure.jwt=true -X sasl.oauthbearer.config=principal=alice`
    : `-X sasl.username=alice -X sasl.password=alice-secret`;
  const module = isToken
    ? `oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="alice"`
    : `${mechanism === 'PLAIN' ? 'plain.Plain' : 'scram.Scram'}LoginModule required username="alice" password="alice-secret"`;
  const properties = `printf '%s\\n' 'security.protocol=SASL_PLAINTEXT' 'sasl.mechanism=${mechanism}' 'sasl.jaas.config=org.apache.kafka.common.security.${module};'`;
  const sasl = `{ mechanism: '${mechanism.toLowerCase()}', username: 'alice', password: 'alice-secret', oauthBearerProvider: async () => ({ value: '${TOKEN}' }) }`;
  const login = `(async () => { const { Kafka } = require('kafkajs'); const admin = new Kafka({ brokers: ['${S}'], logLevel: 0, sasl: ${sasl} }).admin(); await admin.connect(); await admin.disconnect(); })()`;
  return [
    ['kcat', `kcat -L -b ${S} -m 5 -X security.protocol=SASL_PLAINTEXT -X sasl.mechanism=${mechanism} ${kcat}`],
    ['kafkajs', `timeout 5 node -e "${login}"`],
    ['tools', `${kafkaHome}/bin/kafka-topics.sh --bootstrap-server ${S} --list --command-config <(${properties})`],
    ...(isToken ? [] : [['mq', `node bin/run.js topic list -b ${S} --command-config <(${properties})`]]),
  ] as [string, string][];
});

const clients: readonly (readonly [name: string, command: string])[] = [
  ...['none', 'gzip', 'snappy', 'lz4', 'zstd'].map(
    codec => ['kcat', `seq 1 20 | kcat -P -b ${B} -t orders -k key -z ${codec}`] as const,
  ),
  ['kcat', `kcat -C -b ${B} -t orders -o beginning -e -q`],
  ['kcat', `timeout 4 kcat -b ${B} -G kcat-group orders billing`],
  ['kcat', `kcat -L -b ${B}; kcat -Q -b ${B} -t orders:0:0`],
  ['kcat', `seq 1 5 | kcat -P -b ${B} -t orders -X enable.idempotence=true -X transactional.id=kcat`],
  ['kafkajs', `node -e "${kafkajs.replaceAll('"', '\\"').replaceAll('$', '\\$')}"`],
  [
    'mq',
    `node bin/run.js topic list -b ${B}; node bin/run.js group list -b ${B}; node bin/run.js cluster describe -b ${B}`,
  ],
  [
    'mq',
    `seq 1 10 | node bin/run.js produce billing -b ${B}; node bin/run.js consume billing -b ${B} --from earliest --max-records 5`,
  ],
  ['tools', `${kafka('kafka-topics')} --create --topic tools --partitions 2; ${kafka('kafka-topics')} --describe`],
  [
    'tools',
    `${kafka('kafka-topics')} --alter --topic tools --partitions 4; ${kafka('kafka-topics')} --delete --topic tools`,
  ],
  ['tools', `${kafka('kafka-configs')} --describe --entity-type brokers --all --entity-name 1`],
  [
    'tools',
    `${kafka('kafka-configs')} --alter --entity-type topics --entity-name changes --add-config retention.ms=1000000`,
  ],
  [
    'tools',
    `${kafka('kafka-configs')} --alter --entity-type clients --entity-name c --add-config producer_byte_rate=100000000`,
  ],
  [
    'tools',
    `${kafka('kafka-configs')} --describe --entity-type clients; ${kafka('kafka-configs')} --describe --entity-type users`,
  ],
  [
    'tools',
    `${kafka('kafka-configs')} --alter --entity-type users --entity-name bob --add-config 'SCRAM-SHA-512=[password=secret]'`,
  ],
  ['tools', `${kafka('kafka-verifiable-producer')} --topic billing --max-messages 50`],
  [
    'tools',
    `${kafka('kafka-console-consumer')} --topic billing --from-beginning --max-messages 5 --group tools --isolation-level read_committed`,
  ],
  [
    'tools',
    `${kafka('kafka-console-consumer')} --topic billing --from-beginning --max-messages 5 --group new --consumer-property group.protocol=consumer`,
  ],
  [
    'tools',
    `${kafka('kafka-consumer-groups')} --describe --all-groups --verbose; ${kafka('kafka-consumer-groups')} --list --state`,
  ],
  [
    'tools',
    `${kafka('kafka-consumer-groups')} --group tools --reset-offsets --to-earliest --topic billing --execute; ${kafka('kafka-consumer-groups')} --delete --group tools`,
  ],
  [
    'tools',
    `${kafkaHome}/bin/kafka-producer-perf-test.sh --topic orders --num-records 100 --record-size 10 --throughput -1 --transactional-id perf --transaction-duration-ms 100 --producer-props bootstrap.servers=${B}`,
  ],
  [
    'tools',
    `${kafka('kafka-transactions')} list; ${kafka('kafka-transactions')} describe --transactional-id perf; ${kafka('kafka-transactions')} describe-producers --topic orders --partition 0`,
  ],
  [
    'tools',
    `${kafka('kafka-acls')} --add --allow-principal User:bob --operation Read --topic x; ${kafka('kafka-acls')} --list; ${kafka('kafka-acls')} --remove --force --allow-principal User:bob --operation Read --topic x`,
  ],
  [
    'tools',
    `${kafka('kafka-get-offsets')} --topic orders --time latest; ${kafka('kafka-log-dirs')} --describe; ${kafka('kafka-features')} describe; ${kafka('kafka-metadata-quorum')} describe --status`,
  ],
  [
    'tools',
    `echo '{"partitions":[{"topic":"billing","partition":0,"offset":2}],"version":1}' >/tmp/mq-delete.json; ${kafka('kafka-delete-records')} --offset-json-file /tmp/mq-delete.json; rm /tmp/mq-delete.json`,
  ],
  [
    'tools',
    `${kafka('kafka-leader-election')} --election-type preferred --all-topic-partitions; ${kafka('kafka-reassign-partitions')} --list; ${kafka('kafka-client-metrics')} --list; ${kafka('kafka-groups')} --list`,
  ],
];

for (const [name, command] of [...clients, ...saslClients]) {
  client = name;
  const child = spawn('bash', ['-c', `( ${command} ) >/dev/null 2>&1`], { cwd: join(import.meta.dirname, '..') });
  const code = await new Promise(resolve => child.once('close', resolve));
  console.log(`${name}: ${code} ${command.slice(0, 100)}`);
}
await broker.stop();

const recordings: Recordings = Object.fromEntries(
  [...found].map(([name, kinds]) => [name, [...kinds.values()].flat().sort()]),
);
writeFileSync(
  join(import.meta.dirname, '../test/support/fuzz/recorded-frames.json'),
  `${JSON.stringify(recordings, null, 2)}\n`,
);
for (const [name, kinds] of found)
  console.log(`${name}: ${[...kinds.values()].flat().length} requests of ${kinds.size} kinds`);
