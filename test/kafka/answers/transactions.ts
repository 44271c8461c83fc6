/** Transactions: their producers, partitions, offsets and ends, by clients of transaction version 0 and 2 (KIP-98, 360, 447, 890). */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Asked, Subject } from './subject.ts';

const TOPIC = 'transactional';
const MINUTE_MS = 60_000;

const producer = (transactionalId: string | null, over: object = {}) => ({
  transactionalId,
  transactionTimeoutMs: MINUTE_MS,
  ...over,
});
/** The id and epoch that the row of that title was given, in the version it was asked in. */
const idOf = ({ answer }: Asked, title: string, version?: number) => {
  const { producerId, producerEpoch } = answer(title, version);
  return { producerId, producerEpoch };
};
const topics = (...partitions: number[]) => [{ name: TOPIC, partitions }];
const newTopic = (name: string, numPartitions: number) => ({
  timeoutMs: 5000,
  topics: [{ name, numPartitions, replicationFactor: 1, assignments: [], configs: [] }],
});

const older = (asked: Asked, title: string, version: number, over: object = {}) => {
  const { producerId, producerEpoch } = idOf(asked, title, version);
  return {
    v3AndBelowTransactionalId: 'tx-add',
    v3AndBelowProducerId: producerId,
    v3AndBelowProducerEpoch: producerEpoch,
    v3AndBelowTopics: topics(0, 1),
    ...over,
  };
};
const newer = (asked: Asked, over: object = {}) => ({
  transactions: [{ transactionalId: 'tx-add', ...idOf(asked, 'a producer', 4), topics: topics(0, 1), ...over }],
});
const adding = (asked: Asked, old: object = {}, young: object = {}) =>
  asked.version < 4 ? older(asked, 'a producer', 4, old) : newer(asked, young);

export const startingTransactions: Subject = [
  'producers of transactions',
  [
    ['a topic', p.createTopics, 7, newTopic(TOPIC, 3)],
    ['the coordinator', p.findCoordinator, [1, 2, 3], { key: 'tx', keyType: 1 }],
    ['coordinators', p.findCoordinator, [4, 5, 6], { keyType: 1, coordinatorKeys: ['tx', ''] }],
    ['a producer', p.initProducerId, 'each', ({ version }) => producer(`tx-init-${version}`)],
    ['another one of the same name', p.initProducerId, 'each', ({ version }) => producer(`tx-init-${version}`)],
    ['without a name', p.initProducerId, 'each', producer('')],
    ['with a timeout that is too long', p.initProducerId, 4, producer('tx', { transactionTimeoutMs: 900_001 })],
    ['with no timeout', p.initProducerId, 4, producer('tx', { transactionTimeoutMs: 0 })],
    [
      'that goes on',
      p.initProducerId,
      [3, 4, 5],
      asked => producer(`tx-init-${asked.version}`, idOf(asked, 'another one of the same name')),
    ],
    [
      'that goes on once more, as the answer was lost',
      p.initProducerId,
      [3, 4, 5],
      asked => producer(`tx-init-${asked.version}`, idOf(asked, 'another one of the same name')),
    ],
    [
      'that was replaced',
      p.initProducerId,
      [3, 4, 5],
      asked => producer(`tx-init-${asked.version}`, idOf(asked, 'a producer')),
    ],
    [
      'of another id',
      p.initProducerId,
      [3, 4, 5],
      ({ version }) => producer(`tx-init-${version}`, { producerId: 987_654_321, producerEpoch: 0 }),
    ],
    ['with an id and no epoch', p.initProducerId, 4, producer('tx', { producerId: 5, producerEpoch: -1 })],
  ],
];

const bodyOfOffsets = (asked: Asked, over: object = {}) => ({
  transactionalId: 'tx-add',
  ...idOf(asked, 'a producer', 4),
  groupId: 'g-tx',
  ...over,
});
const committing = (asked: Asked, over: object = {}) => ({
  ...bodyOfOffsets(asked),
  topics: [
    {
      name: TOPIC,
      partitions: [{ partitionIndex: 0, committedOffset: 7, committedLeaderEpoch: 0, committedMetadata: 'm' }],
    },
  ],
  ...over,
});
const offsets = (requireStable: boolean) => ({
  groupId: 'g-tx',
  requireStable,
  topics: [{ name: TOPIC, partitionIndexes: [0] }],
});

export const addingPartitions: Subject = [
  'partitions and offsets of a transaction',
  [
    ['a producer', p.initProducerId, 4, producer('tx-add')],
    ['partitions', p.addPartitionsToTxn, 'each', asked => adding(asked)],
    [
      'with another epoch',
      p.addPartitionsToTxn,
      'each',
      asked => adding(asked, { v3AndBelowProducerEpoch: 5 }, { producerEpoch: 5 }),
    ],
    [
      'with another id',
      p.addPartitionsToTxn,
      'each',
      asked => adding(asked, { v3AndBelowProducerId: 987_654_321 }, { producerId: 987_654_321 }),
    ],
    [
      'of a name that nobody has',
      p.addPartitionsToTxn,
      [3, 4],
      asked => adding(asked, { v3AndBelowTransactionalId: 'tx-nobody' }, { transactionalId: 'tx-nobody' }),
    ],
    [
      'of no name',
      p.addPartitionsToTxn,
      [3, 5],
      asked => adding(asked, { v3AndBelowTransactionalId: '' }, { transactionalId: '' }),
    ],
    [
      'with one that is not there',
      p.addPartitionsToTxn,
      [3, 5],
      asked => adding(asked, { v3AndBelowTopics: topics(0, 9) }, { topics: topics(0, 9) }),
    ],
    ['only verified', p.addPartitionsToTxn, [4, 5], asked => newer(asked, { verifyOnly: true, topics: topics(0, 2) })],
    [
      'only verified with another epoch',
      p.addPartitionsToTxn,
      [4, 5],
      asked => newer(asked, { verifyOnly: true, producerEpoch: 3 }),
    ],
    [
      'two transactions',
      p.addPartitionsToTxn,
      5,
      asked => ({
        transactions: [
          ...newer(asked).transactions,
          { transactionalId: 'tx-nobody', producerId: 1, producerEpoch: 0, topics: topics(0) },
        ],
      }),
    ],
    ['offsets of a group', p.addOffsetsToTxn, 'each', asked => bodyOfOffsets(asked)],
    ['offsets with another epoch', p.addOffsetsToTxn, 'each', asked => bodyOfOffsets(asked, { producerEpoch: 9 })],
    ['offsets of no transaction', p.addOffsetsToTxn, 3, asked => bodyOfOffsets(asked, { transactionalId: 'tx-none' })],
    ['committed', p.txnOffsetCommit, 'each', asked => committing(asked)],
    ['committed without a group', p.txnOffsetCommit, 'each', asked => committing(asked, { groupId: '' })],
    ['committed with another epoch', p.txnOffsetCommit, [0, 3, 4, 5], asked => committing(asked, { producerEpoch: 9 })],
    ['committed for another group', p.txnOffsetCommit, [3, 4], asked => committing(asked, { groupId: 'g-tx-other' })],
    ['committed by a member', p.txnOffsetCommit, 3, asked => committing(asked, { memberId: 'm', generationId: -1 })],
    [
      'committed in a generation',
      p.txnOffsetCommit,
      [3, 5],
      asked => committing(asked, { memberId: 'm', generationId: 4 }),
    ],
    [
      'committed of a topic that is not there',
      p.txnOffsetCommit,
      3,
      asked =>
        committing(asked, {
          topics: [
            { name: 'nope', partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] },
            { name: TOPIC, partitions: [{ partitionIndex: 9, committedOffset: 1, committedMetadata: '' }] },
            {
              name: TOPIC,
              partitions: [{ partitionIndex: 1, committedOffset: 1, committedMetadata: 'x'.repeat(5000) }],
            },
          ],
        }),
    ],
    ['and not to be seen yet', p.offsetFetch, 7, offsets(false)],
    ['nor stable', p.offsetFetch, 7, offsets(true)],
    ['the transaction', p.describeTransactions, 0, { transactionalIds: ['tx-add', 'tx-nobody', ''] }],
    [
      'its end',
      p.endTxn,
      3,
      asked => ({ transactionalId: 'tx-add', ...idOf(asked, 'a producer', 4), committed: true }),
    ],
    ['committed and seen', p.offsetFetch, 7, offsets(true)],
  ],
];

const ofVersion = (asked: Asked, over: object = {}) => ({
  transactionalId: `tx-end-${asked.version}`,
  ...idOf(asked, 'a producer'),
  committed: asked.version % 2 === 1,
  ...over,
});
const current = (asked: Asked, title: string, over: object = {}) => ({
  transactionalId: 'tx-end-5',
  ...idOf(asked, title, 5),
  committed: false,
  ...over,
});

export const endingTransactions: Subject = [
  'the end of a transaction',
  [
    ['a producer', p.initProducerId, 'each', ({ version }) => producer(`tx-end-${version}`)],
    ['before it began', p.endTxn, [0, 3, 4], asked => ofVersion(asked)],
    [
      'partitions of all of them',
      p.addPartitionsToTxn,
      5,
      asked => ({
        transactions: [0, 1, 2, 3, 4, 5].map(version => ({
          transactionalId: `tx-end-${version}`,
          ...idOf(asked, 'a producer', version),
          topics: topics(2),
        })),
      }),
    ],
    ['with another epoch', p.endTxn, 'each', asked => ofVersion(asked, { producerEpoch: 8 })],
    ['with another id', p.endTxn, 'each', asked => ofVersion(asked, { producerId: 987_654_321 })],
    ['of a name that nobody has', p.endTxn, [3, 5], asked => ofVersion(asked, { transactionalId: 'tx-nobody' })],
    ['of no name', p.endTxn, [3, 5], asked => ofVersion(asked, { transactionalId: '' })],
    ['that is the right one', p.endTxn, 'each', asked => ofVersion(asked)],
    ['once more', p.endTxn, 'each', asked => ofVersion(asked)],
    ['the other way round', p.endTxn, 'each', asked => ofVersion(asked, { committed: asked.version % 2 === 0 })],
    ['the transactions', p.describeTransactions, 0, { transactionalIds: ['tx-end-0', 'tx-end-1', 'tx-end-5'] }],
    ['an abort of nothing', p.endTxn, 5, asked => current(asked, 'that is the right one')],
    ['a commit of nothing', p.endTxn, 5, asked => current(asked, 'an abort of nothing', { committed: true })],
    ['an abort of nothing, again', p.endTxn, 5, asked => current(asked, 'that is the right one')],
    ['an abort of long ago', p.endTxn, 5, asked => current(asked, 'a producer')],
    ['all of them', p.listTransactions, 'each', { stateFilters: [], producerIdFilters: [987_654_321] }],
    ['of a state', p.listTransactions, 'each', { stateFilters: ['Ongoing'], producerIdFilters: [] }],
    ['of no state', p.listTransactions, 'each', { stateFilters: ['Gone', 'PrepareEpochFence'], producerIdFilters: [] }],
    [
      'of a pattern',
      p.listTransactions,
      2,
      { stateFilters: [], producerIdFilters: [], transactionalIdPattern: 'tx-end-[0-5]' },
    ],
    [
      'of a part of a name',
      p.listTransactions,
      2,
      { stateFilters: [], producerIdFilters: [], transactionalIdPattern: 'tx-end' },
    ],
    ['of no pattern', p.listTransactions, 2, { stateFilters: [], producerIdFilters: [], transactionalIdPattern: '(' }],
    [
      'that take long',
      p.listTransactions,
      1,
      { stateFilters: ['Ongoing'], producerIdFilters: [], durationFilter: 3_600_000 },
    ],
  ],
];
