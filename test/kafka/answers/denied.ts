/** What a client is told that may do little: permissions.ts says what. */

import * as p from '../../../src/protocol/apis/index.ts';
import { ZERO_UUID } from '../../../src/protocol/schema.ts';
import { batchOf } from '../../broker/apis/ask.ts';
import { everyAcl } from '../../support/every-acl.ts';
import { create } from './acls.ts';
import { nobodysId, type Subject } from './subject.ts';

const topics = (...names: string[]) => names.map(name => ({ name }));
const of = (name: string, ...more: object[]) => ({ name, partitions: [{ partitionIndex: 0 }, ...more] });
const committed = (name: string) => ({ name, partitions: [{ partitionIndex: 0, committedOffset: 1 }] });
const write = (name: string, transactional = false) => ({
  name,
  partitionData: [
    {
      index: 0,
      records: batchOf(['x'], {
        ...(transactional && { transactional, producer: { producerId: 1, producerEpoch: 0, baseSequence: 0 } }),
      }),
    },
  ],
});
const producing = { acks: 1, timeoutMs: 1000 };
const wanted = { partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 };
const fetching = { maxWaitMs: 0, minBytes: 1, maxBytes: 1000 };
const joining = {
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  memberId: '',
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: Buffer.alloc(3) }],
};
const newTopic = (name: string) => ({ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] });
const resources = [
  { resourceType: 2, resourceName: 'seen' },
  { resourceType: 4, resourceName: '1' },
  { resourceType: 4, resourceName: '' },
];
const early = (version: number) => version < 13;

export const denied: Subject = [
  'what is denied',
  [
    [
      'produce',
      p.produce,
      'each',
      ({ version, topicId }) => ({
        ...producing,
        topicData: ['written', 'seen', 'unseen', 'nope'].flatMap(name => {
          if (early(version)) return [write(name)];
          return name === 'nope' ? [{ ...write(''), topicId: nobodysId }] : [{ ...write(''), topicId: topicId(name) }];
        }),
      }),
    ],
    [
      'produce in a transaction',
      p.produce,
      [3, 9, 12],
      { ...producing, transactionalId: 'tx', topicData: [write('written', true)] },
    ],
    [
      'produce in a transaction of no name',
      p.produce,
      9,
      { ...producing, transactionalId: null, topicData: [write('written', true)] },
    ],
    [
      'fetch',
      p.fetch,
      'each',
      ({ version, topicId }) => ({
        ...fetching,
        topics: ['read', 'seen', 'unseen', 'nope'].map(name => {
          if (early(version)) return { topic: name, partitions: [wanted] };
          return { topicId: name === 'nope' ? nobodysId : topicId(name), partitions: [wanted] };
        }),
      }),
    ],
    [
      'list offsets',
      p.listOffsets,
      'each',
      { topics: ['seen', 'unseen', 'nope'].map(name => of(name, { partitionIndex: 1 })) },
    ],
    [
      'metadata',
      p.metadata,
      'each',
      ({ version }) => ({
        topics: topics('seen', 'unseen'),
        ...(version >= 4 && { allowAutoTopicCreation: false }),
      }),
    ],
    ['metadata of all', p.metadata, 12, { topics: null, includeTopicAuthorizedOperations: true }],
    [
      'metadata with operations',
      p.metadata,
      10,
      {
        topics: topics('seen', 'read', 'written', 'deletable', 'kept'),
        includeTopicAuthorizedOperations: true,
        includeClusterAuthorizedOperations: true,
      },
    ],
    ['metadata that would create', p.metadata, 9, { topics: topics('nope'), allowAutoTopicCreation: true }],
    [
      'metadata of an id',
      p.metadata,
      12,
      ({ topicId }) => ({ topics: ['seen', 'unseen'].map(name => ({ topicId: topicId(name), name: null })) }),
    ],
    ['commit', p.offsetCommit, 'each', { groupId: 'described', topics: [committed('read')] }],
    [
      'commit of hidden topics',
      p.offsetCommit,
      'each',
      { groupId: 'member', topics: ['read', 'seen', 'nope'].map(committed) },
    ],
    [
      'offsets of a group',
      p.offsetFetch,
      [1, 2, 5, 7],
      { groupId: 'hidden', topics: [{ name: 'seen', partitionIndexes: [0] }] },
    ],
    [
      'offsets of hidden topics',
      p.offsetFetch,
      [1, 2, 7],
      { groupId: 'described', topics: ['seen', 'unseen'].map(name => ({ name, partitionIndexes: [0] })) },
    ],
    ['all offsets', p.offsetFetch, [2, 7], { groupId: 'described', topics: null }],
    [
      'offsets of groups',
      p.offsetFetch,
      [8, 9],
      {
        groups: [
          { groupId: 'hidden', topics: [{ name: 'seen', partitionIndexes: [0] }] },
          { groupId: 'described', topics: ['seen', 'unseen'].map(name => ({ name, partitionIndexes: [0] })) },
          { groupId: 'member', topics: null },
        ],
      },
    ],
    ['coordinator of a group', p.findCoordinator, [0, 1, 3], { key: 'hidden', keyType: 0 }],
    ['coordinator of a transaction', p.findCoordinator, [1, 3], { key: 'tx', keyType: 1 }],
    ['coordinators', p.findCoordinator, [4, 5, 6], { keyType: 0, coordinatorKeys: ['hidden', 'described'] }],
    ['coordinators of transactions', p.findCoordinator, [4, 6], { keyType: 1, coordinatorKeys: ['tx'] }],
    ['join', p.joinGroup, 'each', { ...joining, groupId: 'hidden' }],
    ['heartbeat', p.heartbeat, 'each', { groupId: 'described', generationId: 1, memberId: 'm' }],
    ['leave', p.leaveGroup, 'each', { groupId: 'hidden' }],
    ['sync', p.syncGroup, 'each', { groupId: 'hidden', generationId: 1, memberId: 'm', assignments: [] }],
    [
      'describe groups',
      p.describeGroups,
      'each',
      ({ version }) => ({
        groups: ['hidden', 'described', 'member'],
        ...(version >= 3 && { includeAuthorizedOperations: true }),
      }),
    ],
    ['list groups', p.listGroups, 'each', {}],
    [
      'create topics',
      p.createTopics,
      'each',
      { topics: ['unseen', 'nope', 'seen'].map(newTopic), timeoutMs: 5000, validateOnly: true },
    ],
    [
      'create topics, some of them',
      p.createTopics,
      [4, 7],
      { topics: ['created', 'created-and-told', 'nope'].map(newTopic), timeoutMs: 5000, validateOnly: true },
    ],
    ['delete topics', p.deleteTopics, [1, 3, 4, 5], { topicNames: ['seen', 'unseen', 'nope'], timeoutMs: 5000 }],
    [
      'delete topics by id',
      p.deleteTopics,
      6,
      ({ topicId }) => ({
        topics: [
          { name: 'seen' },
          { name: 'unseen' },
          { name: null, topicId: topicId('kept') },
          { name: null, topicId: nobodysId },
          { name: null, topicId: topicId('written') },
        ].map(each => ({ topicId: ZERO_UUID, ...each })),
        timeoutMs: 5000,
      }),
    ],
    [
      'delete records',
      p.deleteRecords,
      'each',
      {
        topics: ['seen', 'unseen', 'nope', 'deletable'].map(name => ({
          name,
          partitions: [{ partitionIndex: 0, offset: 0 }],
        })),
        timeoutMs: 1000,
      },
    ],
    [
      'a producer id for a transaction',
      p.initProducerId,
      [0, 1, 4],
      { transactionalId: 'tx', transactionTimeoutMs: 1000 },
    ],
    [
      'epochs',
      p.offsetForLeaderEpoch,
      'each',
      { topics: ['seen', 'unseen'].map(topic => ({ topic, partitions: [{ partition: 0, leaderEpoch: 0 }] })) },
    ],
    ['describe ACLs', p.describeAcls, 'each', everyAcl],
    ['create ACLs', p.createAcls, 'each', create({}, { operation: 1 })],
    ['delete ACLs', p.deleteAcls, 'each', { filters: [everyAcl, everyAcl] }],
    [
      'describe configs',
      p.describeConfigs,
      'each',
      { resources: resources.map(each => ({ ...each, configurationKeys: [] })) },
    ],
    [
      'alter configs',
      p.alterConfigs,
      'each',
      { resources: resources.map(each => ({ ...each, configs: [] })), validateOnly: false },
    ],
    [
      'alter configs incrementally',
      p.incrementalAlterConfigs,
      'each',
      { resources: resources.map(each => ({ ...each, configs: [] })), validateOnly: false },
    ],
    ['describe directories', p.describeLogDirs, 'each', { topics: null }],
    [
      'more partitions',
      p.createPartitions,
      'each',
      {
        topics: ['seen', 'nope'].map(name => ({ name, count: 2, assignments: null })),
        timeoutMs: 5000,
        validateOnly: true,
      },
    ],
    ['delete groups', p.deleteGroups, 'each', { groupsNames: ['hidden', 'described'] }],
    ['delete offsets', p.offsetDelete, 'each', { groupId: 'hidden', topics: [of('seen')] }],
    ['describe the cluster', p.describeCluster, 'each', { includeClusterAuthorizedOperations: true, endpointType: 1 }],
    [
      'describe partitions',
      p.describeTopicPartitions,
      0,
      { topics: topics('seen', 'unseen', 'nope'), responsePartitionLimit: 100, cursor: null },
    ],
    [
      'describe all partitions',
      p.describeTopicPartitions,
      0,
      { topics: [], responsePartitionLimit: 100, cursor: null },
    ],
    ['describe quotas', p.describeClientQuotas, 'each', { components: [], strict: false }],
    [
      'alter quotas',
      p.alterClientQuotas,
      'each',
      {
        entries: [
          {
            entity: [{ entityType: 'user', entityName: 'a' }],
            ops: [{ key: 'producer_byte_rate', value: 1, remove: false }],
          },
        ],
        validateOnly: false,
      },
    ],
  ],
];
