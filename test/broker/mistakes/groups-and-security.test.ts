/** What is said of groups, transactions, security and administration, and what is not worth a word. */
import { describe, expect, it } from 'vitest';
import { authenticationComplaint } from '../../../src/broker/mistakes/security-rules.ts';
import {
  batch,
  type Case,
  code,
  complaints,
  expectOne,
  facts,
  metadataAnswer,
  produceAnswer,
  produceRequest,
} from './judge.ts';

describe('a complaint', () => {
  it.each<Case>([
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
  ])('about $of', expectOne);

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
    ['of a heartbeat after leaving', 'Heartbeat', { groupId: 'g' }, { errorCode: code('UNKNOWN_MEMBER_ID') }],
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
