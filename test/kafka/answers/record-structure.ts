/** Batches whose header is right and whose records are not, plain and under every codec; and compressed bytes that are damaged. */
import * as p from '../../../src/protocol/apis/index.ts';
import { type Codec, codecs } from '../../../src/protocol/records/compression.ts';
import { made, sent } from './batches.ts';
import { type Envelope, enveloped, NOW, recordsOf, type TestRecord } from './record-bytes.ts';
import type { Row, Subject } from './subject.ts';

/** ListOffsets: of the record with the largest timestamp (KIP-734). */
const LATEST_TIMESTAMP = -3;

const three: readonly TestRecord[] = [{}, {}, {}];
/** The second of three records. */
const second = (record: TestRecord): readonly TestRecord[] => [{}, record, {}];
const cutBy = (count: number) => (bytes: Buffer) => bytes.subarray(0, bytes.length - count);
const tooLong = (count: number) => Buffer.concat([Buffer.alloc(count, 0x80), Buffer.of(1)]);

const structures: readonly [title: string, records: Buffer, envelope?: Envelope][] = [
  ['as it should be', recordsOf(three)],
  [
    'with headers',
    recordsOf(
      second({
        headers: [
          [1, 'h', -1, ''],
          [2, 'hh', 3, 'abc'],
        ],
      }),
    ),
  ],
  ['fewer counted than there are', recordsOf(three), { count: 2 }],
  ['more counted than there are', recordsOf(three), { count: 4 }],
  ['a byte too many', Buffer.concat([recordsOf(three), Buffer.of(0)])],
  ['a byte too few', recordsOf(three).subarray(0, -1)],
  ['half a record', recordsOf(three).subarray(0, -100)],
  ['no bytes at all', Buffer.alloc(0)],
  ['a length too small', recordsOf(second({ length: 50 }))],
  ['a length too large', recordsOf(second({ length: 500 }))],
  ['a length beyond everything', recordsOf(second({ length: 1_000_000 }))],
  ['a length of zero', recordsOf(second({ length: 0 }))],
  ['a length below zero', recordsOf(second({ length: -1 }))],
  ['attributes', recordsOf(second({ attributes: 0x7f }))],
  ['a gap in the offsets', recordsOf(second({ offsetDelta: 5 }))],
  ['the same offset twice', recordsOf(second({ offsetDelta: 0 }))],
  ['an offset below zero', recordsOf(second({ offsetDelta: -1 }))],
  ['a first offset that is not 0', recordsOf([{ offsetDelta: 1 }, { offsetDelta: 2 }, { offsetDelta: 3 }])],
  ['a time before the first', recordsOf(second({ timestampDelta: -1000 }))],
  ['a later time than the header says', recordsOf(second({ timestampDelta: 5000 }))],
  ['an earlier time than the header says', recordsOf(three), { maxTimestamp: NOW + 9999 }],
  ['a time of eleven bytes', recordsOf(second({ timestampDelta: tooLong(10) }))],
  ['a time of ten bytes', recordsOf(second({ timestampDelta: tooLong(9) }))],
  ['a time of five padded bytes', recordsOf(second({ timestampDelta: Buffer.from('8280808000', 'hex') }))],
  ['no key', recordsOf(second({ keyLength: -1, key: '' }))],
  ['a key of a length below -1', recordsOf(second({ keyLength: -5, key: '' }))],
  ['a key too long', recordsOf(second({ keyLength: 1_000_000 }))],
  ['a key of a padded length', recordsOf(second({ keyLength: Buffer.from('8a00', 'hex') }))],
  ['a key of a length of six bytes', recordsOf(second({ keyLength: tooLong(5) }))],
  ['a key of a length of five bytes', recordsOf(second({ keyLength: Buffer.from('8a80808070', 'hex') }))],
  ['no value', recordsOf(second({ valueLength: -1, value: '' }))],
  ['a value of a length below -1', recordsOf(second({ valueLength: -9, value: '' }))],
  ['a value too long', recordsOf(second({ valueLength: 2 ** 31 - 1 }))],
  ['headers below zero', recordsOf(second({ headerCount: -1 }))],
  ['more headers than there are', recordsOf(second({ headerCount: 3 }))],
  ['headers without end', recordsOf(second({ headerCount: 2 ** 31 - 1 }))],
  ['a header without a key', recordsOf(second({ headers: [[-1, '', 1, 'a']] }))],
  ['a header of a value below -1', recordsOf(second({ headers: [[1, 'a', -2, '']] }))],
];

const damages: readonly [title: string, spoil: (bytes: Buffer) => Buffer][] = [
  ['damage: cut off by one byte', cutBy(1)],
  ['damage: cut off by four bytes', cutBy(4)],
  ['damage: cut off by half', bytes => bytes.subarray(0, bytes.length >> 1)],
  ['damage: a byte of it', bytes => bytes.subarray(0, 1)],
  ['damage: nothing of it', () => Buffer.alloc(0)],
  ['damage: something else', bytes => Buffer.alloc(bytes.length, 0x5a)],
  ['damage: zeros', bytes => Buffer.alloc(bytes.length)],
  ['damage: its first byte', bytes => flipped(bytes, 0)],
  ['damage: its fifth byte', bytes => flipped(bytes, 4)],
  ['damage: its sixth byte', bytes => flipped(bytes, 5)],
  ['damage: its seventh byte', bytes => flipped(bytes, 6)],
  ['damage: its middle', bytes => flipped(bytes, bytes.length >> 1)],
  ['damage: its last byte', bytes => flipped(bytes, bytes.length - 1)],
  ['damage: zeros behind it', bytes => Buffer.concat([bytes, Buffer.alloc(8)])],
  ['damage: itself once more', bytes => Buffer.concat([bytes, bytes])],
];

function flipped(bytes: Buffer, at: number): Buffer {
  const spoiled = Buffer.from(bytes);
  spoiled[at]! ^= 0x55;
  return spoiled;
}

/** Kinds of topics. Their records are of long ago, and are to stay. */
const topics: Readonly<Record<string, readonly [string, string][]>> = {
  plain: [],
  compacted: [['cleanup.policy', 'compact']],
  recent: [
    ['message.timestamp.before.max.ms', '60000'],
    ['message.timestamp.after.max.ms', '60000'],
  ],
  stamped: [['message.timestamp.type', 'LogAppendTime']],
  gzipped: [['compression.type', 'gzip']],
  zstandard: [['compression.type', 'zstd']],
};

/** A flag that only brokers set. */
const appendTimes: readonly [title: string, maxTimestamp: number][] = [
  ['log append time', NOW + 2],
  ['log append time, now', Date.now()],
  ['log append time, none', -1],
  ['log append time below none', -5],
];

function rowsOf(codec: Codec, kind: string): Row[] {
  const topic = `${kind}-${codec}`;
  const batch = (title: string, records: Buffer, envelope: Envelope = {}): Row =>
    sent(`${kind}: ${title}`, enveloped(records, { codec, ...envelope }), topic);
  return [
    [`${kind}: a topic`, p.createTopics, 4, made(topic, ['retention.ms', '-1'], ...topics[kind]!)],
    ...structures.map(([title, records, envelope]) => batch(title, records, envelope)),
    ...appendTimes.map(([title, maxTimestamp]) => batch(title, recordsOf(three), { attributes: 8, maxTimestamp })),
    ...damages.flatMap(([title, spoil]) => (codec === 'none' ? [] : [batch(title, recordsOf(three), { spoil })])),
  ];
}

/** As it is stored: byte by byte the same, but for what was compressed anew. */
const stored = (topic: string): Row => [
  `what is in ${topic}`,
  p.fetch,
  12,
  {
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes: 10_000_000,
    topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 10_000_000 }] }],
  },
];

const somethingBehind = (codec: Codec): Row[] => {
  const spoil = (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('more')]);
  return [
    ['behind: a topic', p.createTopics, 4, made(`behind-${codec}`, ['retention.ms', '-1'])],
    sent('something behind it', enveloped(recordsOf(three), { codec, spoil }), `behind-${codec}`),
  ];
};

/** Looked for by time, in a batch that is stored although something is wrong in it. */
const lookedFor = (codec: Codec): Row[] =>
  [
    ['length', second({ length: 50 })] as const,
    ['gap', second({ offsetDelta: 5 })] as const,
    ['overlap', second({ offsetDelta: -1 })] as const,
  ].flatMap(([wrong, records]): Row[] => {
    const topic = `${wrong}-${codec}`;
    return [
      [`${wrong}: a topic`, p.createTopics, 4, made(topic, ['retention.ms', '-1'])],
      sent(`${wrong}: sent`, enveloped(recordsOf(records), { codec }), topic),
      ...[NOW, NOW + 1, NOW + 2, LATEST_TIMESTAMP].map(
        (timestamp): Row => [
          `${wrong}: looked for by time ${timestamp}`,
          p.listOffsets,
          7,
          {
            replicaId: -1,
            isolationLevel: 0,
            topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp }] }],
          },
        ],
      ),
    ];
  });

export const recordStructure = codecs.map(
  (codec): Subject => [
    `records, ${codec}`,
    [
      ...Object.keys(topics).flatMap(kind => rowsOf(codec, kind)),
      ...(codec === 'none' ? [] : somethingBehind(codec)),
      ...lookedFor(codec),
      ...['plain', 'compacted', 'recent'].map(kind => stored(`${kind}-${codec}`)),
    ],
  ],
);
