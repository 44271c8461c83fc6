import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { describeCluster } from '../../../src/protocol/apis/60-describe-cluster.ts';
import { describeTopicPartitions } from '../../../src/protocol/apis/75-describe-topic-partitions.ts';
import { ZERO_UUID } from '../../../src/protocol/schema.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { nameOf, unique } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;

beforeAll(async () => {
  broker = await startTestBroker({ nodeId: 3, topics: { orders: 2, billing: 1 }, config: { 'broker.rack': 'r1' } });
  wire = await Wire.connect(broker.bootstrap);
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

type Asked = { name?: string | null; topicId?: string }[] | null;
const ask = (
  topics: Asked,
  version = 12,
  over: { allowAutoTopicCreation?: boolean } = { allowAutoTopicCreation: false },
) => wire.send(metadata, version, { topics: topics as never, ...(version < 4 ? {} : over) });
const told = (topics: { name: string | null; errorCode: number }[]) =>
  topics.map(({ name, errorCode }) => [name, nameOf(errorCode)]);

describe('Metadata', () => {
  it('names the one broker, which is the controller', async () => {
    const { brokers, controllerId, clusterId } = await ask([]);
    expect(brokers).toEqual([{ nodeId: 3, host: '127.0.0.1', port: broker.port, rack: 'r1' }]);
    expect(controllerId).toBe(3);
    expect(clusterId).toMatch(/^[\w-]{22}$/);
  });

  it('tells the leader and the replicas of each partition', async () => {
    const { topics } = await ask([{ name: 'orders' }]);
    expect(topics[0]!.partitions).toEqual(
      [0, 1].map(partitionIndex => ({
        errorCode: 0,
        partitionIndex,
        leaderId: 3,
        leaderEpoch: 0,
        replicaNodes: [3],
        isrNodes: [3],
        offlineReplicas: [],
      })),
    );
  });

  it.each([
    ['null, from version 1 on', 1, null, ['billing', 'orders']],
    ['an empty list in version 0', 0, [], ['billing', 'orders']],
  ])('tells all topics for %s', async (_, version, asked, names) => {
    const { topics } = await ask(asked as Asked, version);
    expect(topics.map(({ name }) => name).sort()).toEqual(names);
  });

  it('tells no topic for an empty list from version 1 on', async () => {
    expect((await ask([], 1)).topics).toEqual([]);
  });

  it('tells a topic by its id from version 12 on', async () => {
    const topicId = (await ask([{ name: 'orders' }])).topics[0]!.topicId;
    const { topics } = await ask([{ topicId, name: null }]);
    expect(topics).toMatchObject([{ name: 'orders', topicId, errorCode: 0 }]);
  });

  it('does not know an id that no topic has', async () => {
    const topicId = 'abcdefghijklmnopqrstuA';
    const { topics } = await ask([{ topicId, name: null }]);
    expect(topics).toMatchObject([{ name: null, topicId }]);
    expect(told(topics)).toEqual([[null, 'UNKNOWN_TOPIC_ID']]);
  });

  it('refuses ids in versions 10 and 11, which carry them in vain', async () => {
    const { topics } = await ask([{ topicId: 'abcdefghijklmnopqrstuA', name: 'orders' }], 10);
    expect(told(topics)).toEqual([['orders', 'INVALID_REQUEST']]);
  });

  it('says what a client may do, when asked: everything', async () => {
    const { topics, clusterAuthorizedOperations } = await wire.send(metadata, 9, {
      topics: [{ name: 'orders' }],
      includeTopicAuthorizedOperations: true,
      includeClusterAuthorizedOperations: true,
    });
    expect(topics[0]!.topicAuthorizedOperations).toBe(0b110111111000);
    expect(clusterAuthorizedOperations).toBe(0b1111110100000);
    const unasked = await ask([{ name: 'orders' }], 9);
    expect(unasked.topics[0]!.topicAuthorizedOperations).toBe(-(2 ** 31));
  });
});

describe('a topic that does not exist', () => {
  it('is unknown, and is not created, when the client does not allow it', async () => {
    const name = unique('missing');
    for (let i = 0; i < 2; i++)
      expect(told((await ask([{ name }])).topics)).toEqual([[name, 'UNKNOWN_TOPIC_OR_PARTITION']]);
  });

  it('is unknown in the first answer and created for the next', async () => {
    const name = unique('created');
    const allow = { allowAutoTopicCreation: true };
    expect(told((await ask([{ name }], 12, allow)).topics)).toEqual([[name, 'UNKNOWN_TOPIC_OR_PARTITION']]);
    const { topics } = await ask([{ name }], 12, allow);
    expect(topics).toMatchObject([{ name, errorCode: 0 }]);
    expect(topics[0]!.partitions).toHaveLength(4); // num.partitions
  });

  it('is never created under a name that cannot be', async () => {
    const { topics } = await ask([{ name: 'a b' }, { name: '..' }], 12, { allowAutoTopicCreation: true });
    expect(told(topics)).toEqual([
      ['a b', 'INVALID_TOPIC_EXCEPTION'],
      ['..', 'INVALID_TOPIC_EXCEPTION'],
    ]);
  });

  it('is never created with auto.create.topics.enable=false', async () => {
    const strict = await startTestBroker({ config: { 'auto.create.topics.enable': 'false' } });
    const other = await Wire.connect(strict.bootstrap);
    for (let i = 0; i < 2; i++) {
      const { topics } = await other.send(metadata, 1, { topics: [{ name: 'nope' }] });
      expect(told(topics)).toEqual([['nope', 'UNKNOWN_TOPIC_OR_PARTITION']]);
    }
    other.close();
    await strict.stop();
  });
});

describe('DescribeCluster', () => {
  it('names the broker', async () => {
    const answer = await wire.send(describeCluster, 2, {
      includeClusterAuthorizedOperations: false,
      includeFencedBrokers: false,
    });
    expect(answer.brokers).toEqual([
      { brokerId: 3, host: '127.0.0.1', port: broker.port, rack: 'r1', isFenced: false },
    ]);
  });

  it.each([
    [2, 'MISMATCHED_ENDPOINT_TYPE'],
    [7, 'UNSUPPORTED_ENDPOINT_TYPE'],
  ])('refuses endpoint type %i', async (endpointType, error) => {
    const answer = await wire.send(describeCluster, 1, { includeClusterAuthorizedOperations: false, endpointType });
    expect(nameOf(answer.errorCode)).toBe(error);
  });
});

describe('DescribeTopicPartitions', () => {
  const page = (
    responsePartitionLimit: number,
    cursor: { topicName: string; partitionIndex: number } | null,
    names: string[],
  ) => wire.send(describeTopicPartitions, 0, { topics: names.map(name => ({ name })), responsePartitionLimit, cursor });

  it('goes through topics by name, a page of partitions after the other', async () => {
    const seen: string[] = [];
    let cursor: { topicName: string; partitionIndex: number } | null = null;
    do {
      const { topics, nextCursor }: Awaited<ReturnType<typeof page>> = await page(1, cursor, ['orders', 'billing']);
      for (const { name, partitions } of topics) seen.push(...partitions.map(each => `${name}-${each.partitionIndex}`));
      cursor = nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['billing-0', 'orders-0', 'orders-1']);
  });

  it('refuses a cursor outside of what is asked for', async () => {
    const { topics } = await page(1, { topicName: 'other', partitionIndex: 0 }, ['orders']);
    expect(told(topics)).toEqual([['orders', 'INVALID_REQUEST']]);
  });

  it('does not know topics that do not exist', async () => {
    const { topics } = await page(10, null, ['nope']);
    expect(topics).toMatchObject([{ topicId: ZERO_UUID, partitions: [] }]);
    expect(told(topics)).toEqual([['nope', 'UNKNOWN_TOPIC_OR_PARTITION']]);
  });
});
