/** What is said of each error, from the request and the answer alone. */
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/broker/mistakes/mistake.ts';
import { complaintsOf } from '../../../src/broker/mistakes/rules.ts';
import { authenticationComplaint } from '../../../src/broker/mistakes/security-rules.ts';
import type { Peer } from '../../../src/broker/network/connection.ts';
import type { AnyApi } from '../../../src/protocol/api.ts';
import { apis } from '../../../src/protocol/apis/index.ts';
import { type ErrorName, errors } from '../../../src/protocol/errors.ts';
import { batchOf } from '../apis/ask.ts';

const facts: Facts = {
  bootstrap: 'localhost:9092',
  topics: () => ['orders', 'billing'],
  partitionsOf: topic => ({ orders: 6, billing: 1 })[topic],
  topicName: id => (id === 'b3JkZXJzb3JkZXJzb3JkZQ' ? 'orders' : undefined),
  topicConfig: (_, key) =>
    ({
      'max.message.bytes': '1048588',
      'segment.bytes': '2000',
      'cleanup.policy': 'compact',
      'min.insync.replicas': '2',
      'message.timestamp.after.max.ms': '3600000',
      'message.timestamp.before.max.ms': '86400000',
    })[key],
  setting: key =>
    ({
      'auto.create.topics.enable': 'false',
      'group.min.session.timeout.ms': '6000',
      'group.max.session.timeout.ms': '1800000',
      'group.max.size': '2',
      'offset.metadata.max.bytes': '4096',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'transaction.max.timeout.ms': '900000',
    })[key],
  offsetsOf: topic => (topic === 'orders' ? { first: 1000, end: 2000 } : undefined),
};

const peer: Peer = {
  id: 1,
  host: '/127.0.0.1',
  principal: { type: 'User', name: 'alice' },
} as unknown as Peer;

const apiOf = (name: string): AnyApi => apis.find(each => each.name === name)!;

function complaints(
  name: string,
  request: object,
  response: object,
  over: { facts?: Partial<Facts>; peer?: object } = {},
) {
  const api = apiOf(name);
  const exchange = {
    api,
    version: api.versions.max,
    correlationId: 1,
    clientId: 'app',
    peer: { ...peer, ...over.peer } as Peer,
    request,
    requestBytes: 100,
  };
  return complaintsOf(exchange, response, { ...facts, ...over.facts });
}

const code = (error: ErrorName): number => errors[error].code;

const produceRequest = (records: Buffer, name = 'orders') => ({
  acks: -1,
  topicData: [{ name, topicId: '', partitionData: [{ index: 0, records }] }],
});
const produceAnswer = (error: ErrorName, errorMessage: string | null = null, name = 'orders') => ({
  responses: [{ name, partitionResponses: [{ index: 0, errorCode: code(error), errorMessage }] }],
});
const metadataAnswer = (error: ErrorName, name: string) => ({ topics: [{ errorCode: code(error), name }] });
const batch = batchOf(['a', 'b']);
const withCodec = (codec: number) => {
  const records = Buffer.from(batch);
  records[22] = codec;
  return records;
};

describe('a complaint', () => {
  it.each<{
    of: string;
    api: string;
    request?: object;
    answer: object;
    kind: string;
    says: RegExp[];
    facts?: Partial<Facts>;
  }>([
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
      kind: 'refused',
      says: [/Produce/],
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
    {
      of: 'a session time-out',
      api: 'JoinGroup',
      request: { groupId: 'g', sessionTimeoutMs: 100 },
      answer: { errorCode: code('INVALID_SESSION_TIMEOUT') },
      kind: 'session-timeout',
      says: [/session\.timeout\.ms=100/, /6000 to 1800000/],
    },
    {
      of: 'assignors that nobody else has',
      api: 'JoinGroup',
      request: { groupId: 'g', protocolType: 'consumer', protocols: [{ name: 'range' }, { name: 'sticky' }] },
      answer: { errorCode: code('INCONSISTENT_GROUP_PROTOCOL') },
      kind: 'group-protocol',
      says: [/consumer protocols range, sticky/, /partition\.assignment\.strategy/],
    },
    {
      of: 'a group without a name',
      api: 'JoinGroup',
      request: { groupId: '' },
      answer: { errorCode: code('INVALID_GROUP_ID') },
      kind: 'group-id',
      says: [/group\.id/],
    },
    {
      of: 'a commit that comes too late',
      api: 'OffsetCommit',
      request: { groupId: 'g' },
      answer: {
        topics: [{ name: 'orders', partitions: [{ partitionIndex: 3, errorCode: code('ILLEGAL_GENERATION') }] }],
      },
      kind: 'group-member-lost',
      says: [/commits offsets for group g/, /max\.poll\.interval\.ms/],
    },
    {
      of: 'two members with one instance id',
      api: 'Heartbeat',
      request: { groupId: 'g', groupInstanceId: 'one' },
      answer: { errorCode: code('FENCED_INSTANCE_ID') },
      kind: 'group-instance',
      says: [/group\.instance\.id one/],
    },
    {
      of: 'a full group',
      api: 'JoinGroup',
      request: { groupId: 'g' },
      answer: { errorCode: code('GROUP_MAX_SIZE_REACHED') },
      kind: 'group-full',
      says: [/group\.max\.size is 2/],
    },
    {
      of: 'an assignor that the broker does not have',
      api: 'ConsumerGroupHeartbeat',
      request: { groupId: 'g', serverAssignor: 'sticky' },
      answer: { errorCode: code('UNSUPPORTED_ASSIGNOR') },
      kind: 'group-protocol',
      says: [/assignor sticky/, /uniform or range/],
    },
    {
      of: 'a pattern that cannot be read',
      api: 'ConsumerGroupHeartbeat',
      request: { groupId: 'g', subscribedTopicRegex: '(?=x' },
      answer: { errorCode: code('INVALID_REGULAR_EXPRESSION') },
      kind: 'group-protocol',
      says: [/\(\?=x/],
    },
    {
      of: 'a missing ACL',
      api: 'Produce',
      request: produceRequest(batch),
      answer: produceAnswer('TOPIC_AUTHORIZATION_FAILED'),
      kind: 'authorization',
      says: [
        /is User:alice and may not write topic orders/,
        /kafka-acls\.sh .*--allow-principal User:alice --operation Write --topic orders/,
      ],
    },
    {
      of: 'a missing ACL for a group',
      api: 'JoinGroup',
      request: { groupId: 'billing' },
      answer: { errorCode: code('GROUP_AUTHORIZATION_FAILED') },
      kind: 'authorization',
      says: [/may not read group billing/, /--group billing/],
    },
    {
      of: 'a missing ACL for the cluster',
      api: 'DescribeAcls',
      answer: { errorCode: code('CLUSTER_AUTHORIZATION_FAILED') },
      kind: 'authorization',
      says: [/may not describe the cluster/, /--cluster/],
    },
    {
      of: 'a producer whose place was taken',
      api: 'EndTxn',
      request: { transactionalId: 'billing-1' },
      answer: { errorCode: code('PRODUCER_FENCED') },
      kind: 'producer-fenced',
      says: [/billing-1/, /one producer per transactional\.id/],
    },
    {
      of: 'a gap in the sequence',
      api: 'Produce',
      request: produceRequest(batch),
      answer: produceAnswer('OUT_OF_ORDER_SEQUENCE_NUMBER'),
      kind: 'producer-sequence',
      says: [/orders-0 out of its sequence/],
    },
    {
      of: 'a transaction time-out',
      api: 'InitProducerId',
      request: { transactionalId: 'billing-1', transactionTimeoutMs: 3_600_000 },
      answer: { errorCode: code('INVALID_TRANSACTION_TIMEOUT') },
      kind: 'transaction',
      says: [/transaction\.timeout\.ms=3600000; at most 900000/],
    },
    {
      of: 'three replicas on one broker',
      api: 'CreateTopics',
      request: { topics: [{ name: 'new', replicationFactor: 3 }] },
      answer: { topics: [{ name: 'new', errorCode: code('INVALID_REPLICATION_FACTOR') }] },
      kind: 'replication-factor',
      says: [/replication factor 3/, /−1/],
    },
    {
      of: 'a configuration',
      api: 'IncrementalAlterConfigs',
      answer: {
        responses: [
          {
            resourceName: 'orders',
            errorCode: code('INVALID_CONFIG'),
            errorMessage: 'Unknown topic config name: retention.mss',
          },
        ],
      },
      kind: 'refused',
      says: [/IncrementalAlterConfigs for orders: Unknown topic config name: retention\.mss/],
    },
    {
      of: 'ACLs without an authorizer',
      api: 'DescribeAcls',
      answer: { errorCode: code('SECURITY_DISABLED') },
      kind: 'refused',
      says: [/authorizer\.class\.name/],
    },
  ])('about $of', ({ api, request = {}, answer, kind, says, facts: known = {} }) => {
    const [judged, ...more] = complaints(api, request, answer, { facts: known });
    expect(more).toEqual([]);
    const { complaint } = judged!;
    expect(complaint.kind).toBe(kind);
    for (const words of says) expect(`${complaint.what}: ${complaint.advice}`).toMatch(words);
  });

  it('says whom nobody knows that they did not authenticate', () => {
    const anonymous = { peer: { principal: { type: 'User', name: 'ANONYMOUS' } } };
    const [judged] = complaints(
      'Produce',
      produceRequest(batch),
      produceAnswer('TOPIC_AUTHORIZATION_FAILED'),
      anonymous,
    );
    expect(judged!.complaint.advice).toMatch(/did not say who it is/);
  });

  it('holds nothing that moves the cursor of a terminal', () => {
    const [judged] = complaints('Metadata', {}, metadataAnswer('UNKNOWN_TOPIC_OR_PARTITION', 'a\u001b[2J\nb'));
    expect(judged!.complaint.what).not.toMatch(/\p{Cc}/u);
    expect(judged!.complaint.advice).not.toMatch(/\p{Cc}/u);
  });
});

describe('no complaint is made', () => {
  it.each<[string, string, object, object]>([
    [
      'of a topic that the request itself has created',
      'Metadata',
      {},
      metadataAnswer('UNKNOWN_TOPIC_OR_PARTITION', 'orders'),
    ],
    ['of how clients agree on versions', 'ApiVersions', {}, { errorCode: code('UNSUPPORTED_VERSION') }],
    ['of a rebalance', 'Heartbeat', { groupId: 'g' }, { errorCode: code('REBALANCE_IN_PROGRESS') }],
    ['of how a member gets its id', 'JoinGroup', { groupId: 'g' }, { errorCode: code('MEMBER_ID_REQUIRED') }],
    [
      'of looking for a group that is not there',
      'DescribeGroups',
      {},
      { groups: [{ errorCode: code('GROUP_ID_NOT_FOUND'), groupId: 'g' }] },
    ],
    ['of leaving twice', 'LeaveGroup', { groupId: 'g' }, { errorCode: code('UNKNOWN_MEMBER_ID') }],
    [
      'of a topic that is there already',
      'CreateTopics',
      {},
      { topics: [{ name: 'orders', errorCode: code('TOPIC_ALREADY_EXISTS') }] },
    ],
  ])('%s', (_, api, request, answer) => {
    expect(complaints(api, request, answer)).toEqual([]);
  });
});

it('large answers with thousands of errors are looked at no longer than it takes to find some', () => {
  const topics = Array.from({ length: 100_000 }, (_, i) => ({ name: `t${i}`, errorCode: 3, partitions: [] }));
  expect(complaints('Metadata', {}, { topics }).length).toBeLessThanOrEqual(20);
});

describe('a failed authentication', () => {
  it.each([
    ['Authentication failed: Invalid username or password', [/Invalid username or password/, /sasl\.jaas\.config/]],
    ['Unsupported SASL mechanism GSSAPI', [/GSSAPI, which is not enabled/, /is SCRAM-SHA-512: set sasl\.mechanism/]],
    [
      'Unexpected Kafka request of type METADATA during SASL handshake.',
      [/sends METADATA where authentication is due/, /security\.protocol/],
    ],
  ])('%s', (reason, says) => {
    const { what, advice } = authenticationComplaint(reason, facts);
    for (const words of says) expect(`${what}: ${advice}`).toMatch(words);
  });
});
