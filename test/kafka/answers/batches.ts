/** Batches that are whole and wrong: each field of the header with another value, the checksum mended; and topics that are choosy. */
import * as p from '../../../src/protocol/apis/index.ts';
import { updateCrc } from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { batchOf } from '../../broker/apis/ask.ts';
import type { Row, Subject } from './subject.ts';

const NOW = 1_700_000_000_000;
/** Where the checksum stands; it covers what is behind it. */
const CRC = 17;
const to = (name: string, records: Buffer, over: object = {}) => ({
  acks: -1,
  timeoutMs: 5000,
  topicData: [{ name, partitionData: [{ index: 0, records }] }],
  ...over,
});
export const made = (name: string, ...configs: [string, string][]) => ({
  topics: [
    {
      name,
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: configs.map(([key, value]) => ({ name: key, value })),
    },
  ],
  timeoutMs: 5000,
});
/** Three records; `write` changes what it likes, and the checksum is right again. */
function spoiled(write: (bytes: Buffer) => void, options: Parameters<typeof batchOf>[1] = {}): Buffer {
  const bytes = batchOf(
    ['a', 'b', 'c'].map(letter => letter.repeat(300)),
    { firstTimestampMs: NOW, ...options },
  );
  const before = bytes.toString('hex', 0, CRC);
  write(bytes);
  if (bytes.toString('hex', 0, CRC) === before) updateCrc(bytes);
  return bytes;
}
const FIRST = { firstTimestampMs: NOW };
const withoutKey = () => {
  const builder = new BatchBuilder();
  builder.append({ key: null, value: Buffer.from('x'), timestampMs: NOW });
  return builder.build();
};
export const sent = (title: string, records: Buffer, name = 'choosy'): Row => [title, p.produce, 9, to(name, records)];
const at = (timestampMs: number) => batchOf(['a'], { firstTimestampMs: timestampMs });

const fields: [string, (bytes: Buffer) => void][] = [
  ['a base offset', bytes => bytes.writeBigInt64BE(77n, 0)],
  ['a leader epoch', bytes => bytes.writeInt32BE(5, 12)],
  ['a length too small', bytes => bytes.writeInt32BE(10, 8)],
  ['a length too large', bytes => bytes.writeInt32BE(5000, 8)],
  ['a length below zero', bytes => bytes.writeInt32BE(-1, 8)],
  ['magic 3', bytes => bytes.writeInt8(3, 16)],
  ['magic -1', bytes => bytes.writeInt8(-1, 16)],
  ['codec 7', bytes => bytes.writeInt16BE(7, 21)],
  ['a transaction of nobody', bytes => bytes.writeInt16BE(0x10, 21)],
  ['control records', bytes => bytes.writeInt16BE(0x20, 21)],
  ['a delete horizon', bytes => bytes.writeInt16BE(0x40, 21)],
  ['an attribute that is none', bytes => bytes.writeInt16BE(0x80, 21)],
  ['a last offset too small', bytes => bytes.writeInt32BE(1, 23)],
  ['a last offset too large', bytes => bytes.writeInt32BE(5, 23)],
  ['a last offset below zero', bytes => bytes.writeInt32BE(-1, 23)],
  ['a largest timestamp too small', bytes => bytes.writeBigInt64BE(BigInt(NOW), 35)],
  ['a largest timestamp too large', bytes => bytes.writeBigInt64BE(BigInt(NOW + 9999), 35)],
  ['no base timestamp', bytes => bytes.writeBigInt64BE(-1n, 27)],
  ['a producer without an epoch', bytes => bytes.writeBigInt64BE(999_001n, 43)],
  ['an epoch without a producer', bytes => bytes.writeInt16BE(0, 51)],
  ['a sequence without a producer', bytes => bytes.writeInt32BE(0, 53)],
  ['a count too small', bytes => bytes.writeInt32BE(2, 57)],
  ['a count too large', bytes => bytes.writeInt32BE(4, 57)],
  ['no records', bytes => bytes.writeInt32BE(0, 57)],
  ['a count below zero', bytes => bytes.writeInt32BE(-1, 57)],
  ['a record of another length', bytes => bytes.writeInt8(2, 61)],
  ['a record of no length', bytes => bytes.writeInt8(1, 61)],
];

export const wrongBatches: Subject = [
  'batches',
  [
    ['a choosy topic', p.createTopics, 4, made('choosy')],
    ['one for compressed batches', p.createTopics, 4, made('compressed')],
    ['one for what only looks right', p.createTopics, 4, made('divided', ['retention.ms', '-1'])],
    ...fields.map(([title, write]) => sent(title, spoiled(write))),
    ...fields.map(([title, write]) =>
      sent(`${title}, compressed`, spoiled(write, { compression: 'gzip' }), 'compressed'),
    ),
    [
      'where it all ends',
      p.listOffsets,
      7,
      {
        replicaId: -1,
        isolationLevel: 0,
        topics: [{ name: 'choosy', partitions: [{ partitionIndex: 0, timestamp: -1 }] }],
      },
    ],
    [
      'what can be read',
      p.fetch,
      12,
      {
        maxWaitMs: 0,
        minBytes: 1,
        maxBytes: 1_000_000,
        topics: [{ topic: 'choosy', partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000 }] }],
      },
    ],

    ['a topic of small batches', p.createTopics, 4, made('small', ['max.message.bytes', '200'])],
    sent('a small one', batchOf(['x'.repeat(50)], { firstTimestampMs: NOW }), 'small'),
    sent('a large one', batchOf(['x'.repeat(500)], { firstTimestampMs: NOW }), 'small'),
    sent(
      'one that is small when compressed',
      batchOf(['x'.repeat(5000)], { firstTimestampMs: NOW, compression: 'gzip' }),
      'small',
    ),

    ['a compacted topic', p.createTopics, 4, made('compact', ['cleanup.policy', 'compact'])],
    sent('without a key', withoutKey(), 'compact'),
    sent('with keys', batchOf(['a', 'b'], { firstTimestampMs: NOW }), 'compact'),
    sent('without a key where it does not matter', withoutKey()),

    [
      'a topic near its time',
      p.createTopics,
      4,
      made('timely', ['message.timestamp.before.max.ms', '60000'], ['message.timestamp.after.max.ms', '60000']),
    ],
    sent('of long ago', at(NOW), 'timely'),
    sent('of far ahead', at(Date.now() + 3_600_000), 'timely'),
    sent('of now', at(Date.now()), 'timely'),

    ['a topic of its own time', p.createTopics, 4, made('stamped', ['message.timestamp.type', 'LogAppendTime'])],
    sent('stamped', at(NOW), 'stamped'),
    sent('stamped, compressed', batchOf(['a', 'b'], { firstTimestampMs: NOW, compression: 'zstd' }), 'stamped'),

    ['a topic that recompresses', p.createTopics, 4, made('recompressed', ['compression.type', 'gzip'])],
    sent('recompressed', batchOf(['a', 'b'], { firstTimestampMs: NOW, compression: 'zstd' }), 'recompressed'),
    [
      'several partitions, one of them wrong',
      p.produce,
      9,
      {
        acks: -1,
        timeoutMs: 5000,
        topicData: [
          {
            name: 'choosy',
            partitionData: [
              { index: 0, records: withoutKey() },
              { index: 7, records: withoutKey() },
            ],
          },
          { name: 'nope', partitionData: [{ index: 0, records: withoutKey() }] },
        ],
      },
    ],
    ['no time at all', p.produce, 9, to('choosy', withoutKey(), { timeoutMs: 0 })],
    sent(
      'a codec that it is not',
      spoiled(bytes => bytes.writeInt16BE(1, 21)),
      'divided',
    ),
    sent(
      'log append time',
      spoiled(bytes => bytes.writeInt16BE(0x08, 21)),
      'divided',
    ),
    [
      'the same partition twice',
      p.produce,
      9,
      {
        acks: -1,
        timeoutMs: 5000,
        topicData: [
          {
            name: 'divided',
            partitionData: ['first', 'last'].map(value => ({ index: 0, records: batchOf([value], FIRST) })),
          },
        ],
      },
    ],
    [
      'the same topic twice',
      p.produce,
      9,
      {
        acks: -1,
        timeoutMs: 5000,
        topicData: ['once', 'again'].map(value => ({
          name: 'divided',
          partitionData: [{ index: 0, records: batchOf([value], FIRST) }],
        })),
      },
    ],
    [
      'what there is of it',
      p.fetch,
      12,
      {
        maxWaitMs: 0,
        minBytes: 1,
        maxBytes: 1_000_000,
        topics: [{ topic: 'divided', partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000 }] }],
      },
    ],
  ],
];
