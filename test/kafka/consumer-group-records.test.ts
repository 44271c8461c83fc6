/** The records of consumer groups (KIP-848) both ways: Kafka's tool reads ours, the coordinator goes on where Kafka was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partitionOfGroup } from '../../src/broker/coordinator/group/java-hash.ts';
import * as p from '../../src/protocol/apis/index.ts';
import { encodeSubscription } from '../../src/protocol/consumer-protocol.ts';
import { askAt, coordinatorIsReady } from '../broker/coordinator/ask.ts';
import { ConsumerHarness } from '../broker/coordinator/consumer/harness.ts';
import { nameOf } from '../broker/coordinator/group-harness.ts';
import type { Ask } from '../broker/coordinator/transcript.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';
import { comparable } from '../support/same-answer.ts';
import { batchesOf, decoded } from './offsets-topic.ts';

const protocols = [{ name: 'range', metadata: encodeSubscription({ topics: ['orders'] }) }];

describe('kafka-dump-log --offsets-decoder', () => {
  it('reads members of both protocols, their assignments, expressions and tombstones', async () => {
    const h = new ConsumerHarness();
    h.enter('a', { instanceId: 'one', rackId: 'here', serverAssignor: 'range' });
    h.enter('b', { subscribedTopicNames: null, subscribedTopicRegex: 'ord.*' });
    await h.clock.advance(0);
    h.beat({ instanceId: 'one', memberEpoch: 1 });
    const joined = await h.join({ groupInstanceId: 'two', protocols }).promise;
    expect(nameOf(joined)).toBe('NONE');
    h.beat({ memberId: 'b', memberEpoch: -1 });
    const records = await decoded(h.log[0]!);
    const last = (type: string, memberId?: string) =>
      records.findLast(({ key }) => {
        const { type: found, data } = key as { type: string; data: { memberId?: string } };
        return found === type && (memberId === undefined || data.memberId === memberId);
      })?.value;
    const topicId = h.topics.byName('orders')!.topicId;
    const some = (partitions: number[]) => [{ topicId, partitions }];
    expect(last('3')).toMatchObject({ version: '0', data: { epoch: h.group().groupEpoch } });
    expect(last('5', 'a')).toMatchObject({
      data: {
        instanceId: 'one',
        rackId: 'here',
        subscribedTopicNames: ['orders'],
        serverAssignor: 'range',
        classicMemberMetadata: null,
      },
    });
    expect(last('5', joined.memberId)).toMatchObject({
      data: { classicMemberMetadata: { sessionTimeoutMs: 10_000, supportedProtocols: [{ name: 'range' }] } },
    });
    expect(last('6')).toMatchObject({ data: { assignmentEpoch: h.group().assignmentEpoch } });
    expect(last('7', 'a')).toMatchObject({ data: { topicPartitions: some([0, 1]) } });
    expect(last('8', 'a')).toMatchObject({
      data: {
        memberEpoch: 1,
        state: 1,
        assignedPartitions: some([0, 1, 2]),
        partitionsPendingRevocation: some([3, 4, 5]),
      },
    });
    expect([last('5', 'b'), last('7', 'b'), last('8', 'b'), last('16')]).toEqual([null, null, null, null]);
  });
});

let kafka: KafkaCluster;
let ask: Ask;
let topicId: string;
beforeAll(async () => {
  kafka = await startKafka();
  ask = askAt(kafka.nodes[0]!.port);
  await coordinatorIsReady(ask, 'g');
  const topic = { name: 'orders', numPartitions: 6, replicationFactor: 1, assignments: [], configs: [] };
  const created = await ask(p.createTopics, 7, { timeoutMs: 5_000, topics: [topic] }, 'app');
  topicId = created.topics[0]!.topicId;
}, 60_000);
afterAll(() => kafka?.stop());

/** Our coordinator, to which Kafka's topic is known. */
function knowing(): ConsumerHarness {
  const h = new ConsumerHarness();
  h.topics.delete('orders');
  h.topics.create('orders', 6, topicId);
  return h;
}
const asKafkaSays = async (groupId: string) => {
  const asked = { groupIds: [groupId], includeAuthorizedOperations: false };
  return comparable((await ask(p.consumerGroupDescribe, 1, asked, 'app')).groups);
};

describe('the coordinator', () => {
  it('goes on with a consumer group where Kafka was', async () => {
    const beat = (memberId: string, memberEpoch: number, over: object = {}) =>
      ask(p.consumerGroupHeartbeat, 1, { groupId: 'g', memberId, memberEpoch, ...over }, 'app');
    const joining = { rebalanceTimeoutMs: 60_000, topicPartitions: [], subscribedTopicNames: ['orders'] };
    expect(nameOf(await beat('a', 0, joining))).toBe('NONE');
    await beat('b', 0, { ...joining, instanceId: 'one' });
    await beat('c', 0, { ...joining, subscribedTopicNames: null, subscribedTopicRegex: 'none.*' });
    await beat('a', 1);
    const described = await asKafkaSays('g');

    const h = knowing();
    h.log[0]!.push(...(await batchesOf(ask, '__consumer_offsets')).flat());
    h.restart();
    expect(comparable([h.group()])).toEqual(described);
    const kept = h.group().members.find(({ memberId }) => memberId === 'a')!.assignment.topicPartitions;
    expect(h.errorOf({ memberId: 'a', memberEpoch: 1, topicPartitions: kept })).toBe('NONE');
    expect(h.errorOf({ memberId: 'b', memberEpoch: 7, instanceId: 'one' })).toBe('FENCED_MEMBER_EPOCH');
  });
});

describe('Kafka', () => {
  it('goes on with a consumer group where the coordinator was', async () => {
    const h = knowing();
    h.enter('a');
    h.enter('b', { instanceId: 'one', rackId: 'here', serverAssignor: 'range' });
    h.enter('c', { subscribedTopicNames: null, subscribedTopicRegex: 'ord.*' });
    h.enter('gone');
    await h.clock.advance(0);
    h.beat({ memberEpoch: 1 });
    await h.join({ groupInstanceId: 'two', protocols, sessionTimeoutMs: 600_000 }).promise;
    h.beat({ memberId: 'gone', memberEpoch: -1 });

    const { topics } = await ask(p.metadata, 12, { topics: [{ name: '__consumer_offsets' }] }, 'app');
    const index = partitionOfGroup('g', topics[0]!.partitions.length);
    const old = { groupId: 'g', memberId: '', memberEpoch: -1 };
    for (const memberId of ['a', 'c']) await ask(p.consumerGroupHeartbeat, 1, { ...old, memberId }, 'app');
    await ask(p.consumerGroupHeartbeat, 1, { ...old, memberId: 'b', instanceId: 'one' }, 'app');
    await ask(p.deleteGroups, 2, { groupsNames: ['g'] }, 'app');
    // Only by that name may a client write into the topic.
    for (const records of h.log[0]!) {
      const topicData = [{ name: '__consumer_offsets', partitionData: [{ index, records }] }];
      const { responses } = await ask(p.produce, 9, { acks: -1, timeoutMs: 5_000, topicData }, '__admin_client');
      expect(nameOf(responses[0]!.partitionResponses[0]!)).toBe('NONE');
    }
    await kafka.kill(1);
    await kafka.start(1);
    await coordinatorIsReady(ask, 'g');
    expect(await asKafkaSays('g')).toEqual(comparable([h.group()]));
  }, 60_000);
});
