import { describe, expect, it } from 'vitest';
import { GroupHarness, nameOf } from './group-harness.ts';

describe('the first rebalance of a group', () => {
  it('waits group.initial.rebalance.delay.ms, and as long again whenever members came meanwhile', async () => {
    const h = new GroupHarness();
    const first = await h.joinNew();
    await h.clock.advance(2_000);
    const second = await h.joinNew();
    await h.clock.advance(3_999); // 3 s, and 3 s more for the second
    expect(first.joined.parked).toBe(true);
    await h.clock.advance(1);
    expect(first.joined.answer.members).toHaveLength(2);
    expect(second.joined.answer.generationId).toBe(1);
  });

  it('waits no longer than the rebalance timeout in all', async () => {
    const h = new GroupHarness();
    const first = await h.joinNew({ rebalanceTimeoutMs: 7_000 });
    for (let ms = 0; ms < 6_000; ms += 1_000) {
      await h.clock.advance(1_000);
      await h.joinNew({ rebalanceTimeoutMs: 7_000 });
    }
    await h.clock.advance(999);
    expect(first.joined.parked).toBe(true);
    await h.clock.advance(1);
    expect(first.joined.answer.members).toHaveLength(7);
  });

  it('is over at once with a delay of 0', async () => {
    const h = new GroupHarness({ initialRebalanceDelayMs: 0 });
    const { joined } = await h.joinNew();
    await h.clock.advance(0);
    expect(joined.answer.generationId).toBe(1);
  });

  it('does not wait for ids that were given out and not used', async () => {
    const h = new GroupHarness();
    const pending = await h.join().promise;
    const { joined } = await h.joinNew();
    await h.clock.advance(3_000);
    expect(joined.answer.members).toHaveLength(1);
    expect(h.describe().members).toHaveLength(1);
    // It may still come, and starts another rebalance then.
    const late = h.join({ memberId: pending.memberId });
    expect(h.heartbeat({ memberId: joined.answer.memberId })).toBe('REBALANCE_IN_PROGRESS');
    expect(late.parked).toBe(true);
  });

  it('is ended early when an id expires and everyone else is there', async () => {
    const h = new GroupHarness({ initialRebalanceDelayMs: 60_000 });
    await h.join({ sessionTimeoutMs: 6_000 }).promise;
    const { joined } = await h.joinNew();
    await h.clock.advance(6_000);
    expect(joined.answer.generationId).toBe(1);
  });
});

describe('a rebalance', () => {
  it('ends as soon as all members have come back, in the next generation', async () => {
    const h = new GroupHarness();
    const [a, b] = await h.form(2);
    const newcomer = await h.joinNew();
    const rejoined = [a, b].map(memberId => h.join({ memberId: memberId! }));
    await h.clock.advance(0);
    expect([newcomer.joined, ...rejoined].map(join => join.answer.generationId)).toEqual([2, 2, 2]);
    expect(h.describe().groupState).toBe('CompletingRebalance');
  });

  it('waits for an id that was given out in it, until that expires', async () => {
    const h = new GroupHarness();
    const [leader] = await h.form(1);
    const pending = await h.join({ sessionTimeoutMs: 8_000 }).promise;
    const rejoined = h.join({ memberId: leader! });
    await h.clock.advance(7_999);
    expect(rejoined.parked).toBe(true);
    await h.clock.advance(1);
    expect(rejoined.answer.generationId).toBe(2);
    expect(nameOf(await h.join({ memberId: pending.memberId }).promise)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('goes on without dynamic members that do not come within the longest rebalance timeout', async () => {
    const h = new GroupHarness();
    const [a, b] = await h.form(2, { rebalanceTimeoutMs: 20_000, sessionTimeoutMs: 30_000 });
    const rejoined = h.join({ memberId: a!, rebalanceTimeoutMs: 10_000, sessionTimeoutMs: 30_000 });
    await h.clock.advance(19_999);
    expect(rejoined.parked).toBe(true);
    await h.clock.advance(1);
    expect(rejoined.answer.members.map(member => member.memberId)).toEqual([a]);
    expect(nameOf(await h.join({ memberId: b! }).promise)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('makes another member leader when the leader does not come back', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await h.form(2, { rebalanceTimeoutMs: 5_000 });
    const newcomer = await h.joinNew({ rebalanceTimeoutMs: 5_000 });
    const rejoined = h.join({ memberId: follower!, rebalanceTimeoutMs: 5_000 });
    await h.clock.advance(5_000);
    expect(rejoined.answer.leader).toBe(follower);
    expect(rejoined.answer.members).toHaveLength(2);
    expect(newcomer.joined.answer).toMatchObject({ leader: follower, members: [] });
    expect(nameOf(await h.join({ memberId: leader! }).promise)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('keeps static members that do not come until their session ends, and waits again when nobody came', async () => {
    const h = new GroupHarness();
    const request = { groupInstanceId: 'worker', rebalanceTimeoutMs: 5_000, sessionTimeoutMs: 30_000 };
    const joined = h.join(request);
    await h.clock.advance(3_000);
    const { memberId } = joined.answer;
    await h.assign([memberId], {});
    const { memberId: passerBy } = await h.joinNew({ rebalanceTimeoutMs: 5_000 });
    h.leave({ members: [{ memberId: passerBy }] });
    await h.clock.advance(12_000);
    expect(h.describe()).toMatchObject({ groupState: 'PreparingRebalance', members: [{ memberId }] });
    await h.clock.advance(18_000);
    expect(h.describe()).toMatchObject({ groupState: 'Empty', members: [] });
  });

  it('lets new members wait five minutes, not their session timeout', async () => {
    const h = new GroupHarness({ initialRebalanceDelayMs: 1_800_000 });
    const { joined } = await h.joinNew({ rebalanceTimeoutMs: 1_800_000 });
    await h.clock.advance(299_999);
    expect(joined.parked).toBe(true);
    await h.clock.advance(1);
    expect(nameOf(joined.answer)).toBe('UNKNOWN_MEMBER_ID');
    expect(h.describe()).toMatchObject({ groupState: 'Empty', members: [] });
  });

  it('is told to members by their parked syncs and their heartbeats', async () => {
    const h = new GroupHarness();
    const [a, b] = [await h.joinNew(), await h.joinNew()];
    await h.clock.advance(6_000);
    const follower = h.sync({ memberId: b.memberId });
    await h.joinNew();
    await h.clock.advance(0);
    expect(nameOf(follower.answer)).toBe('REBALANCE_IN_PROGRESS');
    expect(nameOf(await h.sync({ memberId: a.memberId }).promise)).toBe('REBALANCE_IN_PROGRESS');
    expect(h.heartbeat({ memberId: a.memberId })).toBe('REBALANCE_IN_PROGRESS');
  });
});

describe('a session', () => {
  it('that ends takes the member out of a stable group and starts a rebalance', async () => {
    const h = new GroupHarness();
    const [a, b] = await h.form(2);
    await h.clock.advance(9_000);
    expect(h.heartbeat({ memberId: a! })).toBe('NONE');
    await h.clock.advance(1_000);
    expect(h.describe()).toMatchObject({ groupState: 'PreparingRebalance', members: [{ memberId: a }] });
    expect(h.heartbeat({ memberId: b! })).toBe('UNKNOWN_MEMBER_ID');
    const rejoined = h.join({ memberId: a! });
    await h.clock.advance(0);
    expect(rejoined.answer.generationId).toBe(2);
  });

  it('does not end while the member is parked', async () => {
    const h = new GroupHarness();
    const [a, b] = await h.form(2, { sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 60_000 });
    const rejoined = h.join({ memberId: a! });
    for (let s = 0; s < 50; s += 5) {
      await h.clock.advance(5_000);
      h.heartbeat({ memberId: b! });
    }
    expect(rejoined.parked).toBe(true);
    h.join({ memberId: b! });
    await h.clock.advance(0);
    expect(rejoined.answer.generationId).toBe(2);
    // It begins anew with the answer.
    await h.clock.advance(9_999);
    expect(h.describe().members).toHaveLength(2);
  });

  it('of the last member leaves an empty group in a generation of its own', async () => {
    const h = new GroupHarness();
    await h.form(1);
    await h.clock.advance(10_000);
    expect(h.describe()).toMatchObject({ groupState: 'Empty', protocolType: 'consumer', members: [] });
    const { joined } = await h.joinNew();
    await h.clock.advance(3_000);
    expect(joined.answer.generationId).toBe(3);
  });
});
