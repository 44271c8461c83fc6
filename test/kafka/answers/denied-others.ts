/** What a client is told that may do little, of transactions and administration. Its ACLs are in permissions.ts. */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Asked, Subject } from './subject.ts';

const MINUTE_MS = 60_000;
const producer = { producerId: 1, producerEpoch: 0 };
const topics = (...names: string[]) => names.map(name => ({ name, partitions: [0] }));
const committed = (name: string) => ({
  name,
  partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: null }],
});
const starting = (transactionalId: string) => ({ transactionalId, transactionTimeoutMs: MINUTE_MS });
const adding = (transactionalId: string, { producerId, producerEpoch } = producer) => ({
  v3AndBelowTransactionalId: transactionalId,
  v3AndBelowProducerId: producerId,
  v3AndBelowProducerEpoch: producerEpoch,
});

/** A group, client metrics, loggers of the broker. */
const configured = [
  { resourceType: 32, resourceName: 'described' },
  { resourceType: 32, resourceName: 'hidden' },
  { resourceType: 16, resourceName: 'metrics' },
  { resourceType: 8, resourceName: '1' },
];

export const openingTransactions: Subject = [
  'transactions, before the doors close',
  [
    ['one', p.initProducerId, 4, starting('tx-described')],
    [
      'its partitions',
      p.addPartitionsToTxn,
      3,
      ({ answer }: Asked) => ({
        ...adding('tx-described', answer('one', 4)),
        v3AndBelowTopics: topics('seen', 'unseen'),
      }),
    ],
    ['another', p.initProducerId, 4, starting('tx-hidden')],
  ],
];

export const deniedOthers: Subject = [
  'what else is denied',
  [
    [
      'add partitions',
      p.addPartitionsToTxn,
      [0, 1, 2, 3],
      { ...adding('tx-hidden'), v3AndBelowTopics: topics('written', 'seen') },
    ],
    [
      'add partitions of hidden topics',
      p.addPartitionsToTxn,
      [0, 1, 2, 3],
      { ...adding('tx-written'), v3AndBelowTopics: topics('written', 'seen', 'nope', '__consumer_offsets') },
    ],
    ['add offsets', p.addOffsetsToTxn, 'each', { transactionalId: 'tx-hidden', ...producer, groupId: 'member' }],
    [
      'add offsets of a group',
      p.addOffsetsToTxn,
      'each',
      { transactionalId: 'tx-written', ...producer, groupId: 'hidden' },
    ],
    ['end', p.endTxn, 'each', { transactionalId: 'tx-hidden', ...producer, committed: true }],
    [
      'commit offsets',
      p.txnOffsetCommit,
      'each',
      { transactionalId: 'tx-hidden', ...producer, groupId: 'member', topics: ['read', 'seen'].map(committed) },
    ],
    [
      'commit offsets of a group',
      p.txnOffsetCommit,
      'each',
      { transactionalId: 'tx-written', ...producer, groupId: 'hidden', topics: ['read', 'seen'].map(committed) },
    ],
    [
      'commit offsets of hidden topics',
      p.txnOffsetCommit,
      'each',
      {
        transactionalId: 'tx-written',
        ...producer,
        groupId: 'member',
        topics: ['seen', 'unseen', 'nope'].map(committed),
      },
    ],
    [
      'producers',
      p.describeProducers,
      0,
      { topics: ['read', 'seen', 'nope'].map(name => ({ name, partitionIndexes: [0] })) },
    ],
    [
      'describe transactions',
      p.describeTransactions,
      0,
      { transactionalIds: ['tx-described', 'tx-hidden', 'tx-none'] },
    ],
    ['list transactions', p.listTransactions, 'each', { stateFilters: [], producerIdFilters: [] }],
    [
      'elect leaders',
      p.electLeaders,
      'each',
      ({ version }) => ({
        ...(version > 0 && { electionType: 0 }),
        topicPartitions: [{ topic: 'seen', partitions: [0] }],
      }),
    ],
    [
      'reassign',
      p.alterPartitionReassignments,
      'each',
      { topics: [{ name: 'seen', partitions: [{ partitionIndex: 0, replicas: [1] }] }] },
    ],
    ['reassignments', p.listPartitionReassignments, 'each', { topics: null }],
    ['describe SCRAM users', p.describeUserScramCredentials, 0, { users: [{ name: 'a' }] }],
    ['alter SCRAM users', p.alterUserScramCredentials, 0, { deletions: [{ name: 'a', mechanism: 1 }], upsertions: [] }],
    [
      'describe the quorum',
      p.describeQuorum,
      'each',
      { topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }] },
    ],
    [
      'update features',
      p.updateFeatures,
      'each',
      { featureUpdates: [{ feature: 'group.version', maxVersionLevel: 1 }] },
    ],
    ['unregister a broker', p.unregisterBroker, 0, { brokerId: 7 }],
    [
      'move directories',
      p.alterReplicaLogDirs,
      'each',
      { dirs: [{ path: '/nowhere', topics: [{ name: 'seen', partitions: [0] }] }] },
    ],
    [
      'describe configs of groups and the like',
      p.describeConfigs,
      4,
      { resources: configured.map(resource => ({ ...resource, configurationKeys: null })) },
    ],
    [
      'alter configs of groups and the like',
      p.incrementalAlterConfigs,
      1,
      { resources: configured.map(resource => ({ ...resource, configs: [] })), validateOnly: true },
    ],
    ['list config resources', p.listConfigResources, 'each', {}],
  ],
];
