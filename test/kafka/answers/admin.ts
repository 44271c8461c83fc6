/** Administration where there is one node: features, elections, reassignments, the quorum, registrations, directories. */
import type { AnyApi } from '../../../src/protocol/api.ts';
import * as p from '../../../src/protocol/apis/index.ts';
import type { Row, Subject } from './subject.ts';

const timeoutMs = 5000;
const some = [
  { topic: 'orders', partitions: [0, 7] },
  { topic: 'nope', partitions: [0] },
];
const elect = (topicPartitions: object | null, electionType = 0) => ({ topicPartitions, electionType, timeoutMs });
const move = (name: string, ...partitions: [partitionIndex: number, replicas: number[] | null][]) => ({
  topics: [{ name, partitions: partitions.map(([partitionIndex, replicas]) => ({ partitionIndex, replicas })) }],
  timeoutMs,
});

export const electing: Subject = [
  'elections',
  [
    ['of some', p.electLeaders, 0, { topicPartitions: some, timeoutMs }],
    ['of nothing, without a type', p.electLeaders, 0, { topicPartitions: [], timeoutMs }],
    ['of some, by type', p.electLeaders, [1, 2], elect(some)],
    ['unclean', p.electLeaders, [1, 2], elect(some, 1)],
    ['of a type that is none', p.electLeaders, [1, 2], elect(some, 7)],
    ['of nothing', p.electLeaders, [1, 2], elect([])],
    ['of a partition twice', p.electLeaders, 2, elect([{ topic: 'orders', partitions: [0, 0] }])],
  ],
];

export const reassigning: Subject = [
  'reassignments',
  [
    ['to where it is', p.alterPartitionReassignments, 'each', move('orders', [0, [1]])],
    ['to nobody', p.alterPartitionReassignments, 'each', move('orders', [0, []])],
    ['to a stranger', p.alterPartitionReassignments, 'each', move('orders', [0, [99]], [1, [1, 99]], [2, [-1]])],
    ['twice to the same', p.alterPartitionReassignments, 'each', move('orders', [0, [1, 1]])],
    ['of what is not there', p.alterPartitionReassignments, 'each', move('orders', [99, [1]])],
    ['of a topic that is not there', p.alterPartitionReassignments, 'each', move('nope', [0, [1]], [1, null])],
    ['cancelled', p.alterPartitionReassignments, 'each', move('orders', [0, null])],
    ['of nothing', p.alterPartitionReassignments, 'each', { topics: [], timeoutMs }],
    [
      'keeping the number of replicas',
      p.alterPartitionReassignments,
      1,
      { ...move('orders', [0, [1]]), allowReplicationFactorChange: false },
    ],
    ['listed', p.listPartitionReassignments, 0, { topics: null, timeoutMs }],
    ['of one topic listed', p.listPartitionReassignments, 0, { topics: [{ name: 'orders', partitionIndexes: [0] }] }],
    ['of no topic listed', p.listPartitionReassignments, 0, { topics: [{ name: 'nope', partitionIndexes: [0] }] }],
  ],
];

const quorum = (topicName: string, ...indexes: number[]) => ({
  topics: [{ topicName, partitions: indexes.map(partitionIndex => ({ partitionIndex })) }],
});
const dirs = (...partitions: number[]) => ({
  dirs: [{ path: '/nowhere', topics: ['orders', 'nope'].map(name => ({ name, partitions })) }],
});

export const describingTheQuorum: Subject = [
  'the quorum and the brokers',
  [
    ['quorum', p.describeQuorum, 'each', quorum('__cluster_metadata', 0)],
    ['of another topic', p.describeQuorum, 'each', quorum('orders', 0)],
    ['of another partition', p.describeQuorum, 'each', quorum('__cluster_metadata', 1)],
    ['of two partitions', p.describeQuorum, 'each', quorum('__cluster_metadata', 0, 1)],
    ['of nothing', p.describeQuorum, 'each', { topics: [] }],
    ['unregistered: a broker that is not there', p.unregisterBroker, 0, { brokerId: 77 }],
    ['unregistered: no broker', p.unregisterBroker, 0, { brokerId: -1 }],
    ['moved to a directory that is not there', p.alterReplicaLogDirs, 'each', dirs(0, 9)],
    ['moved nothing', p.alterReplicaLogDirs, 'each', { dirs: [] }],
  ],
];

type Update = [feature: string, maxVersionLevel: number, upgradeType?: number];
const features = (...updates: Update[]) => ({
  featureUpdates: updates.map(([feature, maxVersionLevel, upgradeType]) => ({ feature, maxVersionLevel, upgradeType })),
  timeoutMs,
});
const update = (title: string, ...updates: Update[]): Row => [title, p.updateFeatures, [1, 2], features(...updates)];
const v0 = ([title, api, , body]: Row): Row => [`${title}, without a type`, api as AnyApi, 0, body];
const plain = [
  update('as it is', ['metadata.version', 27]),
  update('unknown', ['nope', 1]),
  update('too high, among others', ['metadata.version', 99], ['group.version', 1]),
  update('negative', ['metadata.version', -1]),
  update('down without saying so', ['metadata.version', 26]),
  update('none'),
];

export const updatingFeatures: Subject = [
  'features',
  [
    ...plain,
    ...plain.map(v0),
    update('down safely', ['metadata.version', 26, 2]),
    update('down with loss, safely', ['metadata.version', 22, 2]),
    update('down with loss', ['metadata.version', 22, 3]),
    update('up again', ['metadata.version', 27, 1]),
    update('up as a downgrade', ['metadata.version', 26, 2], ['kraft.version', 1, 2]),
    update('of a type that is none', ['metadata.version', 27, 9]),
    update('off', ['eligible.leader.replicas.version', 0, 2]),
    update('off already', ['eligible.leader.replicas.version', 0, 3]),
    update('on', ['eligible.leader.replicas.version', 1, 1]),
    update('transactions as before', ['transaction.version', 1, 2]),
    update('transactions as they are', ['transaction.version', 2, 1]),
    ['only validated', p.updateFeatures, [1, 2], { ...features(['group.version', 0, 3]), validateOnly: true }],
    ['versions afterwards', p.apiVersions, 4, { clientSoftwareName: 'wire', clientSoftwareVersion: '1' }],
  ],
];
