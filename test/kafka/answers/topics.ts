/** Topics come and go, and what is told of them. */
import * as p from '../../../src/protocol/apis/index.ts';
import { ZERO_UUID } from '../../../src/protocol/schema.ts';
import { nobodysId, type Subject } from './subject.ts';

const topic = (name: string, over: object = {}) => ({
  topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [], ...over }],
  timeoutMs: 5000,
});
const topics = (...names: string[]) => ({ topics: names.flatMap(name => topic(name).topics), timeoutMs: 5000 });
const replicas = (...assignments: [partitionIndex: number, brokerIds: number[]][]) => ({
  numPartitions: -1,
  replicationFactor: -1,
  assignments: assignments.map(([partitionIndex, brokerIds]) => ({ partitionIndex, brokerIds })),
});
const config = (name: string, value: string | null) => ({ configs: [{ name, value }] });

export const creating: Subject = [
  'CreateTopics',
  [
    ['a topic', p.createTopics, 4, topic('orders', { numPartitions: 2 })],
    [
      'one for each version',
      p.createTopics,
      'each',
      ({ version }) => topic(`made-by-${version}`, { numPartitions: 2 }),
    ],
    ['one that exists', p.createTopics, 'each', topic('orders')],
    ['one whose name collides', p.createTopics, 4, topic('a.b')],
    ['and its other half', p.createTopics, 4, topic('a_b')],
    ['two that collide, at once', p.createTopics, 4, topics('c.d_e', 'c_d_e')],
    ['and a third', p.createTopics, 4, topic('c_d.e')],
    ['the first of them is deleted', p.deleteTopics, 5, { topicNames: ['c.d_e'], timeoutMs: 5000 }],
    ['the third collides with the second', p.createTopics, 4, topic('c_d.e')],
    ['the second is deleted, too', p.deleteTopics, 5, { topicNames: ['c_d_e'], timeoutMs: 5000 }],
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
  ],
];

const widen = (name: string, count: number, assignments: object[] | null = null, validateOnly = false) => ({
  topics: [{ name, count, assignments }],
  timeoutMs: 5000,
  validateOnly,
});
export const widening: Subject = [
  'CreatePartitions',
  [
    ['as many', p.createPartitions, 'each', widen('orders', 2)],
    ['one more in each version', p.createPartitions, 'each', ({ version }) => widen('made-by-2', 3 + version)],
    ['fewer', p.createPartitions, 3, widen('orders', 1)],
    ['of an unknown topic', p.createPartitions, 3, widen('nope', 2)],
    ['with too few replicas by hand', p.createPartitions, 3, widen('orders', 4, [{ brokerIds: [1] }])],
    ['on a strange broker', p.createPartitions, 3, widen('orders', 3, [{ brokerIds: [9] }])],
    ['on no broker', p.createPartitions, 3, widen('orders', 3, [{ brokerIds: [] }])],
    ['only in thought', p.createPartitions, 3, widen('orders', 3, null, true)],
    ['one more', p.createPartitions, 3, widen('orders', 3)],
  ],
];

const names = (...all: string[]) => all.map(name => ({ name }));
export const askingForMetadata: Subject = [
  'Metadata',
  [
    ['of a topic', p.metadata, 'each', { topics: names('orders') }],
    ['of a name that cannot be', p.metadata, 'each', { topics: names('a b') }],
    [
      'of a topic, with operations',
      p.metadata,
      12,
      { topics: names('orders'), includeTopicAuthorizedOperations: true },
    ],
    [
      'by id',
      p.metadata,
      [10, 11, 12, 13],
      ({ topicId }) => ({ topics: [{ topicId: topicId('orders'), name: null }] }),
    ],
    ['of no topic', p.metadata, 12, { topics: [] }],
    ['with operations on the cluster', p.metadata, 9, { topics: [], includeClusterAuthorizedOperations: true }],
    ['of unknown topics', p.metadata, 12, { topics: names('nope', 'a b'), allowAutoTopicCreation: false }],
    ['of an unknown id', p.metadata, 12, { topics: [{ topicId: nobodysId, name: null }] }],
    ['of a topic that it makes', p.metadata, 12, { topics: names('made'), allowAutoTopicCreation: true }],
    ['of a name that cannot be made', p.metadata, 12, { topics: names('a b'), allowAutoTopicCreation: true }],
  ],
];

const pages = (limit: number, cursor: object | null, ...all: string[]) => ({
  topics: names(...all),
  responsePartitionLimit: limit,
  cursor,
});
export const pagesOfTopics: Subject = [
  'DescribeTopicPartitions',
  [
    ['topics known and unknown', p.describeTopicPartitions, 0, pages(10, null, 'orders', 'nope', 'a b')],
    ['a first page', p.describeTopicPartitions, 0, pages(2, null, 'orders', 'by-hand')],
    ['from a cursor on', p.describeTopicPartitions, 0, pages(2, { topicName: 'orders', partitionIndex: 1 }, 'orders')],
    ['a limit of nothing', p.describeTopicPartitions, 0, pages(0, null, 'orders', 'by-hand')],
    ['a cursor elsewhere', p.describeTopicPartitions, 0, pages(2, { topicName: 'zz', partitionIndex: 1 }, 'orders')],
  ],
];

export const describingTheCluster: Subject = [
  'DescribeCluster',
  [
    ['for clients', p.describeCluster, 'each', { includeClusterAuthorizedOperations: true }],
    ['for controllers', p.describeCluster, [1, 2], { endpointType: 2 }],
    ['for what is none', p.describeCluster, [1, 2], { endpointType: 3 }],
    ['with fenced brokers', p.describeCluster, 2, { includeFencedBrokers: true }],
  ],
];

const deleted = (name: string | null, topicId = ZERO_UUID) => ({ topics: [{ name, topicId }], timeoutMs: 5000 });
const deletedByName = (name: string, version: number) =>
  version < 6 ? { topicNames: [name], timeoutMs: 5000 } : deleted(name);
export const deleting: Subject = [
  'DeleteTopics',
  [
    ['an unknown one', p.deleteTopics, 'each', ({ version }) => deletedByName('nope', version)],
    ['one for each version', p.deleteTopics, 'each', ({ version }) => deletedByName(`made-by-${version + 1}`, version)],
    ['by id', p.deleteTopics, 6, ({ topicId }) => deleted(null, topicId('defaults'))],
    ['an unknown id', p.deleteTopics, 6, deleted(null, nobodysId)],
    ['by name and id', p.deleteTopics, 6, deleted('orders', nobodysId)],
    ['by neither', p.deleteTopics, 6, deleted(null)],
    ['a topic', p.deleteTopics, 6, deleted('orders')],
  ],
];
