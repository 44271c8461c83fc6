/** kafkajs, and @confluentinc/kafka-javascript (librdkafka), which has the same interface with its settings elsewhere. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CODECS, drive, expect, groupOfThree, listenerOf, order, secured, unique, until } from './drive.mjs';

const require = createRequire(join(order.modules, 'x.js'));
const isConfluent = order.client === '@confluentinc/kafka-javascript';
const library = isConfluent ? require(order.client).KafkaJS : require('kafkajs');
const settings = given => (isConfluent ? { kafkaJS: given } : given);
const { version } = require(`${order.client}/package.json`);
const { Kafka, logLevel } = library;

const text = file => readFileSync(file, 'utf8');
const saslOf = mechanism =>
  mechanism === 'OAUTHBEARER'
    ? {
        mechanism: 'oauthbearer',
        ...(isConfluent ? {} : { oauthBearerProvider: async () => ({ value: order.token }) }),
      }
    : { mechanism: isConfluent ? mechanism : mechanism.toLowerCase(), username: order.user, password: order.password };
/** Its admin client never gets the token of a provider; librdkafka makes one itself. */
const ownToken = {
  'enable.sasl.oauthbearer.unsecure.jwt': true,
  'sasl.oauthbearer.config': `principal=${order.user}`,
};

function connect({ listener = 'PLAINTEXT', mechanism } = {}) {
  const { address, protocol } = listenerOf(listener);
  const base = { brokers: [address], logLevel: logLevel.NOTHING, ...(mechanism && { sasl: saslOf(mechanism) }) };
  const [tls, mutual] = [protocol.endsWith('SSL'), listener === 'MUTUAL'];
  if (!isConfluent) {
    const own = mutual && { cert: text(order.certFile), key: text(order.keyFile) };
    return new Kafka({ ...base, ...(tls && { ssl: { ca: [text(order.caFile)], ...own } }) });
  }
  return new Kafka({
    kafkaJS: { ...base, ...(tls && { ssl: true }) },
    ...(mechanism === 'OAUTHBEARER' && ownToken),
    ...(tls && { 'ssl.ca.location': order.caFile }),
    ...(mutual && { 'ssl.certificate.location': order.certFile, 'ssl.key.location': order.keyFile }),
  });
}
const plain = connect();

async function withAdmin(kafka, act) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}
const create = (topic, numPartitions = 1, kafka = plain) =>
  withAdmin(kafka, admin => admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 1 }] }));

async function produce(topic, values, { kafka = plain, partitions, compression, ...more } = {}) {
  const codec = compression &&
    compression !== 'none' && { compression: library.CompressionTypes[compression.toUpperCase()] };
  const producer = kafka.producer(settings({ ...more, ...(isConfluent ? codec : {}) }));
  await producer.connect();
  await producer.send({
    topic,
    messages: values.map((value, i) => ({
      key: `k${i}`,
      value,
      headers: { h: 'x' },
      ...(partitions ? { partition: i % partitions } : {}),
    })),
    ...(isConfluent ? {} : codec),
  });
  await producer.disconnect();
}

let readers = 0;
async function read(topic, count, { kafka = plain, readUncommitted = false } = {}) {
  const groupId = unique(`reader-${++readers}`);
  const consumer = kafka.consumer(
    settings({ groupId, readUncommitted, ...(isConfluent ? { fromBeginning: true } : {}) }),
  );
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], ...(isConfluent ? {} : { fromBeginning: true }) });
  const got = [];
  await consumer.run({ eachMessage: async ({ message }) => void got.push(message.value.toString()) });
  await until(() => got.length >= count, `${count} records of ${topic}`);
  await consumer.disconnect();
  expect(got.length, count, 'records');
  return got;
}

async function roundTrip(name, { kafka = plain, ...more } = {}) {
  const topic = unique(name);
  await create(topic, 1, kafka);
  const values = Array.from({ length: 50 }, (_, i) => `value ${i} ${'x'.repeat(100)}`);
  await produce(topic, values, { kafka, ...more });
  expect(await read(topic, values.length, { kafka }), values, 'values');
}

async function member(topic, groupId, more = {}) {
  const consumer = plain.consumer(
    isConfluent ? { kafkaJS: { groupId, fromBeginning: true }, ...more } : { groupId, rebalanceTimeout: 10_000 },
  );
  const values = [];
  let assigned = 0;
  if (!isConfluent)
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      assigned = Object.values(payload.memberAssignment).flat().length;
    });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], ...(isConfluent ? {} : { fromBeginning: true }) });
  await consumer.run({ eachMessage: async ({ message }) => void values.push(message.value.toString()) });
  const count = () => (isConfluent ? consumer.assignment().length : assigned);
  return { values, count, stop: () => consumer.disconnect() };
}

async function transactions() {
  const [topic, source, transactionalId] = ['txn', 'txn-source', 'txn-id'].map(unique);
  await create(topic, 2);
  await create(source);
  await produce(source, ['1', '2', '3']);
  const options = { transactionalId, maxInFlightRequests: 1, idempotent: true };
  const producer = plain.producer(settings(options));
  await producer.connect();
  const groupId = unique('txn-group');
  const consumer = plain.consumer(settings({ groupId, ...(isConfluent ? { fromBeginning: true } : {}) }));
  await consumer.connect();
  await consumer.subscribe({ topics: [source], ...(isConfluent ? {} : { fromBeginning: true }) });
  let seen = 0;
  await consumer.run({ ...(isConfluent ? {} : { autoCommit: false }), eachMessage: async () => void seen++ });
  await until(() => seen === 3, 'the source read');
  for (const outcome of ['commit', 'abort', 'commit']) {
    const transaction = await producer.transaction();
    for (let i = 0; i < 3; i++)
      await transaction.send({ topic, messages: [{ value: `${outcome} ${i}`, partition: i % 2 }] });
    if (outcome === 'commit') {
      const topics = [{ topic: source, partitions: [{ partition: 0, offset: '3' }] }];
      await transaction.sendOffsets(isConfluent ? { consumer, topics } : { consumerGroupId: groupId, topics });
      await transaction.commit();
    } else await transaction.abort();
  }
  await consumer.disconnect();
  const committed = await withAdmin(plain, admin => admin.fetchOffsets({ groupId, topics: [source] }));
  expect(String(committed[0].partitions[0].offset), '3', 'committed offset');
  const values = await read(topic, 6);
  expect([...new Set(values.map(value => value.split(' ')[0]))], ['commit'], 'what is read committed');
  expect((await read(topic, 9, { readUncommitted: true })).length, 9, 'what is read uncommitted');
  const other = plain.producer(settings(options));
  await other.connect();
  await (await other.transaction()).abort();
  const late = await producer
    .transaction()
    .then(async transaction => {
      await transaction.send({ topic, messages: [{ value: 'late', partition: 0 }] });
      await transaction.commit();
      return 'was let through';
    })
    .catch(error => `${error.type ?? error.name} ${error.message}`);
  if (!/fenced|epoch|newer producer|purged/i.test(late)) throw new Error(`the older producer: ${late}`);
}

async function admin() {
  const topic = unique('admin');
  await create(topic, 2);
  await withAdmin(plain, async client => {
    const partitionsWanted = client.createPartitions ? 4 : 2;
    await client.createPartitions?.({ topicPartitions: [{ topic, count: 4 }] });
    const partitions = async () => {
      const told = await client.fetchTopicMetadata({ topics: [topic] });
      return (Array.isArray(told) ? told : told.topics)[0].partitions.length;
    };
    await until(async () => (await partitions()) === partitionsWanted, 'the partitions');
    if (client.alterConfigs) {
      const configEntries = [{ name: 'retention.ms', value: '1234567' }];
      await client.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: topic, configEntries }] });
      const { resources } = await client.describeConfigs({ resources: [{ type: 2, name: topic }] });
      const entry = resources[0].configEntries.find(({ configName }) => configName === 'retention.ms');
      expect(entry.configValue, '1234567', 'the changed config');
    }
    await produce(topic, ['a', 'b', 'c'], { partitions: 1 });
    expect((await client.fetchTopicOffsets(topic)).find(({ partition }) => partition === 0).high, '3', 'end');
    await client.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] });
    expect((await client.fetchTopicOffsets(topic)).find(({ partition }) => partition === 0).low, '2', 'start');
    await read(topic, 1);
    const groupId = unique(`reader-${readers}`);
    expect(
      (await client.listGroups()).groups.some(group => group.groupId === groupId),
      true,
      'group in the list',
    );
    const { groups } = await client.describeGroups([groupId]);
    expect(String(groups[0].state).toLowerCase().replace('5', 'empty'), 'empty', 'state of the group');
    await client.deleteGroups([groupId]);
    await client.deleteTopics({ topics: [topic] });
    await until(async () => !(await client.listTopics()).includes(topic), 'the topic gone');
  });
}

async function acls() {
  await withAdmin(plain, async client => {
    const filter = { resourceType: 2, resourceName: unique('acl'), resourcePatternType: 3 };
    const rest = { principal: 'User:bob', host: '*', operation: 3, permissionType: 3 };
    await client.createAcls({ acl: [{ ...filter, ...rest }] });
    const found = async () => (await client.describeAcls({ ...filter, ...rest })).resources.length;
    await until(async () => (await found()) === 1, 'the ACL');
    const { filterResponses } = await client.deleteAcls({ filters: [{ ...filter, ...rest }] });
    expect(filterResponses[0].matchingAcls.length, 1, 'deleted ACLs');
  });
}

const foreign = 'codec is not part of it';
await drive(version, {
  ...Object.fromEntries(
    CODECS.map(codec => [
      codec,
      isConfluent || codec === 'none' || codec === 'gzip' ? () => roundTrip(codec, { compression: codec }) : foreign,
    ]),
  ),
  idempotent: () => roundTrip('idempotent', { idempotent: true, maxInFlightRequests: 1 }),
  group: () => groupOfThree('group', { create, produce, member }),
  ...(isConfluent
    ? {
        'consumer protocol': () =>
          groupOfThree('group-848', {
            create,
            produce,
            member: (topic, group) => member(topic, group, { 'group.protocol': 'consumer' }),
          }),
      }
    : { acls }),
  transactions,
  admin,
  ...secured((name, where) => roundTrip(name, { kafka: connect(where) })),
});
