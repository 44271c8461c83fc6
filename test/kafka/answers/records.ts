/** Records written, read, looked up and deleted. */
import * as p from '../../../src/protocol/apis/index.ts';
import { batchOf } from '../../broker/apis/ask.ts';
import { type Asked, nobodysId, type Row, type Subject } from './subject.ts';

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
const toTopic = (name: string, { version, topicId }: Asked, index = 0) => {
  const topic = version < 13 ? { name } : { topicId: topicId(name) };
  return { acks: 1, timeoutMs: 5000, topicData: [{ ...topic, partitionData: [{ index, records: batch() }] }] };
};
const zstd = () => batchOf(['a'.repeat(1000)], { ...fixed, compression: 'zstd' });
export const producing: Subject = [
  'Produce',
  [
    ['a batch', p.produce, 'each', asked => toTopic('by-hand', asked)],
    ['of a partition that is not there', p.produce, 'each', asked => toTopic('by-hand', asked, 9)],
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
      {
        ...produced('', batch()),
        topicData: [{ topicId: nobodysId, partitionData: [{ index: 0, records: batch() }] }],
      },
    ],
  ],
];

const sequence = (baseSequence: number, producerEpoch = 0) => {
  const producer = { producerId: 987_654, producerEpoch, baseSequence };
  return produced('made', batchOf(['a'], { ...fixed, producer }), { acks: -1 });
};
export const producingOnce: Subject = [
  'an idempotent producer',
  [
    ['begins', p.produce, 9, sequence(0)],
    ['goes on', p.produce, 9, sequence(1)],
    ['leaves a gap', p.produce, 9, sequence(5)],
    ['begins an epoch in the middle', p.produce, 9, sequence(3, 1)],
    ['begins an epoch', p.produce, 9, sequence(0, 1)],
    ['is described', p.describeProducers, 0, { topics: [{ name: 'made', partitionIndexes: [0, 9] }] }],
    ['is described alone', p.describeProducers, 0, { topics: [{ name: 'made', partitionIndexes: [0] }] }],
    ['comes from an epoch before', p.produce, 9, sequence(2, 0)],
    ['without transactions', p.initProducerId, 'each', { transactionalId: null, transactionTimeoutMs: 1000 }],
    ['without a name', p.initProducerId, 'each', { transactionalId: '', transactionTimeoutMs: 1000 }],
  ],
];

const fetched = (over: object = {}, at: object = {}, name = 'by-hand') => ({
  maxWaitMs: 0,
  minBytes: 1,
  maxBytes: 1_000_000,
  topics: [{ topic: name, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000, ...at }] }],
  ...over,
});
const fetchedBy = ({ version, topicId }: Asked, at: object = {}) => {
  const topic = version < 13 ? { topic: 'by-hand' } : { topicId: topicId('by-hand') };
  return fetched({
    topics: [{ ...topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000, ...at }] }],
  });
};
export const fetching: Subject = [
  'Fetch',
  [
    ['from the start', p.fetch, 'each', asked => fetchedBy(asked)],
    ['from beyond the end', p.fetch, 'each', asked => fetchedBy(asked, { fetchOffset: 2000 })],
    ['of a partition that is not there', p.fetch, 'each', asked => fetchedBy(asked, { partition: 9 })],
    ['of an unknown topic', p.fetch, 12, fetched({}, {}, 'nope')],
    [
      'of an unknown id',
      p.fetch,
      13,
      fetched({
        topics: [{ topicId: nobodysId, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] }],
      }),
    ],
    ['of no topic', p.fetch, 12, fetched({ topics: [] })],
    ['less than a batch', p.fetch, 12, fetched({}, { partitionMaxBytes: 1 })],
    ['opening a session', p.fetch, 12, fetched({ sessionEpoch: 0 })],
    [
      'going on in it',
      p.fetch,
      12,
      ({ answer }) => ({
        ...fetched({ sessionId: answer('opening a session').sessionId, sessionEpoch: 1 }),
        topics: [],
      }),
    ],
    [
      'going on in it in the wrong epoch',
      p.fetch,
      12,
      ({ answer }) => ({
        ...fetched({ sessionId: answer('opening a session').sessionId, sessionEpoch: 9 }),
        topics: [],
      }),
    ],
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
  ],
];

const at = (timestamp: number, over: object = {}) => ({
  replicaId: -1,
  isolationLevel: 0,
  topics: [{ name: 'by-hand', partitions: [{ partitionIndex: 0, timestamp, ...over }] }],
});
export const listingOffsets: Subject = [
  'ListOffsets',
  [
    ...[-1, -2, -3, -4, -5, -6, 0, 1_700_000_000_001, 1_700_000_009_999].map(
      (timestamp): Row => [`at ${timestamp}`, p.listOffsets, 10, at(timestamp)],
    ),
    ['the end', p.listOffsets, 'each', at(-1)],
    ['of a partition that is not there', p.listOffsets, 'each', at(-1, { partitionIndex: 9 })],
    [
      'of an unknown topic',
      p.listOffsets,
      10,
      { ...at(-1), topics: [{ name: 'nope', partitions: [{ partitionIndex: 0, timestamp: -1 }] }] },
    ],
    ['committed only', p.listOffsets, 10, { ...at(-1), isolationLevel: 1 }],
    ['tiered before there is such a thing', p.listOffsets, 6, at(-4)],
    ['the largest timestamp in version 6', p.listOffsets, 6, at(-3)],
    ['the tiered end in version 8', p.listOffsets, 8, at(-5)],
    ['with another epoch', p.listOffsets, 10, at(-1, { currentLeaderEpoch: 50 })],
  ],
];

const epochEnd = (over: object) => ({
  replicaId: -2,
  topics: [{ topic: 'by-hand', partitions: [{ partition: 0, leaderEpoch: 0, ...over }] }],
});
const removed = (offset: number, name = 'by-hand') => ({
  topics: [{ name, partitions: [{ partitionIndex: 0, offset }] }],
  timeoutMs: 5000,
});
export const epochsAndDeletion: Subject = [
  'OffsetForLeaderEpoch and DeleteRecords',
  [
    ['this epoch', p.offsetForLeaderEpoch, 'each', epochEnd({})],
    ['of a partition that is not there', p.offsetForLeaderEpoch, 'each', epochEnd({ partition: 9 })],
    ['an epoch to come', p.offsetForLeaderEpoch, 4, epochEnd({ leaderEpoch: 1 })],
    ['no epoch', p.offsetForLeaderEpoch, 4, epochEnd({ leaderEpoch: -1 })],
    ['known to lead in another', p.offsetForLeaderEpoch, 4, epochEnd({ currentLeaderEpoch: 44 })],
    ['up to an offset', p.deleteRecords, 'each', removed(3)],
    ['back', p.deleteRecords, 2, removed(1)],
    ['beyond the end', p.deleteRecords, 'each', removed(1000)],
    ['below nothing', p.deleteRecords, 2, removed(-2)],
    ['of an unknown topic', p.deleteRecords, 2, removed(0, 'nope')],
    ['then fetched from there', p.fetch, 12, fetched({}, { fetchOffset: 1 })],
    ['then the start', p.listOffsets, 10, at(-2)],
    ['all', p.deleteRecords, 2, removed(-1)],
  ],
];
