/** Groups that change from one protocol to the other while their members read on. */
import { describe, expect, it } from 'vitest';
import { decodeAssignment, encodeAssignment, encodeSubscription } from '../../../../src/protocol/consumer-protocol.ts';
import { nameOf } from '../group-harness.ts';
import { ConsumerHarness, partitionsIn } from './harness.ts';

const eager = [{ name: 'range', metadata: encodeSubscription({ topics: ['orders'] }) }];
const all = encodeAssignment({ assignedPartitions: [{ topic: 'orders', partitions: [0, 1, 2, 3, 4, 5] }] });
const partitionsOf = (assignment: Buffer) =>
  decodeAssignment(assignment).assignedPartitions.flatMap(each => each.partitions);

/** A classic group of one member, which has everything: its id. */
async function classicGroup(h: ConsumerHarness, over: object = {}): Promise<string> {
  const { memberId, joined } = await h.joinNew({ protocols: eager, ...over });
  await h.clock.advance(1);
  expect(nameOf(joined.answer)).toBe('NONE');
  const synced = h.sync({ memberId, assignments: [{ memberId, assignment: all }] });
  await h.clock.advance(0);
  expect(nameOf(synced.answer)).toBe('NONE');
  return memberId;
}

/** The classic member as in `classicGroup`, and `b` of the consumer protocol. */
async function mixed(h = new ConsumerHarness()): Promise<{ h: ConsumerHarness; memberId: string }> {
  const memberId = await classicGroup(h);
  expect(h.enter('b')).toMatchObject({ errorCode: 0, memberEpoch: 2 });
  return { h, memberId };
}

async function answerOf<T>(h: ConsumerHarness, asked: { answer: T }): Promise<T> {
  await h.clock.advance(0);
  return asked.answer;
}

describe('a classic group', () => {
  it('becomes a consumer group when a member of the consumer protocol joins', async () => {
    const { h, memberId } = await mixed();
    expect(h.group()).toMatchObject({ groupState: 'Reconciling', groupEpoch: 2 });
    expect(
      h
        .group()
        .members.map(({ memberType }) => memberType)
        .sort(),
    ).toEqual([0, 1]);
    expect(h.heartbeat({ memberId, generationId: 1 })).toBe('REBALANCE_IN_PROGRESS');
  });

  it('moves partitions over when its member has joined again', async () => {
    const { h, memberId } = await mixed();
    const joined = await answerOf(h, h.join({ memberId, protocols: eager }));
    expect(joined).toMatchObject({ errorCode: 0, generationId: 2, protocolName: 'range', leader: '', members: [] });
    const synced = await answerOf(h, h.sync({ memberId, generationId: 2 }));
    expect(partitionsOf(synced.assignment)).toEqual([0, 1, 2]);
    expect(partitionsIn(h.beat({ memberId: 'b', memberEpoch: 2 }).assignment!.topicPartitions)).toEqual([3, 4, 5]);
    expect(h.heartbeat({ memberId, generationId: 2 })).toBe('NONE');
  });

  it('answers who waits in a rebalance that it has to join again', async () => {
    const h = new ConsumerHarness();
    const memberId = await classicGroup(h);
    const { joined } = await h.joinNew({ protocols: eager });
    expect(joined.parked).toBe(true);
    h.enter('b');
    expect(nameOf(await answerOf(h, joined))).toBe('REBALANCE_IN_PROGRESS');
    expect(h.heartbeat({ memberId, generationId: 1 })).toBe('REBALANCE_IN_PROGRESS');
  });

  it.each(['disabled', 'downgrade'] as const)('stays what it is when the policy is %s', async migrationPolicy => {
    const h = new ConsumerHarness({ migrationPolicy });
    const memberId = await classicGroup(h);
    expect(nameOf(h.enter('b'))).toBe('GROUP_ID_NOT_FOUND');
    expect(h.heartbeat({ memberId, generationId: 1 })).toBe('NONE');
  });

  it.each([
    ['of another type', { protocolType: 'connect' }, 'embedded protocol'],
    ['that speaks gibberish', { protocols: [{ name: 'range', metadata: Buffer.from([0, 1, 2]) }] }, 'malformed'],
  ])('%s stays what it is', async (_, over, reason) => {
    const h = new ConsumerHarness();
    const { memberId, joined } = await h.joinNew(over);
    await h.clock.advance(1);
    expect(nameOf(joined.answer)).toBe('NONE');
    const answer = h.enter('b');
    expect([nameOf(answer), answer.errorMessage]).toEqual(['GROUP_ID_NOT_FOUND', expect.stringContaining(reason)]);
    expect(h.heartbeat({ memberId, generationId: 1 })).toBe('NONE');
  });

  it('with an assignor of its own, whose data would be lost, stays what it is', async () => {
    const h = new ConsumerHarness();
    const { memberId } = await h.joinNew({ protocols: eager });
    await h.clock.advance(1);
    const assignment = encodeAssignment({ assignedPartitions: [], userData: Buffer.from('mine') });
    await h.sync({ memberId, assignments: [{ memberId, assignment }] }).promise;
    expect(h.enter('b').errorMessage).toMatch(/custom assignor/);
  });

  it('stays what it is when the log refuses, and nobody notices', async () => {
    const h = new ConsumerHarness();
    const memberId = await classicGroup(h);
    h.refuseAppends = 'NOT_ENOUGH_REPLICAS';
    expect(nameOf(h.enter('b'))).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(h.describe().groupState).toBe('Stable');
    expect(h.heartbeat({ memberId, generationId: 1 })).toBe('NONE');
  });

  it('that is empty becomes one whatever the policy, and keeps its offsets', async () => {
    const h = new ConsumerHarness({ migrationPolicy: 'disabled' });
    h.commit();
    expect(nameOf(h.enter('b'))).toBe('NONE');
    expect(h.committed()).toEqual({ 'orders-0': 7 });
  });
});

describe('a consumer group with members of the classic protocol', () => {
  it('becomes a classic one when the last other member leaves, with what everybody has', async () => {
    const { h, memberId } = await mixed();
    await answerOf(h, h.join({ memberId, protocols: eager }));
    await answerOf(h, h.sync({ memberId, generationId: 2 }));
    h.beat({ memberId: 'b', memberEpoch: -1 });
    expect(nameOf(h.group())).toBe('GROUP_ID_NOT_FOUND');
    expect(h.describe()).toMatchObject({ groupState: 'PreparingRebalance', protocolType: 'consumer' });
    expect(h.heartbeat({ memberId, generationId: 2 })).toBe('REBALANCE_IN_PROGRESS');
    const joined = await answerOf(h, h.join({ memberId, protocols: eager }));
    expect(joined).toMatchObject({ errorCode: 0, generationId: 3, leader: memberId });
  });

  it('does so too when members have said nothing readable under the protocol that all share', async () => {
    const { h, memberId } = await mixed();
    const [read, unread] = [eager[0]!.metadata, Buffer.of(0)]; // of several protocols one is read when a member joins
    const [range, other] = (['range', 'other'] as const).map(name => (metadata: Buffer) => ({ name, metadata }));
    await answerOf(h, h.join({ memberId, protocols: [range!(read), other!(unread)] }));
    await h.joinNew({ protocols: [other!(read), range!(unread)] });
    expect(nameOf(h.beat({ memberId: 'b', memberEpoch: -1 }))).toBe('NONE');
    expect(h.describe()).toMatchObject({ groupState: 'PreparingRebalance', protocolType: 'consumer' });
    expect(h.describe().members).toHaveLength(2);
  });

  it('does so too when that member falls silent', async () => {
    const { h, memberId } = await mixed(new ConsumerHarness({ sessionTimeoutMs: () => 6_000 }));
    await answerOf(h, h.join({ memberId, protocols: eager }));
    await answerOf(h, h.sync({ memberId, generationId: 2 }));
    await h.clock.advance(6_000);
    expect(h.describe().members).toHaveLength(1);
  });

  it.each(['disabled', 'upgrade'] as const)('stays one when the policy is %s', async migrationPolicy => {
    const h = new ConsumerHarness();
    const { memberId } = await mixed(h);
    (h.config.consumer as { migrationPolicy: string }).migrationPolicy = migrationPolicy;
    h.beat({ memberId: 'b', memberEpoch: -1 });
    expect(h.group().members.map(member => member.memberId)).toEqual([memberId]);
  });

  it('is a classic one after a restart too', async () => {
    const { h, memberId } = await mixed();
    h.beat({ memberId: 'b', memberEpoch: -1 });
    h.restart();
    expect(h.describe().members.map(member => member.memberId)).toEqual([memberId]);
  });

  it('fences a classic member that does not join when it is called', async () => {
    const { h, memberId } = await mixed(new ConsumerHarness({ sessionTimeoutMs: () => 120_000 }));
    for (let second = 0; second < 60; second++) {
      h.heartbeat({ memberId, generationId: 1 });
      await h.clock.advance(1_000);
    }
    expect(h.heartbeat({ memberId, generationId: 1 })).toBe('UNKNOWN_MEMBER_ID');
  });

  it('fences a classic member that joins and does not sync', async () => {
    const { h, memberId } = await mixed(new ConsumerHarness({ sessionTimeoutMs: () => 120_000 }));
    await answerOf(h, h.join({ memberId, protocols: eager }));
    for (let second = 0; second < 60; second++) {
      h.heartbeat({ memberId, generationId: 2 });
      await h.clock.advance(1_000);
    }
    expect(h.heartbeat({ memberId, generationId: 2 })).toBe('UNKNOWN_MEMBER_ID');
  });

  it('tells a classic member ILLEGAL_GENERATION where others are told STALE_MEMBER_EPOCH', async () => {
    const { h, memberId } = await mixed();
    expect(h.commit({ memberId, generationIdOrMemberEpoch: 1 }, {}, 8)).toBe('NONE');
    expect(h.commit({ memberId, generationIdOrMemberEpoch: 2 })).toBe('ILLEGAL_GENERATION');
  });

  it('that is empty becomes a classic one with the first that joins', async () => {
    const h = new ConsumerHarness({ migrationPolicy: 'disabled' });
    h.enter('b');
    h.beat({ memberId: 'b', memberEpoch: -1 });
    await classicGroup(h);
    expect(h.describe().groupState).toBe('Stable');
    h.restart();
    expect(h.describe().groupState).toBe('Stable');
  });
});

describe('a static member', () => {
  it('of the classic protocol is replaced by one of the other without a goodbye', async () => {
    const h = new ConsumerHarness();
    const joined = h.join({ groupInstanceId: 'one', protocols: eager });
    await h.clock.advance(1);
    const { memberId } = joined.answer;
    await answerOf(h, h.sync({ memberId, assignments: [{ memberId, assignment: all }] }));
    const answer = h.enter('b', { instanceId: 'one' });
    expect(partitionsIn(answer.assignment!.topicPartitions)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(h.group().members).toHaveLength(1);
  });

  it('of the consumer protocol is replaced by one of the other, and the group is a classic one', async () => {
    const h = new ConsumerHarness();
    h.enter('b', { instanceId: 'one' });
    const joined = await answerOf(h, h.join({ groupInstanceId: 'one', protocols: eager }));
    expect(joined).toMatchObject({ errorCode: 0, generationId: 1, protocolName: 'range' });
    expect(h.describe()).toMatchObject({ groupState: 'Stable', members: [{ groupInstanceId: 'one' }] });
    const synced = await answerOf(h, h.sync({ memberId: joined.memberId, groupInstanceId: 'one' }));
    expect(partitionsOf(synced.assignment)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
