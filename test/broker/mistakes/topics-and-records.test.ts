/** What is said of topics, records and offsets, from the request and the answer alone. */
import { describe, expect, it } from 'vitest';
import { batchOf } from '../apis/ask.ts';
import {
  batch,
  type Case,
  code,
  complaints,
  expectOne,
  metadataAnswer,
  produceAnswer,
  produceRequest,
  withCodec,
} from './judge.ts';

describe('a complaint', () => {
  it.each<Case>([
    {
      of: 'an unknown topic',
      api: 'Metadata',
      request: { allowAutoTopicCreation: true },
      answer: metadataAnswer('UNKNOWN_TOPIC_OR_PARTITION', 'ordres'),
      kind: 'unknown-topic',
      says: [
        /topic ordres, which does not exist/,
        /auto\.create\.topics\.enable is false/,
        /did you mean orders\?/,
        /mq topic create ordres -b localhost:9092/,
      ],
    },
    {
      of: 'an unknown topic that the client does not want created',
      api: 'Metadata',
      request: { allowAutoTopicCreation: false },
      answer: metadataAnswer('UNKNOWN_TOPIC_OR_PARTITION', 'something'),
      facts: { setting: () => 'true' },
      kind: 'unknown-topic',
      says: [/allow\.auto\.create\.topics/, /^((?!did you mean).)*$/],
    },
    {
      of: 'an unknown partition',
      api: 'Produce',
      request: produceRequest(batch),
      answer: {
        responses: [
          { name: 'orders', partitionResponses: [{ index: 7, errorCode: code('UNKNOWN_TOPIC_OR_PARTITION') }] },
        ],
      },
      kind: 'unknown-partition',
      says: [/partition 7 of topic orders, which has partitions 0 to 5/],
    },
    {
      of: 'a topic deleted under its id',
      api: 'Fetch',
      request: { topics: [] },
      answer: {
        responses: [{ topicId: 'x', partitions: [{ partitionIndex: 0, errorCode: code('UNKNOWN_TOPIC_ID') }] }],
      },
      kind: 'unknown-topic',
      says: [/by an id that no topic has/],
    },
    {
      of: 'a topic name',
      api: 'Metadata',
      request: {},
      answer: metadataAnswer('INVALID_TOPIC_EXCEPTION', 'my topic'),
      kind: 'invalid-topic',
      says: [/"my topic"/, /249 letters/],
    },
    {
      of: 'writing to an internal topic',
      api: 'Produce',
      request: produceRequest(batch, '__consumer_offsets'),
      answer: produceAnswer('INVALID_TOPIC_EXCEPTION', null, '__consumer_offsets'),
      kind: 'invalid-topic',
      says: [/writes to __consumer_offsets/],
    },
    {
      of: 'a batch that is too large',
      api: 'Produce',
      request: produceRequest(batchOf(['x'.repeat(1_100_000)])),
      answer: produceAnswer('MESSAGE_TOO_LARGE'),
      kind: 'record-too-large',
      says: [
        /batch of 1100\d\d\d bytes to orders-0, where max\.message\.bytes is 1048588/,
        /message\.max\.bytes/,
        /max\.request\.size/,
        /fetch\.max\.bytes/,
        /max\.partition\.fetch\.bytes/,
      ],
    },
    {
      of: 'a small batch that holds too much',
      api: 'Produce',
      request: produceRequest(batch),
      answer: produceAnswer('MESSAGE_TOO_LARGE', 'zstd: holds more than 268435456 bytes'),
      kind: 'record-too-large',
      says: [/orders-0/, /too large when it is decompressed: zstd: holds more than 268435456 bytes/, /batch\.size/],
    },
    {
      of: 'a batch larger than a segment',
      api: 'Produce',
      request: produceRequest(batchOf(['x'.repeat(3000)])),
      answer: produceAnswer('RECORD_LIST_TOO_LARGE'),
      kind: 'record-too-large',
      says: [/segment\.bytes is 2000/],
    },
    {
      of: 'timestamps',
      api: 'Produce',
      request: produceRequest(batch),
      answer: produceAnswer('INVALID_TIMESTAMP', 'Timestamp 5 of message with offset 0 is out of range'),
      kind: 'invalid-timestamp',
      says: [/out of range/, /message\.timestamp\.after\.max\.ms/, /3600000 ms ahead/, /86400000 ms back/],
    },
    {
      of: 'a record without a key in a compacted topic',
      api: 'Produce',
      request: produceRequest(batch),
      answer: produceAnswer(
        'INVALID_RECORD',
        'Compacted topic cannot accept message without key in topic partition orders-0.',
      ),
      kind: 'invalid-record',
      says: [/without key/, /give every record a key/],
    },
    {
      of: 'a codec that does not exist',
      api: 'Produce',
      request: produceRequest(withCodec(6)),
      answer: produceAnswer('UNKNOWN_SERVER_ERROR'),
      kind: 'compression',
      says: [/compression codec 6, which does not exist/, /compression\.type/],
    },
    {
      of: 'records that do not decompress',
      api: 'Produce',
      request: produceRequest(withCodec(3)),
      answer: produceAnswer('UNKNOWN_SERVER_ERROR', 'The records do not decompress: lz4: the frame is cut off'),
      kind: 'invalid-record',
      says: [/do not decompress: lz4: the frame is cut off/, /the client library makes batches that Kafka refuses too/],
    },
    {
      of: 'a codec that does not exist, refused as a bad record',
      api: 'Produce',
      request: produceRequest(withCodec(6)),
      answer: produceAnswer('INVALID_RECORD'),
      kind: 'compression',
      says: [/compression codec 6, which does not exist/, /compression\.type/],
    },
    {
      of: 'zstd in an old request',
      api: 'Produce',
      request: produceRequest(withCodec(4)),
      answer: produceAnswer('UNSUPPORTED_COMPRESSION_TYPE'),
      kind: 'compression',
      says: [/zstd needs Produce v7 and Fetch v10/],
    },
    {
      of: 'acks',
      api: 'Produce',
      request: { ...produceRequest(batch), acks: 2 },
      answer: produceAnswer('INVALID_REQUIRED_ACKS'),
      kind: 'acks',
      says: [/acks=2/],
    },
    {
      of: 'too few replicas',
      api: 'Produce',
      request: produceRequest(batch),
      answer: produceAnswer('NOT_ENOUGH_REPLICAS'),
      kind: 'not-enough-replicas',
      says: [/min\.insync\.replicas is 2/, /acks=1/],
    },
    {
      of: 'an offset that is gone',
      api: 'Fetch',
      request: {
        topics: [{ topic: '', topicId: 'b3JkZXJzb3JkZXJzb3JkZQ', partitions: [{ partition: 3, fetchOffset: 7 }] }],
      },
      answer: {
        responses: [
          {
            topicId: 'b3JkZXJzb3JkZXJzb3JkZQ',
            partitions: [{ partitionIndex: 3, errorCode: code('OFFSET_OUT_OF_RANGE') }],
          },
        ],
      },
      kind: 'offset-out-of-range',
      says: [/reads orders-3 from offset 7, which holds 1000 to 2000/, /retention/, /auto\.offset\.reset/],
    },
    {
      of: 'an offset beyond the end',
      api: 'Fetch',
      request: { topics: [{ topic: 'orders', partitions: [{ partition: 3, fetchOffset: 70_000 }] }] },
      answer: {
        responses: [{ topic: 'orders', partitions: [{ partitionIndex: 3, errorCode: code('OFFSET_OUT_OF_RANGE') }] }],
      },
      kind: 'offset-out-of-range',
      says: [/offset 70000/, /created again/],
    },
    {
      of: 'deleting beyond the end',
      api: 'DeleteRecords',
      answer: {
        topics: [{ name: 'orders', partitions: [{ partitionIndex: 3, errorCode: code('OFFSET_OUT_OF_RANGE') }] }],
      },
      kind: 'offset-out-of-range',
      says: [/deletes records of orders-3 beyond its end/, /−1/],
    },
    {
      of: "an offset's metadata",
      api: 'OffsetCommit',
      request: { groupId: 'g' },
      answer: {
        topics: [{ name: 'orders', partitions: [{ partitionIndex: 3, errorCode: code('OFFSET_METADATA_TOO_LARGE') }] }],
      },
      kind: 'offset-metadata',
      says: [/4096 bytes/],
    },
  ])('about $of', expectOne);

  it('holds nothing that moves the cursor of a terminal', () => {
    const [judged] = complaints('Metadata', {}, metadataAnswer('UNKNOWN_TOPIC_OR_PARTITION', 'a\u001b[2J\nb'));
    expect(judged!.complaint.what).not.toMatch(/\p{Cc}/u);
    expect(judged!.complaint.advice).not.toMatch(/\p{Cc}/u);
  });
});
