/** Every version of every API that the broker serves is answered in the form of that version. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../src/broker/apis/index.ts';
import type { RunningBroker } from '../../../src/broker/index.ts';
import type { AnyApi } from '../../../src/protocol/api.ts';
import { ZERO_UUID } from '../../../src/protocol/schema.ts';
import { parseSpan } from '../../../src/protocol/span.ts';
import { startTestBroker } from '../../support/broker.ts';
import { everyAcl } from '../../support/every-acl.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;

beforeAll(async () => {
  broker = await startTestBroker({ topics: { known: 2 } });
  wire = await Wire.connect(broker.bootstrap);
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

type Body = Record<string, unknown>;
const group = { groupId: 'g' };
const member = { ...group, generationId: 1, memberId: 'm' };
const producer = { transactionalId: 't', producerId: 1, producerEpoch: 0 };
const partitionOf = (index: string) => [{ [index]: 0 }, { [index]: 7 }];

/** A request that asks for something that is there and something that is not, in the version given. */
const bodies: Record<string, (version: number) => Body> = {
  Produce: version => ({
    acks: 1,
    timeoutMs: 1000,
    topicData: [
      {
        ...(version < 13 ? { name: 'known' } : { topicId: ZERO_UUID }),
        partitionData: [0, 7].map(index => ({ index, records: batchOf(['v']) })),
      },
    ],
  }),
  Fetch: version => ({
    maxWaitMs: 0,
    minBytes: 1,
    topics: [
      {
        ...(version < 13 ? { topic: 'known' } : { topicId: ZERO_UUID }),
        partitions: [0, 7].map(partition => ({ partition, fetchOffset: 0, partitionMaxBytes: 1000 })),
      },
    ],
  }),
  ListOffsets: () => ({
    replicaId: -1,
    isolationLevel: 0,
    topics: [{ name: 'known', partitions: [0, 7].map(partitionIndex => ({ partitionIndex, timestamp: -1 })) }],
  }),
  Metadata: () => ({ topics: [{ name: 'known' }, { name: 'unknown' }], allowAutoTopicCreation: true }),
  OffsetCommit: () => ({
    ...group,
    topics: [
      {
        name: 'known',
        partitions: [0, 7].map(partitionIndex => ({ partitionIndex, committedOffset: 1, committedMetadata: '' })),
      },
    ],
  }),
  OffsetFetch: version =>
    version < 8
      ? { ...group, topics: [{ name: 'known', partitionIndexes: [0, 7] }] }
      : { groups: [{ ...group, topics: [{ name: 'known', partitionIndexes: [0, 7] }] }] },
  FindCoordinator: version => (version < 4 ? { key: 'g' } : { coordinatorKeys: ['g', 'h'] }),
  JoinGroup: version => ({
    ...group,
    groupId: `new-${version}`,
    sessionTimeoutMs: 10_000,
    memberId: '',
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.alloc(4) }],
  }),
  Heartbeat: () => member,
  LeaveGroup: version => (version < 3 ? { ...group, memberId: 'm' } : { ...group, members: [{ memberId: 'm' }] }),
  SyncGroup: () => ({ ...member, assignments: [] }),
  DescribeGroups: () => ({ groups: ['g', 'nobody'] }),
  ListGroups: () => ({}),
  ApiVersions: () => ({ clientSoftwareName: 'wire', clientSoftwareVersion: '1.0' }),
  CreateTopics: version => ({
    topics: [
      { name: `created-${version}`, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] },
      { name: 'known', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] },
    ],
    timeoutMs: 1000,
  }),
  DeleteTopics: version =>
    version < 6
      ? { topicNames: [`created-${version}`, 'unknown'], timeoutMs: 1000 }
      : { topics: [{ name: 'unknown', topicId: ZERO_UUID }], timeoutMs: 1000 },
  DeleteRecords: () => ({
    topics: [{ name: 'known', partitions: [0, 7].map(partitionIndex => ({ partitionIndex, offset: 0 })) }],
    timeoutMs: 1000,
  }),
  InitProducerId: () => ({ transactionalId: null, transactionTimeoutMs: 1000 }),
  OffsetForLeaderEpoch: () => ({
    topics: [{ topic: 'known', partitions: [0, 7].map(partition => ({ partition, leaderEpoch: 0 })) }],
  }),
  DescribeConfigs: () => ({
    resources: ['known', 'unknown'].map(resourceName => ({ resourceType: 2, resourceName, configurationKeys: null })),
    includeSynonyms: true,
  }),
  AlterConfigs: () => ({ resources: [{ resourceType: 2, resourceName: 'known', configs: [] }], validateOnly: true }),
  DescribeLogDirs: () => ({ topics: null }),
  CreatePartitions: () => ({
    topics: [{ name: 'known', count: 1, assignments: null }],
    timeoutMs: 1000,
    validateOnly: true,
  }),
  DeleteGroups: () => ({ groupsNames: ['nobody'] }),
  IncrementalAlterConfigs: () => ({
    resources: [{ resourceType: 2, resourceName: 'known', configs: [] }],
    validateOnly: true,
  }),
  OffsetDelete: () => ({ ...group, topics: [{ name: 'known', partitions: partitionOf('partitionIndex') }] }),
  DescribeCluster: () => ({ includeClusterAuthorizedOperations: true }),
  DescribeTopicPartitions: () => ({ topics: [{ name: 'known' }, { name: 'unknown' }], responsePartitionLimit: 10 }),
  ElectLeaders: () => ({ electionType: 0, topicPartitions: [{ topic: 'known', partitions: [0, 7] }], timeoutMs: 1000 }),
  AlterPartitionReassignments: () => ({
    topics: [{ name: 'known', partitions: [{ partitionIndex: 0, replicas: [1] }] }],
    timeoutMs: 1000,
  }),
  ListPartitionReassignments: () => ({ topics: null, timeoutMs: 1000 }),
  DescribeQuorum: () => ({ topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }] }),
  UpdateFeatures: () => ({ featureUpdates: [{ feature: 'metadata.version', maxVersionLevel: 27 }], timeoutMs: 1000 }),
  UnregisterBroker: () => ({ brokerId: 77 }),
  ListConfigResources: () => ({ resourceTypes: [] }),
  // On a connection that needs no authentication.
  SaslHandshake: () => ({ mechanism: 'PLAIN' }),
  SaslAuthenticate: () => ({ authBytes: Buffer.from('\0alice\0secret') }),
  AddPartitionsToTxn: version =>
    version < 4
      ? {
          v3AndBelowTransactionalId: 't',
          v3AndBelowProducerId: 1,
          v3AndBelowProducerEpoch: 0,
          v3AndBelowTopics: [{ name: 'known', partitions: [0, 7] }],
        }
      : { transactions: [{ ...producer, topics: [{ name: 'known', partitions: [0, 7] }] }] },
  AddOffsetsToTxn: () => ({ ...producer, ...group }),
  EndTxn: () => ({ ...producer, committed: true }),
  WriteTxnMarkers: () => ({
    markers: [
      {
        producerId: 1,
        producerEpoch: 0,
        transactionResult: false,
        topics: [{ name: 'known', partitionIndexes: [0, 7] }],
        coordinatorEpoch: 0,
      },
    ],
  }),
  TxnOffsetCommit: () => ({
    ...producer,
    ...group,
    topics: [
      {
        name: 'known',
        partitions: [0, 7].map(partitionIndex => ({ partitionIndex, committedOffset: 1, committedMetadata: '' })),
      },
    ],
  }),
  DescribeAcls: () => everyAcl,
  CreateAcls: () => ({
    creations: [
      { resourceType: 2, resourceName: 'known', principal: 'User:alice', host: '*', operation: 3, permissionType: 3 },
    ],
  }),
  DeleteAcls: () => ({ filters: [everyAcl] }),
  DescribeClientQuotas: () => ({ components: [{ entityType: 'user', matchType: 2, match: null }], strict: false }),
  AlterClientQuotas: () => ({
    entries: [
      {
        entity: [{ entityType: 'user', entityName: 'alice' }],
        ops: [{ key: 'producer_byte_rate', value: 1e9, remove: false }],
      },
    ],
    validateOnly: true,
  }),
  DescribeUserScramCredentials: () => ({ users: [{ name: 'nobody' }] }),
  AlterUserScramCredentials: () => ({ deletions: [{ name: 'nobody', mechanism: 1 }], upsertions: [] }),
  DescribeProducers: () => ({ topics: [{ name: 'known', partitionIndexes: [0, 7] }] }),
  DescribeTransactions: () => ({ transactionalIds: ['t'] }),
  ListTransactions: () => ({ stateFilters: [], producerIdFilters: [] }),
  ConsumerGroupHeartbeat: version => ({
    groupId: `consuming-${version}`,
    memberId: 'member',
    memberEpoch: 0,
    rebalanceTimeoutMs: 10_000,
    subscribedTopicNames: ['known', 'unknown'],
    topicPartitions: [],
  }),
  ConsumerGroupDescribe: () => ({ groupIds: ['consuming-0', 'nobody'], includeAuthorizedOperations: true }),
  AlterReplicaLogDirs: () => ({ dirs: [{ path: '/nowhere', topics: [{ name: 'known', partitions: [0] }] }] }),
};

/** Fields that the version does not have would be an error of the test. */
const without = (api: AnyApi, version: number, body: Body): Body =>
  Object.fromEntries(
    Object.entries(body).filter(([name]) => {
      const field = api.request.fields[name];
      const { min, max } = parseSpan(field.versions);
      return (version >= min && version <= max) || field.options.ignorable === true;
    }),
  );

describe.each(rows.map(row => [row.api.name, row] as const))('%s', (name, { api, serves }) => {
  const { min, max } = parseSpan(serves);
  const versions = Array.from({ length: max - min + 1 }, (_, i) => min + i);

  it.each(versions)('answers v%i', async version => {
    const body = bodies[name];
    if (body === undefined) throw new Error(`write a request of ${name} into \`bodies\``);
    const answer = await wire.send(api, version, without(api, version, body(version)) as never);
    expect(Object.keys(answer as Body).length).toBeGreaterThan(0);
  });
});
