/**
 * Records requests of real clients for fuzzing: npx tsx scripts/record-frames.ts KAFKA_HOME. Starts a broker, runs kcat, kafkajs, mq and
 * the tools of Apache Kafka against it, and writes test/support/fuzz/recorded-frames.json: a few small requests per client, API and version.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Exchange, startBroker } from '../src/broker/index.ts';
import { encodeRequest } from '../src/protocol/frame.ts';
import type { Recordings } from '../test/support/fuzz/seeds.ts';

const PER_KIND = 3;
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
  if (frames.length < PER_KIND && !frames.includes(text)) frames.push(text);
}

const broker = await startBroker({
  topics: { orders: 3, billing: 1, changes: 1 },
  config: {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': 'true',
  },
  observe: { received: record },
});
const B = broker.bootstrap;
const kafka = (tool: string) => `${kafkaHome}/bin/${tool}.sh --bootstrap-server ${B}`;
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
    `seq 1 10 | node bin/run.js produce billing -b ${B}; node bin/run.js consume billing -b ${B} --from earliest --max 5`,
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

for (const [name, command] of clients) {
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
