/** Membership in a group of the consumer protocol (KIP-848), over ConsumerGroupHeartbeat. */
import { describe, expect, it } from 'vitest';
import { nameOf } from '../group-harness.ts';
import { ConsumerHarness, partitionsIn } from './harness.ts';

const got = (answer: { assignment: { topicPartitions: { partitions: number[] }[] } | null }) =>
  answer.assignment && partitionsIn(answer.assignment.topicPartitions);

/** `a` with all partitions, then `b`: a has been asked for three and has not given them up. */
function two(h = new ConsumerHarness()): ConsumerHarness {
  h.enter('a');
  h.enter('b');
  return h;
}

describe('a member that joins', () => {
  it('first gets everything, in epoch 1', () => {
    const h = new ConsumerHarness();
    const joined = h.enter('a');
    expect(joined).toMatchObject({ errorCode: 0, memberId: 'a', memberEpoch: 1, heartbeatIntervalMs: 5_000 });
    expect(got(joined)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(h.group()).toMatchObject({
      groupState: 'Stable',
      groupEpoch: 1,
      assignmentEpoch: 1,
      assignorName: 'uniform',
    });
  });

  it('waits for partitions until their owner has given them up', () => {
    const h = new ConsumerHarness();
    h.enter('a');
    expect(got(h.enter('b'))).toEqual([]);
    expect(h.group().groupState).toBe('Reconciling');
    expect(got(h.beat({ memberId: 'b', memberEpoch: 2 }))).toBeNull();
    const asked = h.beat({ memberId: 'a', memberEpoch: 1 });
    expect([asked.memberEpoch, got(asked)]).toEqual([1, [0, 1, 2]]);
    expect(got(h.beat({ memberId: 'b', memberEpoch: 2 }))).toBeNull();
    const gave = h.beat({ memberId: 'a', memberEpoch: 1, topicPartitions: h.owning([0, 1, 2]) });
    expect([gave.memberEpoch, got(gave)]).toEqual([2, null]);
    expect(got(h.beat({ memberId: 'b', memberEpoch: 2 }))).toEqual([3, 4, 5]);
    expect(h.group().groupState).toBe('Stable');
  });

  it('is given an id when it brings none, in version 0', () => {
    const h = new ConsumerHarness();
    const request = {
      memberId: '',
      memberEpoch: 0,
      rebalanceTimeoutMs: 1_000,
      subscribedTopicNames: [],
      topicPartitions: [],
    };
    expect(h.beat(request, 0).memberId).toBe('uuid-1');
    expect(h.errorOf(request, 1)).toBe('INVALID_REQUEST');
  });

  it('under an id that is there begins anew', () => {
    const h = two();
    expect(h.enter('a')).toMatchObject({ memberEpoch: 2 });
  });

  it('is refused when the group is full', () => {
    const h = two(new ConsumerHarness({ maxSize: 2 }));
    expect(nameOf(h.enter('c'))).toBe('GROUP_MAX_SIZE_REACHED');
    expect(nameOf(h.enter('b'))).toBe('NONE');
  });

  it('is refused for an assignor that is not there', () => {
    const h = new ConsumerHarness();
    expect(nameOf(h.enter('a', { serverAssignor: 'sticky' }))).toBe('UNSUPPORTED_ASSIGNOR');
  });

  it('has its assignor used when most ask for it', () => {
    const h = new ConsumerHarness();
    h.topics.create('payments', 3);
    h.enter('a', { serverAssignor: 'range', subscribedTopicNames: ['orders', 'payments'] });
    expect(h.group().assignorName).toBe('range');
  });

  it('decides by its vote when votes are even and it is the only one for an assignor, as in Kafka', () => {
    const h = new ConsumerHarness();
    h.enter('z', { serverAssignor: 'uniform' });
    h.enter('a', { serverAssignor: 'range' });
    const targets = h
      .group()
      .members.map(({ memberId, targetAssignment }) => [memberId, partitionsIn(targetAssignment.topicPartitions)]);
    expect(Object.fromEntries(targets)).toEqual({ a: [0, 1, 2], z: [3, 4, 5] });
  });

  it('may subscribe to what does not exist, and gets it when it comes', () => {
    const h = new ConsumerHarness();
    expect(got(h.enter('a', { subscribedTopicNames: ['soon'] }))).toEqual([]);
    h.topics.create('soon', 2);
    const later = h.beat({ memberEpoch: 1 });
    expect([later.memberEpoch, got(later)]).toEqual([2, [0, 1]]);
  });
});

describe('an assignor that fails', () => {
  it('leaves the group as it was', () => {
    const failing = { name: 'failing', assign: () => { throw new Error('it broke'); } }; // biome-ignore format: one line
    const h = new ConsumerHarness({ assignors: [failing] });
    const answer = h.enter('a');
    expect(nameOf(answer)).toBe('UNKNOWN_SERVER_ERROR');
    expect(answer.errorMessage).toBe('Failed to compute a new target assignment for epoch 1: it broke');
    expect(nameOf(h.group())).toBe('GROUP_ID_NOT_FOUND');
  });
});

describe('a heartbeat', () => {
  it('of nobody is refused', () => {
    const h = new ConsumerHarness();
    expect(h.errorOf({})).toBe('GROUP_ID_NOT_FOUND');
    h.enter('a');
    expect(h.errorOf({ memberId: 'x' })).toBe('UNKNOWN_MEMBER_ID');
  });

  it('of another epoch is fenced', () => {
    const h = two();
    expect(h.errorOf({ memberId: 'b', memberEpoch: 3 })).toBe('FENCED_MEMBER_EPOCH');
    expect(h.errorOf({ memberId: 'b', memberEpoch: 1 })).toBe('FENCED_MEMBER_EPOCH');
  });

  it('of the epoch before is accepted from a member that has not got the answer, and tells it the assignment again', () => {
    const h = new ConsumerHarness();
    h.enter('a');
    h.topics.widen('orders', 8);
    expect(h.beat({ memberEpoch: 1 }).memberEpoch).toBe(2);
    const again = h.beat({
      memberEpoch: 1,
      rebalanceTimeoutMs: 60_000,
      subscribedTopicNames: ['orders'],
      topicPartitions: h.owning([0, 1, 2, 3, 4, 5]),
    });
    expect([again.memberEpoch, got(again)]).toEqual([2, [0, 1, 2, 3, 4, 5, 6, 7]]);
    expect(h.errorOf({ memberEpoch: 1, topicPartitions: h.owning([9]) })).toBe('FENCED_MEMBER_EPOCH');
  });

  it('that changes nothing writes nothing', () => {
    const h = new ConsumerHarness();
    h.enter('a');
    const before = h.records.length;
    h.beat({ memberEpoch: 1 });
    expect(h.records.length).toBe(before);
  });

  it('is refused with what the log refuses, and nothing happens', () => {
    const h = new ConsumerHarness();
    h.refuseAppends = 'NOT_ENOUGH_REPLICAS';
    expect(nameOf(h.enter('a'))).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(nameOf(h.group())).toBe('GROUP_ID_NOT_FOUND');
  });
});

describe('a member that leaves', () => {
  it('leaves its partitions to the others', () => {
    const h = two();
    expect(h.beat({ memberEpoch: -1 })).toMatchObject({ errorCode: 0, memberEpoch: -1 });
    const answer = h.beat({ memberId: 'b', memberEpoch: 2 });
    expect([answer.memberEpoch, got(answer)]).toEqual([3, [0, 1, 2, 3, 4, 5]]);
  });

  it('as the last one leaves an empty group', () => {
    const h = new ConsumerHarness();
    h.enter('a');
    h.beat({ memberEpoch: -1 });
    expect(h.group()).toMatchObject({ groupState: 'Empty', groupEpoch: 2, members: [] });
  });
});

describe('time', () => {
  it('ends the session of a silent member', async () => {
    const h = two();
    await h.clock.advance(44_000);
    h.beat({ memberId: 'b', memberEpoch: 2 });
    await h.clock.advance(1_000);
    expect(h.group().members.map(({ memberId }) => memberId)).toEqual(['b']);
    expect(got(h.beat({ memberId: 'b', memberEpoch: 2 }))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('ends the patience with a member that does not give up what it shall, though it is alive', async () => {
    const h = two(new ConsumerHarness({ sessionTimeoutMs: () => 90_000 }));
    h.beat({ memberEpoch: 1 });
    await h.clock.advance(59_000);
    expect(h.beat({ memberEpoch: 1 }).memberEpoch).toBe(1);
    await h.clock.advance(1_000);
    expect(h.errorOf({ memberEpoch: 1 })).toBe('UNKNOWN_MEMBER_ID');
  });

  it('does not end it with one that does', async () => {
    const h = two(new ConsumerHarness({ sessionTimeoutMs: () => 90_000 }));
    h.beat({ memberEpoch: 1 });
    h.beat({ memberEpoch: 1, topicPartitions: h.owning([0, 1, 2]) });
    await h.clock.advance(61_000);
    expect(h.errorOf({ memberEpoch: 2 })).toBe('NONE');
  });

  it('is tried again when the end of a session cannot be stored', async () => {
    const h = new ConsumerHarness();
    h.enter('a');
    h.refuseAppends = 'NOT_ENOUGH_REPLICAS';
    await h.clock.advance(45_000);
    expect(h.group().members).toHaveLength(1);
    h.refuseAppends = undefined;
    await h.clock.advance(500);
    expect(h.group().members).toHaveLength(0);
  });

  it('is what group configs say', async () => {
    const h = new ConsumerHarness({ sessionTimeoutMs: () => 50_000, heartbeatIntervalMs: () => 9_000 });
    expect(h.enter('a').heartbeatIntervalMs).toBe(9_000);
    await h.clock.advance(49_999);
    expect(h.group().members).toHaveLength(1);
    await h.clock.advance(1);
    expect(h.group().members).toHaveLength(0);
  });
});

describe('a topic', () => {
  it('that grows makes for a new epoch', () => {
    const h = new ConsumerHarness();
    h.enter('a');
    h.topics.widen('orders', 8);
    expect(got(h.beat({ memberEpoch: 1 }))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(h.group().groupEpoch).toBe(2);
  });

  it('that is deleted is taken from its members', () => {
    const h = new ConsumerHarness();
    h.enter('a');
    h.topics.delete('orders');
    const answer = h.beat({ memberEpoch: 1, topicPartitions: [] });
    expect([answer.memberEpoch, got(answer)]).toEqual([2, []]);
  });

  it('that nobody subscribes to changes nothing', () => {
    const h = new ConsumerHarness();
    h.enter('a');
    h.topics.create('other', 3);
    expect(h.beat({ memberEpoch: 1 })).toMatchObject({ memberEpoch: 1, assignment: null });
  });
});
