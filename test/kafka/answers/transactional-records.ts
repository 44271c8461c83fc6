/** Records of transactions: which are let in, what readers see of them, and transactions that nobody ends (KIP-98, 664, 890). */
import * as p from '../../../src/protocol/apis/index.ts';
import { batchOf } from '../../broker/apis/ask.ts';
import type { Asked, Subject } from './subject.ts';

const firstTimestampMs = 1_700_000_000_000;
const TOPIC = 'read-committed';

const batch = (value: string, producerId: number, producerEpoch: number, baseSequence: number, transactional = true) =>
  batchOf([value], { firstTimestampMs, producer: { producerId, producerEpoch, baseSequence }, transactional });
const id = ({ answer }: Asked, title: string, version = 4) => {
  const { producerId, producerEpoch } = answer(title, version);
  return { producerId, producerEpoch } as { producerId: number; producerEpoch: number };
};
interface Write {
  readonly index?: number;
  readonly sequence?: number;
  readonly epoch?: number;
  readonly transactional?: boolean;
  readonly transactionalId?: string | null;
}
const write =
  (title: string, value: string, { index = 0, sequence = 0, epoch, transactional, ...more }: Write = {}) =>
  (asked: Asked) => {
    const { producerId, producerEpoch } = id(asked, title);
    const records = batch(value, producerId, epoch ?? producerEpoch, sequence, transactional);
    const topic = asked.version < 13 ? { name: TOPIC } : { topicId: asked.topicId(TOPIC) };
    const { transactionalId = title } = more;
    return {
      transactionalId,
      acks: -1,
      timeoutMs: 5000,
      topicData: [{ ...topic, partitionData: [{ index, records }] }],
    };
  };
const start = (transactionalId: string) => ({ transactionalId, transactionTimeoutMs: 60_000 });
const add =
  (title: string, ...partitions: number[]) =>
  (asked: Asked) => ({
    v3AndBelowTransactionalId: title,
    v3AndBelowProducerId: id(asked, title).producerId,
    v3AndBelowProducerEpoch: id(asked, title).producerEpoch,
    v3AndBelowTopics: [{ name: TOPIC, partitions }],
  });
const end = (title: string, committed: boolean) => (asked: Asked) => ({
  transactionalId: title,
  ...id(asked, title),
  committed,
});
const read = (index: number, isolationLevel: number, fetchOffset = 0) => ({
  maxWaitMs: 0,
  minBytes: 0,
  maxBytes: 1_000_000,
  isolationLevel,
  sessionEpoch: -1,
  topics: [{ topic: TOPIC, partitions: [{ partition: index, fetchOffset, partitionMaxBytes: 1_000_000 }] }],
  forgottenTopicsData: [],
});
const latest = (isolationLevel: number, replicaId = -1) => ({
  replicaId,
  isolationLevel,
  topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, timestamp: -1 }] }],
});
const producers = { topics: [{ name: TOPIC, partitionIndexes: [0, 1, 2, 9] }] };
const newTopic = {
  timeoutMs: 5000,
  topics: [{ name: TOPIC, numPartitions: 3, replicationFactor: 1, assignments: [], configs: [] }],
};

export const writingInTransactions: Subject = [
  'records of transactions',
  [
    ['a topic', p.createTopics, 7, newTopic],
    ['old', p.initProducerId, 4, start('old')],
    ['new', p.initProducerId, 4, start('new')],
    ['a partition that was not added', p.produce, [3, 8, 9, 10, 11], write('old', 'x')],
    ['a transaction of no name', p.produce, [9, 12], write('old', 'x', { transactionalId: null })],
    ['a partition', p.addPartitionsToTxn, 3, add('old', 0)],
    ['and the first record', p.produce, 11, write('old', 'old 1')],
    ['once more', p.produce, 9, write('old', 'old 1')],
    ['the second', p.produce, 9, write('old', 'old 2', { sequence: 1 })],
    ['one that is out of order', p.produce, 11, write('old', 'old 4', { sequence: 3 })],
    ['outside of the transaction', p.produce, 9, write('old', 'plain', { sequence: 2, transactional: false })],
    ['with an epoch that is over', p.produce, [9, 12], write('old', 'x', { sequence: 2, epoch: -1 })],
    ['with an epoch that is not yet', p.produce, [9, 11, 12], write('old', 'x', { epoch: 7 })],
    ['a partition added by the broker, not from 0', p.produce, [12, 13], write('new', 'x', { sequence: 3 })],
    ['a partition added by the broker', p.produce, 12, write('new', 'new 1')],
    ['another, by id', p.produce, 13, write('new', 'new 1', { index: 1 })],
    ['by another name', p.produce, 12, write('new', 'x', { index: 2, transactionalId: 'nobody' })],
    ['the transactions', p.describeTransactions, 0, { transactionalIds: ['old', 'new'] }],
    ['the producers', p.describeProducers, 0, producers],
    [
      'the producers of a topic that is not there',
      p.describeProducers,
      0,
      { topics: [{ name: 'nope', partitionIndexes: [0] }] },
    ],
    [
      'the producers of a topic that cannot be',
      p.describeProducers,
      0,
      { topics: [{ name: 'a b', partitionIndexes: [0] }] },
    ],
    ['the end for readers', p.listOffsets, [2, 10], latest(0)],
    ['the end for readers of committed records', p.listOffsets, [2, 10], latest(1)],
    ['the end for another broker', p.listOffsets, [2, 10], latest(1, 5)],
    ['read', p.fetch, [4, 12], read(0, 0)],
    ['read committed', p.fetch, [4, 12], read(0, 1)],
    ['aborted', p.endTxn, 3, end('old', false)],
    ['read committed while the other is open', p.fetch, 12, read(0, 1)],
    ['committed', p.endTxn, 5, end('new', true)],
    ['read committed after all', p.fetch, [4, 5, 11, 12], read(0, 1)],
    ['read committed from within', p.fetch, 12, read(0, 1, 2)],
    ['read after all', p.fetch, 12, read(0, 0)],
    ['the producers after all', p.describeProducers, 0, producers],
    ['late', p.produce, [9, 12], write('new', 'late', { sequence: 1 })],
    ['late in a partition that has not seen it', p.produce, 12, write('new', 'late', { index: 2 })],
  ],
];

const verification = (value: string) => ({
  resources: [
    {
      resourceType: 4,
      resourceName: '',
      configs: [{ name: 'transaction.partition.verification.enable', configOperation: 0, value }],
    },
  ],
});
const marker =
  (title: string, over: object = {}) =>
  (asked: Asked) => ({
    markers: [
      {
        ...id(asked, title),
        transactionResult: false,
        topics: [{ name: TOPIC, partitionIndexes: [2, 9] }],
        coordinatorEpoch: 3,
        ...over,
      },
    ],
  });

export const hangingTransactions: Subject = [
  'transactions that nobody ends',
  [
    ['fenced', p.initProducerId, 4, start('fenced')],
    ['a partition', p.addPartitionsToTxn, 3, add('fenced', 1)],
    ['a new producer of the name', p.initProducerId, [4, 5], start('fenced')],
    ['of the old one a partition', p.addPartitionsToTxn, [0, 1, 2, 3], add('fenced', 1)],
    ['of the old one the end', p.endTxn, [0, 1, 2, 4], end('fenced', true)],
    ['hanging before', p.initProducerId, 4, start('hanging')],
    ['hanging', p.initProducerId, 4, start('hanging')],
    ['without verification', p.incrementalAlterConfigs, 1, verification('false')],
    ['a record of no transaction', p.produce, 9, write('hanging', 'hangs', { index: 2 })],
    ['with verification', p.incrementalAlterConfigs, 1, verification('true')],
    ['the producers', p.describeProducers, 0, producers],
    ['read committed', p.fetch, 12, read(2, 1)],
    ['a marker', p.writeTxnMarkers, 1, marker('hanging')],
    ['a marker of an older coordinator', p.writeTxnMarkers, 1, marker('hanging', { coordinatorEpoch: 2 })],
    ['a marker of an older epoch', p.writeTxnMarkers, 1, marker('hanging', { producerEpoch: 0 })],
    ['a marker of no epoch', p.writeTxnMarkers, 1, marker('hanging', { producerEpoch: -1 })],
    ['a marker of no producer', p.writeTxnMarkers, 1, marker('hanging', { producerId: -1 })],
    ['a commit of nothing', p.writeTxnMarkers, 1, marker('hanging', { transactionResult: true })],
    ['no marker', p.writeTxnMarkers, 1, { markers: [] }],
    ['the producers without it', p.describeProducers, 0, producers],
    ['read committed without it', p.fetch, 12, read(2, 1)],
  ],
];
