/** CreateTopics, DeleteTopics and CreatePartitions. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { fetch } from '../../../src/protocol/apis/01-fetch.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { createTopics } from '../../../src/protocol/apis/19-create-topics.ts';
import { deleteTopics } from '../../../src/protocol/apis/20-delete-topics.ts';
import { createPartitions } from '../../../src/protocol/apis/37-create-partitions.ts';
import { ZERO_UUID } from '../../../src/protocol/schema.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, create, fetchFrom, nameOf, newTopic, produceTo, unique, valuesIn } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;

beforeAll(async () => {
  broker = await startTestBroker();
  wire = await Wire.connect(broker.bootstrap);
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

const describeTopic = async (name: string) => {
  const { topics } = await wire.send(metadata, 12, { topics: [{ name }], allowAutoTopicCreation: false });
  return topics[0]!;
};
const remove = async (topics: { name: string | null; topicId: string }[]) =>
  (await wire.send(deleteTopics, 6, { topics, timeoutMs: 1000 })).responses;

describe('CreateTopics', () => {
  it('creates a topic and tells what it has become', async () => {
    const name = unique('orders');
    const configs = [{ name: 'retention.ms', value: '1000' }];
    const created = await create(wire, { name, numPartitions: 3, configs });
    expect(created).toMatchObject({ errorCode: 0, numPartitions: 3, replicationFactor: 1 });
    expect(created.configs!.find(config => config.name === 'retention.ms')).toMatchObject({
      value: '1000',
      configSource: 1,
    });
    expect(created.configs!.find(config => config.name === 'segment.bytes')).toMatchObject({ configSource: 5 });
    expect(await describeTopic(name)).toMatchObject({ topicId: created.topicId, partitions: { length: 3 } });
  });

  it("takes the broker's defaults for −1", async () => {
    const created = await create(wire, { name: unique('defaults'), numPartitions: -1, replicationFactor: -1 });
    expect(created).toMatchObject({ errorCode: 0, numPartitions: 4, replicationFactor: 1 });
  });

  it('takes replicas by hand', async () => {
    const assignments = [1, 0].map(partitionIndex => ({ partitionIndex, brokerIds: [1] }));
    const created = await create(wire, {
      name: unique('by-hand'),
      numPartitions: -1,
      replicationFactor: -1,
      assignments,
    });
    expect(created).toMatchObject({ errorCode: 0, numPartitions: 2 });
  });

  it('with validateOnly creates nothing', async () => {
    const name = unique('imagined');
    const { topics } = await wire.send(createTopics, 7, {
      topics: [{ name, numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }],
      timeoutMs: 1000,
      validateOnly: true,
    });
    expect(topics[0]).toMatchObject({ errorCode: 0, numPartitions: 2 }); // with an id that nobody will hear of again, as Kafka
    expect(nameOf((await describeTopic(name)).errorCode)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it.each([
    ['no partitions', { numPartitions: 0 }, 'INVALID_PARTITIONS'],
    ['more replicas than brokers', { replicationFactor: 3 }, 'INVALID_REPLICATION_FACTOR'],
    ['no replicas', { replicationFactor: 0 }, 'INVALID_REPLICATION_FACTOR'],
    ['an unknown config', { configs: [{ name: 'retention.mss', value: '1' }] }, 'INVALID_CONFIG'],
    ['a config that is no number', { configs: [{ name: 'retention.ms', value: 'week' }] }, 'INVALID_CONFIG'],
    ['a config out of range', { configs: [{ name: 'segment.bytes', value: '10' }] }, 'INVALID_CONFIG'],
    ['a config that is none of a choice', { configs: [{ name: 'cleanup.policy', value: 'burn' }] }, 'INVALID_CONFIG'],
    ['a config without value', { configs: [{ name: 'retention.ms', value: null }] }, 'INVALID_CONFIG'],
    ['replicas on a broker that is not there', byHand([7]), 'INVALID_REPLICA_ASSIGNMENT'],
    ['a replica twice', byHand([1, 1]), 'INVALID_REPLICA_ASSIGNMENT'],
    ['no replica of a partition', byHand([]), 'INVALID_REPLICA_ASSIGNMENT'],
    ['replicas by hand and a number of partitions', { ...byHand([1]), numPartitions: 1 }, 'INVALID_REQUEST'],
    ['replicas by hand and a number of replicas', { ...byHand([1]), replicationFactor: 1 }, 'INVALID_REQUEST'],
    ['a partition left out', byHand([1], 1), 'INVALID_REPLICA_ASSIGNMENT'],
    ['partitions without end', { numPartitions: 1_000_000_000 }, 'POLICY_VIOLATION'],
  ])('refuses %s', async (_, over, error) => {
    const name = unique('refused');
    expect(nameOf((await create(wire, { name, ...over })).errorCode)).toBe(error);
    expect(nameOf((await describeTopic(name)).errorCode)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it.each(['', '.', '..', 'a b', 'ü', 'x'.repeat(250)])('refuses the name %j', async name => {
    expect(nameOf((await create(wire, { name })).errorCode)).toBe('INVALID_TOPIC_EXCEPTION');
  });

  it('refuses a name that is taken, or differs only in dots and underscores', async () => {
    const name = unique('a.b').replace('-', '.');
    expect((await create(wire, { name })).errorCode).toBe(0);
    expect(nameOf((await create(wire, { name })).errorCode)).toBe('TOPIC_ALREADY_EXISTS');
    expect(nameOf((await create(wire, { name: name.replaceAll('.', '_') })).errorCode)).toBe('INVALID_TOPIC_EXCEPTION');
  });

  it('refuses a name that comes twice in a request, and creates the others', async () => {
    const [twice, once] = [unique('twice'), unique('once')];
    const topics = [twice, once, twice].map(name => ({
      name,
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [],
    }));
    const answer = await wire.send(createTopics, 5, { topics, timeoutMs: 1000 });
    expect(answer.topics.map(({ name, errorCode }) => [name, nameOf(errorCode)])).toEqual([
      [twice, 'INVALID_REQUEST'],
      [once, 'NONE'],
    ]);
  });
});

function byHand(brokerIds: number[], partitionIndex = 0) {
  return { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex, brokerIds }] };
}

describe('DeleteTopics', () => {
  it('deletes by name and by id', async () => {
    const [byName, byId] = [await newTopic(wire), await newTopic(wire)];
    const { topicId } = await describeTopic(byId);
    const answers = await remove([
      { name: byName, topicId: ZERO_UUID },
      { name: null, topicId },
    ]);
    expect(answers.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      [byName, 0],
      [byId, 0],
    ]);
    for (const name of [byName, byId])
      expect(nameOf((await describeTopic(name)).errorCode)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('leaves nothing of a topic to one that comes later under its name', async () => {
    const name = await newTopic(wire);
    await produceTo(wire, name, batchOf(['old']));
    const { topicId } = await describeTopic(name);
    await remove([{ name, topicId: ZERO_UUID }]);
    await create(wire, { name });
    expect((await describeTopic(name)).topicId).not.toBe(topicId);
    expect(valuesIn((await fetchFrom(wire, name, 0)).records)).toEqual([]);
    const topics = [{ topicId, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100 }] }];
    const { responses } = await wire.send(fetch, 13, { maxWaitMs: 0, minBytes: 1, topics });
    expect(nameOf(responses[0]!.partitions[0]!.errorCode)).toBe('UNKNOWN_TOPIC_ID');
  });

  it.each([
    ['an unknown name', { name: 'nope', topicId: ZERO_UUID }, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['an unknown id', { name: null, topicId: 'abcdefghijklmnopqrstuA' }, 'UNKNOWN_TOPIC_ID'],
    ['both at a time', { name: 'nope', topicId: 'abcdefghijklmnopqrstuA' }, 'INVALID_REQUEST'],
    ['neither', { name: null, topicId: ZERO_UUID }, 'INVALID_REQUEST'],
  ])('refuses %s', async (_, topic, error) => {
    const answers = await remove([topic]);
    expect(answers.map(({ errorCode }) => nameOf(errorCode))).toEqual([error]);
  });

  it('can be switched off with delete.topic.enable', async () => {
    const strict = await startTestBroker({ topics: { kept: 1 }, config: { 'delete.topic.enable': 'false' } });
    const other = await Wire.connect(strict.bootstrap);
    const { responses } = await other.send(deleteTopics, 5, { topicNames: ['kept'], timeoutMs: 1000 });
    expect(nameOf(responses[0]!.errorCode)).toBe('TOPIC_DELETION_DISABLED');
    other.close();
    await strict.stop();
  });
});

describe('CreatePartitions', () => {
  const widen = async (
    name: string,
    count: number,
    over: { assignments?: { brokerIds: number[] }[]; validateOnly?: boolean } = {},
  ) => {
    const { validateOnly = false, assignments = null } = over;
    const { results } = await wire.send(createPartitions, 3, {
      topics: [{ name, count, assignments }],
      timeoutMs: 1000,
      validateOnly,
    });
    return results[0]!;
  };

  it('adds partitions that can be written and read', async () => {
    const name = await newTopic(wire, 2);
    expect(await widen(name, 5)).toEqual({ name, errorCode: 0, errorMessage: null });
    expect((await describeTopic(name)).partitions).toHaveLength(5);
    expect((await produceTo(wire, name, batchOf(['new']), { index: 4 })).errorCode).toBe(0);
  });

  it('with validateOnly adds none', async () => {
    const name = await newTopic(wire, 2);
    expect((await widen(name, 5, { validateOnly: true })).errorCode).toBe(0);
    expect((await describeTopic(name)).partitions).toHaveLength(2);
  });

  it.each([
    ['as many as there are', 2, {}, 'INVALID_PARTITIONS'],
    ['fewer than there are', 1, {}, 'INVALID_PARTITIONS'],
    ['replicas for other than the new ones', 4, { assignments: [{ brokerIds: [1] }] }, 'INVALID_REPLICA_ASSIGNMENT'],
    ['replicas on a broker that is not there', 3, { assignments: [{ brokerIds: [9] }] }, 'INVALID_REPLICA_ASSIGNMENT'],
    ['partitions without end', 2 ** 31 - 1, {}, 'POLICY_VIOLATION'],
  ])('refuses %s', async (_, count, over, error) => {
    const answer = await widen(await newTopic(wire, 2), count, over);
    expect(nameOf(answer.errorCode)).toBe(error);
    expect(answer.errorMessage).not.toBeNull();
  });

  it('does not know a topic that does not exist', async () => {
    expect(nameOf((await widen('nope', 2)).errorCode)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });
});
