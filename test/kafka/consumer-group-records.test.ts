/** The records of consumer groups (KIP-848) both ways: Kafka's tool reads ours, the coordinator goes on where Kafka was. */
import { describe, expect, it } from 'vitest';
import * as p from '../../src/protocol/apis/index.ts';
import { encodeSubscription } from '../../src/protocol/consumer-protocol.ts';
import { askAt, coordinatorIsReady } from '../broker/coordinator/ask.ts';
import { ConsumerHarness } from '../broker/coordinator/consumer/harness.ts';
import { nameOf } from '../broker/coordinator/group-harness.ts';
import { startKafka } from '../support/kafka.ts';
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

describe('the coordinator', () => {
  it('goes on with a consumer group where Kafka was', async () => {
    const kafka = await startKafka();
    try {
      const ask = askAt(kafka.nodes[0]!.port);
      await coordinatorIsReady(ask, 'g');
      const topic = { name: 'orders', numPartitions: 6, replicationFactor: 1, assignments: [], configs: [] };
      const created = await ask(p.createTopics, 7, { timeoutMs: 5_000, topics: [topic] }, 'app');
      const beat = (memberId: string, memberEpoch: number, over: object = {}) =>
        ask(p.consumerGroupHeartbeat, 1, { groupId: 'g', memberId, memberEpoch, ...over }, 'app');
      const joining = { rebalanceTimeoutMs: 60_000, topicPartitions: [], subscribedTopicNames: ['orders'] };
      expect(nameOf(await beat('a', 0, joining))).toBe('NONE');
      await beat('b', 0, { ...joining, instanceId: 'one' });
      await beat('c', 0, { ...joining, subscribedTopicNames: null, subscribedTopicRegex: 'none.*' });
      await beat('a', 1);
      const asked = { groupIds: ['g'], includeAuthorizedOperations: false };
      const described = await ask(p.consumerGroupDescribe, 1, asked, 'app');

      const h = new ConsumerHarness();
      h.topics.delete('orders');
      h.topics.create('orders', 6, created.topics[0]!.topicId);
      const log = await batchesOf(ask, '__consumer_offsets');
      h.log[0]!.push(...log.flat());
      h.restart();
      expect(comparable([h.group()])).toEqual(comparable(described.groups));
      const kept = h.group().members.find(({ memberId }) => memberId === 'a')!.assignment.topicPartitions;
      expect(h.errorOf({ memberId: 'a', memberEpoch: 1, topicPartitions: kept })).toBe('NONE');
      expect(h.errorOf({ memberId: 'b', memberEpoch: 7, instanceId: 'one' })).toBe('FENCED_MEMBER_EPOCH');
    } finally {
      await kafka.stop();
    }
  });
});
