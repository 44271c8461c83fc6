/**
 * The same requests to Apache Kafka and to the bundled broker, the same answers. Rows run in their order: later ones build on
 * earlier ones. What is left out on purpose: transactions, KIP-848 groups, keys of configuration that the broker does not act upon.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../src/broker/index.ts';
import type { AnyApi } from '../../src/protocol/api.ts';
import * as p from '../../src/protocol/apis/index.ts';
import { ZERO_UUID } from '../../src/protocol/schema.ts';
import { batchOf } from '../broker/apis/ask.ts';
import { startTestBroker } from '../support/broker.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';
import { comparable } from '../support/same-answer.ts';
import { Wire } from '../support/wire.ts';

let kafka: KafkaCluster;
let broker: RunningBroker;
let wires: Wire[];

beforeAll(async () => {
  [kafka, broker] = await Promise.all([
    startKafka(),
    startTestBroker({ config: { 'broker.rack': 'rack-1', 'min.insync.replicas': '1' } }),
  ]);
  wires = await Promise.all([kafka, broker].map(({ bootstrap }) => Wire.connect(bootstrap)));
  await untilCoordinated();
}, 60_000);
afterAll(async () => {
  for (const wire of wires) wire.close();
  await Promise.all([kafka.stop(), broker.stop()]);
});

/** Kafka makes __consumer_offsets in its own time. */
async function untilCoordinated(): Promise<void> {
  for (const wire of wires)
    for (;;) {
      const { coordinators } = await wire.send(p.findCoordinator, 6, { coordinatorKeys: ['g'] });
      const fetched = await wire.send(p.offsetFetch, 7, { groupId: 'g', topics: null });
      if (coordinators[0]!.errorCode === 0 && fetched.errorCode === 0) break;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
}

type Row = [title: string, api: AnyApi, version: number, body: object];

const sameAnswers = (subject: string, rows: Row[]) =>
  describe(subject, () => {
    it.each(rows)('%s', async (_, api, version, body) => {
      const [theirs, ours] = await Promise.all(
        wires.map(wire => wire.send(api, version, structuredBody(body) as never)),
      );
      expect(comparable(ours)).toEqual(comparable(theirs));
      // Kafka tells its brokers of changes after it has answered.
      if (CHANGING.has(api)) await new Promise(resolve => setTimeout(resolve, 100));
    });
  });

const CHANGING = new Set<AnyApi>([
  p.createTopics,
  p.deleteTopics,
  p.createPartitions,
  p.incrementalAlterConfigs,
  p.alterConfigs,
]);

/** Batches are stamped in place where they are appended, and are sent twice. */
const structuredBody = (body: object): object =>
  JSON.parse(JSON.stringify(body), (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data) : value));

const topic = (name: string, over: object = {}) => ({
  topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [], ...over }],
  timeoutMs: 5000,
});
const replicas = (...assignments: [partitionIndex: number, brokerIds: number[]][]) => ({
  numPartitions: -1,
  replicationFactor: -1,
  assignments: assignments.map(([partitionIndex, brokerIds]) => ({ partitionIndex, brokerIds })),
});
const config = (name: string, value: string | null) => ({ configs: [{ name, value }] });

// Version 4 of CreateTopics, before configs are in the answer.
sameAnswers('CreateTopics', [
  ['a topic', p.createTopics, 4, topic('orders', { numPartitions: 2 })],
  ['one that exists', p.createTopics, 4, topic('orders')],
  ['one whose name collides', p.createTopics, 4, topic('a.b')],
  ['and its other half', p.createTopics, 4, topic('a_b')],
  ['a name that cannot be', p.createTopics, 4, topic('a b')],
  ['the empty name', p.createTopics, 4, topic('')],
  ['no partitions', p.createTopics, 4, topic('x', { numPartitions: 0 })],
  ['partitions below −1', p.createTopics, 4, topic('x', { numPartitions: -2 })],
  ['too many replicas', p.createTopics, 4, topic('x', { replicationFactor: 3 })],
  ['no replicas', p.createTopics, 4, topic('x', { replicationFactor: 0 })],
  ['the defaults', p.createTopics, 4, topic('defaults', { numPartitions: -1, replicationFactor: -1 })],
  ['an unknown config', p.createTopics, 4, topic('x', config('nope', '1'))],
  ['a config that is no number', p.createTopics, 4, topic('x', config('retention.ms', 'x'))],
  ['a config out of range', p.createTopics, 4, topic('x', config('segment.bytes', '1'))],
  ['a config without a value', p.createTopics, 4, topic('x', config('retention.ms', null))],
  ['a cleanup policy that is none', p.createTopics, 4, topic('x', config('cleanup.policy', 'x'))],
  ['a timestamp type that is none', p.createTopics, 4, topic('x', config('message.timestamp.type', 'x'))],
  ['replicas by hand', p.createTopics, 4, topic('by-hand', replicas([0, [1]], [1, [1]]))],
  ['a partition left out', p.createTopics, 4, topic('x', replicas([0, [1]], [2, [1]]))],
  ['a partition twice', p.createTopics, 4, topic('x', replicas([0, [1]], [0, [1]]))],
  ['a strange broker', p.createTopics, 4, topic('x', replicas([0, [7]]))],
  ['a broker twice', p.createTopics, 4, topic('x', replicas([0, [1, 1]]))],
  ['no broker', p.createTopics, 4, topic('x', replicas([0, []]))],
  ['by hand and counted', p.createTopics, 4, topic('x', { ...replicas([0, [1]]), numPartitions: 1 })],
  ['too many partitions', p.createTopics, 4, topic('x', { numPartitions: 10_001 })],
  ['only in thought', p.createTopics, 4, { ...topic('thought'), validateOnly: true }],
]);

const widen = (name: string, count: number, assignments: object[] | null = null, validateOnly = false) => ({
  topics: [{ name, count, assignments }],
  timeoutMs: 5000,
  validateOnly,
});
sameAnswers('CreatePartitions', [
  ['as many', p.createPartitions, 3, widen('orders', 2)],
  ['fewer', p.createPartitions, 3, widen('orders', 1)],
  ['of an unknown topic', p.createPartitions, 3, widen('nope', 2)],
  ['with too few replicas by hand', p.createPartitions, 3, widen('orders', 4, [{ brokerIds: [1] }])],
  ['on a strange broker', p.createPartitions, 3, widen('orders', 3, [{ brokerIds: [9] }])],
  ['on no broker', p.createPartitions, 3, widen('orders', 3, [{ brokerIds: [] }])],
  ['only in thought', p.createPartitions, 3, widen('orders', 3, null, true)],
  ['one more', p.createPartitions, 3, widen('orders', 3)],
]);

const nobodysId = 'abcdefghijklmnopqrstuA';
const names = (...all: string[]) => all.map(name => ({ name }));
sameAnswers('Metadata', [
  ['of a topic', p.metadata, 12, { topics: names('orders'), includeTopicAuthorizedOperations: true }],
  ['of no topic', p.metadata, 12, { topics: [] }],
  ['with operations on the cluster', p.metadata, 9, { topics: [], includeClusterAuthorizedOperations: true }],
  ['of unknown topics', p.metadata, 12, { topics: names('nope', 'a b'), allowAutoTopicCreation: false }],
  ['of an unknown id', p.metadata, 12, { topics: [{ topicId: nobodysId, name: null }] }],
  ['of a topic that it makes', p.metadata, 12, { topics: names('made'), allowAutoTopicCreation: true }],
  ['of a name that cannot be made', p.metadata, 12, { topics: names('a b'), allowAutoTopicCreation: true }],
  ['in version 0', p.metadata, 0, { topics: names('orders') }],
  ['in version 13', p.metadata, 13, { topics: names('orders') }],
]);

const pages = (limit: number, cursor: object | null, ...all: string[]) => ({
  topics: names(...all),
  responsePartitionLimit: limit,
  cursor,
});
sameAnswers('DescribeTopicPartitions', [
  ['topics known and unknown', p.describeTopicPartitions, 0, pages(10, null, 'orders', 'nope', 'a b')],
  ['a first page', p.describeTopicPartitions, 0, pages(2, null, 'orders', 'by-hand')],
  ['from a cursor on', p.describeTopicPartitions, 0, pages(2, { topicName: 'orders', partitionIndex: 1 }, 'orders')],
  ['a limit of nothing', p.describeTopicPartitions, 0, pages(0, null, 'orders', 'by-hand')],
  ['a cursor elsewhere', p.describeTopicPartitions, 0, pages(2, { topicName: 'zz', partitionIndex: 1 }, 'orders')],
]);

const cluster = (endpointType: number) => ({
  includeClusterAuthorizedOperations: true,
  endpointType,
  includeFencedBrokers: true,
});
sameAnswers('DescribeCluster', [
  ['for controllers', p.describeCluster, 2, cluster(2)],
  ['for what is none', p.describeCluster, 2, cluster(3)],
]);

const alter = (resourceType: number, resourceName: string, ...configs: [string, number, string | null][]) => ({
  resources: [
    {
      resourceType,
      resourceName,
      configs: configs.map(([name, configOperation, value]) => ({ name, configOperation, value })),
    },
  ],
  validateOnly: false,
});
const described = (resourceType: number, resourceName: string, ...configurationKeys: string[]) => ({
  resources: [{ resourceType, resourceName, configurationKeys }],
  includeSynonyms: true,
});
const [TOPIC, BROKER, SET, DELETE, APPEND, SUBTRACT] = [2, 4, 0, 1, 2, 3];
sameAnswers('configs', [
  ['set', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['max.message.bytes', SET, '5000'])],
  ['described', p.describeConfigs, 4, described(TOPIC, 'orders', 'max.message.bytes', 'retention.ms', 'segment.bytes')],
  ['set to no number', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['retention.ms', SET, 'x'])],
  ['set to null', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['retention.ms', SET, null])],
  ['unknown', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['nope', SET, '1'])],
  ['unknown, deleted', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['nope', DELETE, null])],
  ['appended', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['cleanup.policy', APPEND, 'compact'])],
  ['described after that', p.describeConfigs, 4, described(TOPIC, 'orders', 'cleanup.policy')],
  ['subtracted', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['cleanup.policy', SUBTRACT, 'compact'])],
  ['described after that too', p.describeConfigs, 4, described(TOPIC, 'orders', 'cleanup.policy')],
  ['appended to a number', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['retention.ms', APPEND, '1'])],
  ['subtracted from a number', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['retention.ms', SUBTRACT, '1'])],
  [
    'twice the same',
    p.incrementalAlterConfigs,
    1,
    alter(TOPIC, 'orders', ['retention.ms', SET, '1'], ['retention.ms', DELETE, null]),
  ],
  ['deleted', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['max.message.bytes', DELETE, null])],
  ['of an unknown topic', p.incrementalAlterConfigs, 1, alter(TOPIC, 'nope', ['retention.ms', SET, '1'])],
  ['of a broker, read at the start', p.incrementalAlterConfigs, 1, alter(BROKER, '1', ['num.partitions', SET, '1'])],
  ['of a broker, no number', p.incrementalAlterConfigs, 1, alter(BROKER, '', ['message.max.bytes', SET, 'x'])],
  ['of a broker', p.incrementalAlterConfigs, 1, alter(BROKER, '', ['message.max.bytes', SET, '2000000'])],
  ['inherited from it', p.describeConfigs, 4, described(TOPIC, 'orders', 'max.message.bytes')],
  ['of a broker, described', p.describeConfigs, 4, described(BROKER, '1', 'message.max.bytes', 'log.segment.bytes')],
  ['of a broker, deleted', p.incrementalAlterConfigs, 1, alter(BROKER, '', ['message.max.bytes', DELETE, null])],
  ['of another broker', p.describeConfigs, 4, described(BROKER, '77', 'x')],
  ['of an unknown topic, described', p.describeConfigs, 4, described(TOPIC, 'nope', 'x')],
  ['of a topic that cannot be', p.describeConfigs, 4, described(TOPIC, 'a b', 'x')],
]);

const produced = (name: string, records: Buffer | null, over: object = {}) => ({
  acks: 1,
  timeoutMs: 5000,
  topicData: [{ name, partitionData: [{ index: 0, records }] }],
  ...over,
});
const fixed = { firstTimestampMs: 1_700_000_000_000 };
const batch = () => batchOf(['a', 'b', 'c'], fixed);
const changedAt = (at: number, to: number) => {
  const bytes = batch();
  bytes[at < 0 ? bytes.length + at : at] = to;
  return bytes;
};
const zstd = () => batchOf(['a'.repeat(1000)], { ...fixed, compression: 'zstd' });
sameAnswers('Produce', [
  ['a batch', p.produce, 9, produced('by-hand', batch())],
  ['in version 3', p.produce, 3, produced('by-hand', batch())],
  ['acks=all', p.produce, 9, produced('by-hand', batch(), { acks: -1 })],
  ['acks that are none', p.produce, 9, produced('by-hand', batch(), { acks: 5 })],
  ['to an unknown topic', p.produce, 9, produced('nope', batch())],
  ['to __consumer_offsets', p.produce, 9, produced('__consumer_offsets', batch())],
  ['nothing', p.produce, 9, produced('by-hand', Buffer.alloc(0))],
  ['no batch', p.produce, 9, produced('by-hand', Buffer.alloc(100, 7))],
  ['bytes after a batch', p.produce, 9, produced('by-hand', Buffer.concat([batch(), Buffer.alloc(5)]))],
  ['two batches', p.produce, 9, produced('by-hand', Buffer.concat([batch(), batch()]))],
  ['a damaged batch', p.produce, 9, produced('by-hand', changedAt(-1, 0xff))],
  ['an old format', p.produce, 9, produced('by-hand', changedAt(16, 1))],
  ['zstd in version 6', p.produce, 6, produced('by-hand', zstd())],
  ['zstd in version 7', p.produce, 7, produced('by-hand', zstd())],
  [
    'to an unknown id',
    p.produce,
    13,
    { ...produced('', batch()), topicData: [{ topicId: nobodysId, partitionData: [{ index: 0, records: batch() }] }] },
  ],
]);

const sequence = (baseSequence: number, producerEpoch = 0) => {
  const producer = { producerId: 987_654, producerEpoch, baseSequence };
  return produced('made', batchOf(['a'], { ...fixed, producer }), { acks: -1 });
};
sameAnswers('an idempotent producer', [
  ['begins', p.produce, 9, sequence(0)],
  ['goes on', p.produce, 9, sequence(1)],
  ['leaves a gap', p.produce, 9, sequence(5)],
  ['begins an epoch in the middle', p.produce, 9, sequence(3, 1)],
  ['begins an epoch', p.produce, 9, sequence(0, 1)],
  ['comes from an epoch before', p.produce, 9, sequence(2, 0)],
  ['without a name', p.initProducerId, 4, { transactionalId: '', transactionTimeoutMs: 1000 }],
]);

const fetched = (over: object = {}, at: object = {}, name = 'by-hand') => ({
  maxWaitMs: 0,
  minBytes: 1,
  maxBytes: 1_000_000,
  topics: [{ topic: name, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000, ...at }] }],
  ...over,
});
sameAnswers('Fetch', [
  ['from the start', p.fetch, 12, fetched()],
  ['in version 4', p.fetch, 4, fetched()],
  ['committed only', p.fetch, 12, fetched({ isolationLevel: 1 })],
  ['from the middle of a batch', p.fetch, 12, fetched({}, { fetchOffset: 4 })],
  ['beyond the end', p.fetch, 12, fetched({}, { fetchOffset: 2000 })],
  ['before any offset', p.fetch, 12, fetched({}, { fetchOffset: -5 })],
  ['with a newer epoch', p.fetch, 12, fetched({}, { currentLeaderEpoch: 100 })],
  ['having fetched in this epoch', p.fetch, 12, fetched({}, { lastFetchedEpoch: 0 })],
  ['having fetched in an epoch to come', p.fetch, 12, fetched({}, { lastFetchedEpoch: 9 })],
  ['having fetched beyond the end', p.fetch, 12, fetched({}, { lastFetchedEpoch: 0, fetchOffset: 500 })],
  ['as a follower', p.fetch, 12, fetched({ replicaId: 5 })],
  ['in an unknown session', p.fetch, 12, fetched({ sessionId: 4711, sessionEpoch: 3 })],
  ['ending an unknown session', p.fetch, 12, fetched({ sessionId: 4711, sessionEpoch: -1 })],
]);

const at = (timestamp: number, over: object = {}) => ({
  replicaId: -1,
  isolationLevel: 0,
  topics: [{ name: 'by-hand', partitions: [{ partitionIndex: 0, timestamp, ...over }] }],
});
sameAnswers('ListOffsets', [
  ...[-1, -2, -3, -4, -5, -6, 0, 1_700_000_000_001, 1_700_000_009_999].map(
    (timestamp): Row => [`at ${timestamp}`, p.listOffsets, 10, at(timestamp)],
  ),
  ['the end in version 1', p.listOffsets, 1, at(-1)],
  ['the largest timestamp in version 6', p.listOffsets, 6, at(-3)],
  ['the tiered end in version 8', p.listOffsets, 8, at(-5)],
  ['with another epoch', p.listOffsets, 10, at(-1, { currentLeaderEpoch: 50 })],
  ['of an unknown partition', p.listOffsets, 10, at(-1, { partitionIndex: 9 })],
]);

const epochEnd = (over: object) => ({
  replicaId: -1,
  topics: [{ topic: 'by-hand', partitions: [{ partition: 0, leaderEpoch: 0, ...over }] }],
});
const removed = (offset: number, name = 'by-hand') => ({
  topics: [{ name, partitions: [{ partitionIndex: 0, offset }] }],
  timeoutMs: 5000,
});
sameAnswers('OffsetForLeaderEpoch and DeleteRecords', [
  ['this epoch', p.offsetForLeaderEpoch, 4, epochEnd({})],
  ['an epoch to come', p.offsetForLeaderEpoch, 4, epochEnd({ leaderEpoch: 1 })],
  ['no epoch', p.offsetForLeaderEpoch, 4, epochEnd({ leaderEpoch: -1 })],
  ['known to lead in another', p.offsetForLeaderEpoch, 4, epochEnd({ currentLeaderEpoch: 44 })],
  ['up to an offset', p.deleteRecords, 2, removed(3)],
  ['back', p.deleteRecords, 2, removed(1)],
  ['beyond the end', p.deleteRecords, 2, removed(1000)],
  ['below nothing', p.deleteRecords, 2, removed(-2)],
  ['of an unknown topic', p.deleteRecords, 2, removed(0, 'nope')],
  ['then fetched from there', p.fetch, 12, fetched({}, { fetchOffset: 1 })],
  ['then the start', p.listOffsets, 10, at(-2)],
  ['all', p.deleteRecords, 2, removed(-1)],
]);

const committed = (over: object = {}, partitions = [0], name = 'by-hand') => ({
  groupId: 'reading',
  memberId: '',
  topics: [
    {
      name,
      partitions: partitions.map(partitionIndex => ({ partitionIndex, committedOffset: 4, committedMetadata: 'm' })),
    },
  ],
  ...over,
});
const joining = (over: object) => ({
  groupId: 'joining',
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  memberId: '',
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: Buffer.alloc(3) }],
  ...over,
});
sameAnswers('groups', [
  ['a coordinator', p.findCoordinator, 4, { coordinatorKeys: ['a', 'b'] }],
  ['a coordinator of what is not known', p.findCoordinator, 4, { keyType: 9, coordinatorKeys: ['a'] }],
  ['a commit', p.offsetCommit, 8, committed()],
  ['a commit of what is not all there', p.offsetCommit, 8, committed({}, [1, 77])],
  ['a commit of an unknown topic', p.offsetCommit, 8, committed({}, [0], 'nope')],
  ['a commit of a member that is none', p.offsetCommit, 9, committed({ generationIdOrMemberEpoch: 4, memberId: 'x' })],
  ['a fetch', p.offsetFetch, 7, { groupId: 'reading', topics: [{ name: 'by-hand', partitionIndexes: [0, 5] }] }],
  ['a fetch of all', p.offsetFetch, 8, { groups: [{ groupId: 'reading', topics: null }] }],
  ['a description', p.describeGroups, 6, { groups: ['reading', 'nobody'], includeAuthorizedOperations: true }],
  ['a description in version 0', p.describeGroups, 0, { groups: ['reading', 'nobody'] }],
  ['a list', p.listGroups, 5, { statesFilter: [], typesFilter: [] }],
  ['a list of stable ones', p.listGroups, 5, { statesFilter: ['Stable'], typesFilter: [] }],
  ['a join without an id', p.joinGroup, 9, joining({})],
  ['a join with an id of nobody', p.joinGroup, 9, joining({ memberId: 'x' })],
  ['a join with a short session', p.joinGroup, 9, joining({ sessionTimeoutMs: 1 })],
  ['a join without a protocol', p.joinGroup, 9, joining({ protocols: [] })],
  ['a heartbeat of nobody', p.heartbeat, 4, { groupId: 'reading', generationId: 1, memberId: 'x' }],
  ['a sync of nobody', p.syncGroup, 5, { groupId: 'reading', generationId: 1, memberId: 'x', assignments: [] }],
  [
    'offsets deleted',
    p.offsetDelete,
    0,
    { groupId: 'reading', topics: [{ name: 'by-hand', partitions: [{ partitionIndex: 0 }, { partitionIndex: 66 }] }] },
  ],
  ['deleted', p.deleteGroups, 2, { groupsNames: ['reading', 'nobody'] }],
]);

const deleted = (name: string | null, topicId = ZERO_UUID) => ({ topics: [{ name, topicId }], timeoutMs: 5000 });
sameAnswers('DeleteTopics', [
  ['an unknown one', p.deleteTopics, 6, deleted('nope')],
  ['an unknown id', p.deleteTopics, 6, deleted(null, nobodysId)],
  ['by name and id', p.deleteTopics, 6, deleted('orders', nobodysId)],
  ['by neither', p.deleteTopics, 6, deleted(null)],
  ['a topic', p.deleteTopics, 6, deleted('orders')],
  ['in version 1', p.deleteTopics, 1, { topicNames: ['by-hand'], timeoutMs: 5000 }],
]);
