/** @platformatic/kafka as a client of the broker under test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CODECS, drive, expect, groupOfThree, listenerOf, order, secured, unique, until } from './drive.mjs';

const home = join(order.modules, 'node_modules/@platformatic/kafka');
const { version, exports, main } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
const entry = exports?.['.']?.default ?? exports?.['.'] ?? main ?? 'dist/index.js';
const { Admin, Consumer, Producer, stringDeserializers, stringSerializers } = await import(
  pathToFileURL(join(home, typeof entry === 'string' ? entry : 'dist/index.js')).href
);

const saslOf = mechanism =>
  mechanism === 'OAUTHBEARER'
    ? { mechanism, token: order.token }
    : { mechanism, username: order.user, password: order.password };

function connection({ listener = 'PLAINTEXT', mechanism } = {}) {
  const { address, protocol } = listenerOf(listener);
  const own = listener === 'MUTUAL' && { cert: readFileSync(order.certFile), key: readFileSync(order.keyFile) };
  return {
    clientId: 'driver',
    bootstrapBrokers: [address],
    ...(mechanism && { sasl: saslOf(mechanism) }),
    ...(protocol.endsWith('SSL') && { tls: { ca: readFileSync(order.caFile), ...own } }),
  };
}
const plain = connection();
const producerOf = (at, more = {}) => new Producer({ ...at, serializers: stringSerializers, ...more });
const consumerOf = (at, groupId, more = {}) =>
  new Consumer({ ...at, groupId, deserializers: stringDeserializers, ...more });

async function withAdmin(at, act) {
  const admin = new Admin(at);
  try {
    return await act(admin);
  } finally {
    await admin.close();
  }
}
const create = (topic, partitions = 1, at = plain) =>
  withAdmin(at, admin => admin.createTopics({ topics: [topic], partitions, replicas: 1 }));

const messagesOf = (topic, values, partitions) =>
  values.map((value, i) => ({
    topic,
    key: `k${i}`,
    value,
    headers: { h: 'x' },
    ...(partitions ? { partition: i % partitions } : {}),
  }));

async function produce(topic, values, { at = plain, partitions, ...more } = {}) {
  const producer = producerOf(at, more);
  await producer.send({ messages: messagesOf(topic, values, partitions), acks: -1 });
  await producer.close();
}

let readers = 0;
async function read(topic, count, { at = plain, isolationLevel = 1 } = {}) {
  const consumer = consumerOf(at, unique(`reader-${++readers}`), { isolationLevel });
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'earliest',
    autocommit: true,
    maxWaitTime: 200,
    isolationLevel,
  });
  const got = [];
  stream.on('data', message => got.push(message.value));
  await until(() => got.length >= count, `${count} records of ${topic}`);
  await consumer.close(true);
  expect(got.length, count, 'records');
  return got;
}

async function roundTrip(name, { at = plain, ...more } = {}) {
  const topic = unique(name);
  await create(topic, 1, at);
  const values = Array.from({ length: 50 }, (_, i) => `value ${i} ${'x'.repeat(100)}`);
  await produce(topic, values, { at, ...more });
  expect(await read(topic, values.length, { at }), values, 'values');
}

async function member(topic, groupId, more = {}) {
  const consumer = consumerOf(plain, groupId, {
    ...(more.groupProtocol ? {} : { sessionTimeout: 10_000, rebalanceTimeout: 10_000 }),
    ...more,
  });
  let assigned = 0;
  consumer.on('consumer:group:join', ({ assignments }) => {
    assigned = assignments?.flatMap(({ partitions }) => partitions).length ?? 0;
  });
  const values = [];
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'committed',
    fallbackMode: 'earliest',
    autocommit: true,
    maxWaitTime: 200,
  });
  stream.on('data', message => values.push(message.value));
  stream.on('error', error => console.error(error));
  const count = () => consumer.assignments?.flatMap(({ partitions }) => partitions).length ?? assigned;
  return { values, count, stop: () => consumer.close(true) };
}

async function transactions() {
  const [topic, source, transactionalId] = ['txn', 'txn-source', 'txn-id'].map(unique);
  await create(topic, 2);
  await create(source);
  await produce(source, ['1', '2', '3']);
  const groupId = unique('txn-group');
  const consumer = consumerOf(plain, groupId);
  const stream = await consumer.consume({ topics: [source], mode: 'earliest', autocommit: false, maxWaitTime: 200 });
  const seen = [];
  stream.on('data', message => seen.push(message));
  await until(() => seen.length === 3, 'the source read');
  const producer = producerOf(plain, { idempotent: true, transactionalId });
  for (const outcome of ['commit', 'abort', 'commit']) {
    const transaction = await producer.beginTransaction();
    await transaction.addConsumer(consumer);
    for (let i = 0; i < 3; i++)
      await transaction.send({ messages: [{ topic, value: `${outcome} ${i}`, partition: i % 2 }] });
    if (outcome === 'commit') {
      await transaction.addOffset(seen[2]);
      await transaction.commit();
    } else await transaction.abort();
  }
  const committed = await consumer.listCommittedOffsets({ topics: [{ topic: source, partitions: [0] }] });
  expect(committed.get(source).map(String), ['3'], 'committed offset');
  await consumer.close(true);
  const values = await read(topic, 6);
  expect([...new Set(values.map(value => value.split(' ')[0]))], ['commit'], 'what is read committed');
  expect((await read(topic, 9, { isolationLevel: 0 })).length, 9, 'what is read uncommitted');
  await producer.close();
  // No second producer to fence the first: it asks for producer id 0 and epoch 0 where -1 is none, and is refused.
}

async function admin() {
  const topic = unique('admin');
  await create(topic, 2);
  await withAdmin(plain, async client => {
    await client.createPartitions({ topics: [{ name: topic, count: 4, assignments: null }] });
    await until(
      async () =>
        (await client.metadata({ topics: [topic], forceUpdate: true })).topics.get(topic).partitionsCount === 4,
      'four partitions',
    );
    const configs = [{ name: 'retention.ms', value: '1234567', configOperation: 0 }];
    await client.incrementalAlterConfigs({ resources: [{ resourceType: 2, resourceName: topic, configs }] });
    const asked = { resources: [{ resourceType: 2, resourceName: topic, configurationKeys: ['retention.ms'] }] };
    await until(
      async () => (await client.describeConfigs(asked))[0].configs[0].value === '1234567',
      'the changed config',
    );
    await produce(topic, ['a', 'b', 'c'], { partitions: 1 });
    const ends = await client.listOffsets({
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -1n }] }],
    });
    expect(String(ends[0].partitions[0].offset), '3', 'end');
    await client.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 2n }] }] });
    await read(topic, 1);
    const groupId = unique(`reader-${readers}`);
    expect((await client.listGroups()).has(groupId), true, 'group in the list');
    expect((await client.describeGroups({ groups: [groupId] })).get(groupId).state, 'Empty', 'state of the group');
    await client.deleteGroups({ groups: [groupId] });
    await client.deleteTopics({ topics: [topic] });
    await until(async () => !(await client.listTopics()).includes(topic), 'the topic gone');
  });
}

async function acls() {
  await withAdmin(plain, async client => {
    const acl = {
      resourceType: 2,
      resourceName: unique('acl'),
      resourcePatternType: 3,
      principal: 'User:bob',
      host: '*',
      operation: 3,
      permissionType: 3,
    };
    await client.createAcls({ creations: [acl] });
    const { resourcePatternType: patternTypeFilter, ...rest } = acl;
    const filter = { ...rest, resourcePatternType: patternTypeFilter, patternTypeFilter };
    await until(async () => (await client.describeAcls({ filter })).length === 1, 'the ACL');
    expect((await client.deleteAcls({ filters: [filter] })).length, 1, 'deleted ACLs');
  });
}

await drive(version, {
  ...Object.fromEntries(CODECS.map(codec => [codec, () => roundTrip(codec, { compression: codec })])),
  idempotent: () => roundTrip('idempotent', { idempotent: true }),
  group: () => groupOfThree('group', { create, produce, member }),
  'consumer protocol': () =>
    groupOfThree('group-848', {
      create,
      produce,
      member: (topic, group) => member(topic, group, { groupProtocol: 'consumer' }),
    }),
  transactions,
  admin,
  acls,
  ...secured((name, where) => roundTrip(name, { at: connection(where) })),
});
