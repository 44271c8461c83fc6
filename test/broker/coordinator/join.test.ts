import { describe, expect, it } from 'vitest';
import { GroupHarness, nameOf, subscription } from './group-harness.ts';

const protocol = (name: string, metadata = subscription('orders')) => ({ name, metadata });

describe('JoinGroup by a new member', () => {
  it('is first given its id, and parked when it comes with it (KIP-394)', async () => {
    const h = new GroupHarness();
    const first = await h.join().promise;
    expect(nameOf(first)).toBe('MEMBER_ID_REQUIRED');
    expect(first.memberId).toBe('app-1');
    expect(first.generationId).toBe(-1);
    const second = h.join({ memberId: first.memberId });
    await h.clock.advance(2_999);
    expect(second.parked).toBe(true);
    await h.clock.advance(1);
    expect(second.answer).toMatchObject({
      errorCode: 0,
      generationId: 1,
      protocolType: 'consumer',
      protocolName: 'range',
      leader: 'app-1',
      memberId: 'app-1',
      skipAssignment: false,
    });
    expect(second.answer.members).toEqual([
      { memberId: 'app-1', groupInstanceId: null, metadata: subscription('orders') },
    ]);
  });

  it('is parked at once up to version 3', async () => {
    const h = new GroupHarness();
    const joined = h.join({}, 3);
    await h.clock.advance(3_000);
    expect(joined.answer).toMatchObject({ errorCode: 0, generationId: 1, memberId: 'app-1', leader: 'app-1' });
  });

  it('is parked at once when it is static (KIP-345)', async () => {
    const h = new GroupHarness();
    const joined = h.join({ groupInstanceId: 'worker' });
    await h.clock.advance(3_000);
    expect(joined.answer).toMatchObject({ errorCode: 0, memberId: 'worker-1' });
    expect(joined.answer.members[0]?.groupInstanceId).toBe('worker');
  });

  it('uses the session timeout for rebalances in version 0', async () => {
    const h = new GroupHarness({ initialRebalanceDelayMs: 0 });
    const joined = h.join({ sessionTimeoutMs: 8_000 }, 0);
    await h.clock.advance(0);
    // No SyncGroup within the rebalance timeout: out.
    await h.clock.advance(7_999);
    expect(h.describe().members).toHaveLength(1);
    await h.clock.advance(1);
    expect(h.describe().members).toHaveLength(0);
    expect(joined.answer.generationId).toBe(1);
  });

  it('has an empty protocol name instead of null in its errors before version 7', async () => {
    const h = new GroupHarness();
    await h.form(1);
    expect((await h.join({ memberId: 'nobody' }, 6).promise).protocolName).toBe('');
    expect((await h.join({ memberId: 'nobody' }, 7).promise).protocolName).toBeNull();
  });
});

describe('JoinGroup is refused', () => {
  it('to a group without a name', async () => {
    expect(nameOf(await new GroupHarness().join({ groupId: '' }).promise)).toBe('INVALID_GROUP_ID');
  });

  it('with a session timeout outside of the bounds', async () => {
    const h = new GroupHarness();
    expect(nameOf(await h.join({ sessionTimeoutMs: 5_999 }).promise)).toBe('INVALID_SESSION_TIMEOUT');
    expect(nameOf(await h.join({ sessionTimeoutMs: 1_800_001 }).promise)).toBe('INVALID_SESSION_TIMEOUT');
    expect(nameOf(await h.join({ sessionTimeoutMs: 1_800_000 }).promise)).toBe('MEMBER_ID_REQUIRED');
  });

  it('with a member id that the coordinator does not know', async () => {
    const h = new GroupHarness();
    expect(nameOf(await h.join({ memberId: 'app-9' }).promise)).toBe('UNKNOWN_MEMBER_ID');
    expect(h.list().groups).toEqual([]);
    await h.form(1);
    expect(nameOf(await h.join({ memberId: 'app-9' }).promise)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('without protocols, or with others than the group has', async () => {
    const h = new GroupHarness();
    const refused = async (request: Parameters<typeof h.join>[0]) => nameOf(await h.join(request).promise);
    expect(await refused({ protocols: [] })).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(await refused({ protocolType: '' })).toBe('INCONSISTENT_GROUP_PROTOCOL');
    await h.form(1);
    expect(await refused({ protocolType: 'connect' })).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(await refused({ protocols: [protocol('roundrobin')] })).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(await refused({ protocols: [protocol('roundrobin'), protocol('range')] })).toBe('MEMBER_ID_REQUIRED');
  });

  it('with a static instance id on an id that was given to a dynamic member', async () => {
    const h = new GroupHarness();
    const { memberId } = await h.join().promise;
    expect(nameOf(await h.join({ memberId, groupInstanceId: 'worker' }).promise)).toBe('UNKNOWN_SERVER_ERROR');
  });

  it('beyond group.max.size', async () => {
    const h = new GroupHarness({ maxSize: 2 });
    const ids = await h.form(2);
    const third = await h.join().promise;
    expect(nameOf(third)).toBe('GROUP_MAX_SIZE_REACHED');
    expect(third.memberId).toBe('');
    // Members of a stable group come back in any case, but the slots of the next generation go to those who come first.
    const joined = [ids[0]!, ids[1]!].map(memberId => h.join({ memberId }));
    await h.clock.advance(0);
    expect(joined.map(join => join.answer.generationId)).toEqual([2, 2]);
  });

  it('beyond group.max.size while others are joining', async () => {
    const h = new GroupHarness({ maxSize: 1 });
    const [pending, other] = [await h.join().promise, await h.join().promise];
    const joined = h.join({ memberId: pending.memberId });
    expect(nameOf(await h.join({ memberId: other.memberId }).promise)).toBe('GROUP_MAX_SIZE_REACHED');
    await h.clock.advance(3_000);
    expect(joined.answer.members).toHaveLength(1);
  });
});

describe('JoinGroup by a member of the group', () => {
  it('starts a rebalance when it is the leader', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await h.form(2);
    const joined = h.join({ memberId: leader! });
    expect(h.heartbeat({ memberId: follower! })).toBe('REBALANCE_IN_PROGRESS');
    const followed = h.join({ memberId: follower! });
    await h.clock.advance(0);
    expect(joined.answer).toMatchObject({ generationId: 2, leader });
    expect(joined.answer.members.map(member => member.memberId)).toEqual([leader, follower]);
    expect(followed.answer).toMatchObject({ generationId: 2, leader, members: [] });
  });

  it('gives a follower with unchanged metadata the generation there is', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await h.form(2);
    const answer = await h.join({ memberId: follower! }).promise;
    expect(answer).toMatchObject({ errorCode: 0, generationId: 1, leader, memberId: follower, members: [] });
    expect(h.describe().groupState).toBe('Stable');
  });

  it('starts a rebalance when a follower has changed its metadata', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await h.form(2);
    const followed = h.join({ memberId: follower!, protocols: [protocol('range', subscription('payments'))] });
    const led = h.join({ memberId: leader! });
    await h.clock.advance(0);
    expect(followed.answer.generationId).toBe(2);
    expect(led.answer.members[1]?.metadata).toEqual(subscription('payments'));
  });

  it('repeats the answer to one who has missed it, while the leader assigns', async () => {
    const h = new GroupHarness();
    const { memberId, joined } = await h.joinNew();
    await h.clock.advance(3_000);
    expect(await h.join({ memberId }).promise).toEqual(joined.answer);
    expect(h.describe().groupState).toBe('CompletingRebalance');
  });

  it('starts over when metadata changes while the leader assigns', async () => {
    const h = new GroupHarness();
    const { memberId, joined } = await h.joinNew();
    await h.clock.advance(3_000);
    const again = h.join({ memberId, protocols: [protocol('range', subscription('payments'))] });
    await h.clock.advance(0);
    expect(joined.answer.generationId).toBe(1);
    expect(again.answer.generationId).toBe(2);
  });

  it('sends a join away that the member has parked on a connection before', async () => {
    const h = new GroupHarness();
    const { memberId, joined } = await h.joinNew();
    const again = h.join({ memberId });
    await h.clock.advance(3_000);
    expect(nameOf(joined.answer)).toBe('REBALANCE_IN_PROGRESS');
    expect(again.answer.generationId).toBe(1);
  });
});

describe('the protocol of a generation', () => {
  const generation = async (...members: string[][]) => {
    const h = new GroupHarness();
    const joins = [];
    for (const names of members) joins.push(await h.joinNew({ protocols: names.map(name => protocol(name)) }));
    await h.clock.advance(6_000);
    return joins[0]!.joined.answer.protocolName;
  };

  it('is the one most members like best among those that all support', async () => {
    expect(await generation(['range', 'sticky'], ['sticky', 'range'], ['sticky', 'range'])).toBe('sticky');
    expect(await generation(['sticky', 'range'], ['range'])).toBe('range');
  });

  it('is chosen by the order of a Java HashMap when votes are equal', async () => {
    expect(await generation(['range', 'roundrobin'], ['roundrobin', 'range'])).toBe('range');
    expect(await generation(['roundrobin', 'range'], ['range', 'roundrobin'])).toBe('range');
    expect(await generation(['sticky', 'cooperative-sticky'], ['cooperative-sticky', 'sticky'])).toBe('sticky');
  });
});
