import { describe, expect, it } from 'vitest';
import { GroupHarness, nameOf, subscription } from './group-harness.ts';

const range = { name: 'range', metadata: subscription('orders') };
const sticky = { name: 'sticky', metadata: subscription('orders') };
const longRebalance = { rebalanceTimeoutMs: 600_000, sessionTimeoutMs: 300_000 };

/** A stable group of the static members `leader` and `follower`: their member ids. */
async function formStatic(h: GroupHarness, request: Parameters<typeof h.join>[0] = {}): Promise<[string, string]> {
  const joins = ['leader', 'follower'].map(groupInstanceId => h.join({ groupInstanceId, ...request }));
  await h.clock.advance(6_000);
  const [a, b] = joins.map(join => join.answer.memberId);
  await h.assign([a!, b!], {});
  return [a!, b!];
}

describe('a static member that restarts', () => {
  it('takes its place again without a rebalance, and with its assignment', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await formStatic(h);
    const answer = await h.join({ groupInstanceId: 'follower' }).promise;
    expect(answer).toMatchObject({ errorCode: 0, generationId: 1, leader, members: [], skipAssignment: false });
    expect(answer.memberId).not.toBe(follower);
    const synced = await h.sync({ memberId: answer.memberId, groupInstanceId: 'follower' }).promise;
    expect(synced.assignment.toString()).toBe(follower);
    expect(h.heartbeat({ memberId: leader })).toBe('NONE');
  });

  it('is told to skip the assignment when it leads (version 9, KIP-814)', async () => {
    const h = new GroupHarness();
    await formStatic(h);
    const answer = await h.join({ groupInstanceId: 'leader' }).promise;
    expect(answer).toMatchObject({ generationId: 1, leader: answer.memberId, skipAssignment: true });
    expect(answer.members.map(member => member.groupInstanceId)).toEqual(['follower', 'leader']);
  });

  it('takes itself for a follower before version 9, even when it leads', async () => {
    const h = new GroupHarness();
    const [leader] = await formStatic(h);
    const answer = await h.join({ groupInstanceId: 'leader' }, 8).promise;
    expect(answer).toMatchObject({ generationId: 1, leader, members: [], skipAssignment: false });
    expect(answer.memberId).not.toBe(leader);
  });

  it('starts a rebalance when that changes the protocol of the group', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await formStatic(h, { protocols: [range, sticky], ...longRebalance });
    const joined = h.join({ groupInstanceId: 'follower', protocols: [sticky], ...longRebalance });
    expect(h.heartbeat({ memberId: leader })).toBe('REBALANCE_IN_PROGRESS');
    const led = h.join({ memberId: leader, groupInstanceId: 'leader', protocols: [range, sticky] });
    await h.clock.advance(0);
    expect(led.answer).toMatchObject({ generationId: 2, protocolName: 'sticky' });
    expect(joined.answer.memberId).not.toBe(follower);
  });

  it('starts a rebalance while the leader assigns, lest the assignment goes to the old id', async () => {
    const h = new GroupHarness();
    const [leader] = ['leader', 'follower'].map(groupInstanceId => h.join({ groupInstanceId }));
    await h.clock.advance(6_000);
    const back = h.join({ groupInstanceId: 'follower' });
    expect(h.heartbeat({ memberId: leader!.answer.memberId })).toBe('REBALANCE_IN_PROGRESS');
    h.join({ memberId: leader!.answer.memberId, groupInstanceId: 'leader' });
    await h.clock.advance(0);
    expect(back.answer.generationId).toBe(2);
  });

  it('keeps its place in a round of joining that goes on', async () => {
    const h = new GroupHarness();
    const [leader] = await formStatic(h);
    const led = h.join({ memberId: leader, groupInstanceId: 'leader' });
    const back = h.join({ groupInstanceId: 'follower' });
    await h.clock.advance(0);
    expect([led, back].map(join => join.answer.generationId)).toEqual([2, 2]);
    expect(led.answer.members).toHaveLength(2);
  });
});

describe('the old id of a static member', () => {
  it('is fenced from now on', async () => {
    const h = new GroupHarness();
    const [, memberId] = await formStatic(h);
    await h.join({ groupInstanceId: 'follower' }).promise;
    const old = { memberId, groupInstanceId: 'follower' };
    expect(h.heartbeat(old)).toBe('FENCED_INSTANCE_ID');
    expect(nameOf(await h.join(old).promise)).toBe('FENCED_INSTANCE_ID');
    expect(nameOf(await h.sync(old).promise)).toBe('FENCED_INSTANCE_ID');
    expect(h.commit({ ...old, generationIdOrMemberEpoch: 1 })).toBe('FENCED_INSTANCE_ID');
    expect(h.leave({ members: [old] }).members.map(nameOf)).toEqual(['FENCED_INSTANCE_ID']);
    expect(h.heartbeat({ memberId })).toBe('UNKNOWN_MEMBER_ID');
    expect(h.heartbeat({ memberId, groupInstanceId: 'nobody' })).toBe('UNKNOWN_MEMBER_ID');
  });

  it('has its parked join answered', async () => {
    const h = new GroupHarness();
    const joined = h.join({ groupInstanceId: 'worker' });
    const back = h.join({ groupInstanceId: 'worker' });
    await h.clock.advance(3_000);
    expect(joined.answer).toMatchObject({ protocolName: null, memberId: 'worker-1' });
    expect(nameOf(joined.answer)).toBe('FENCED_INSTANCE_ID');
    expect(back.answer).toMatchObject({ errorCode: 0, memberId: 'worker-2', leader: 'worker-2' });
  });

  it('has its parked sync answered', async () => {
    const h = new GroupHarness();
    const [, follower] = ['leader', 'follower'].map(groupInstanceId => h.join({ groupInstanceId }));
    await h.clock.advance(6_000);
    const parked = h.sync({ memberId: follower!.answer.memberId, groupInstanceId: 'follower' });
    h.join({ groupInstanceId: 'follower' });
    await h.clock.advance(0);
    expect(nameOf(parked.answer)).toBe('FENCED_INSTANCE_ID');
  });

  it('has its session end without effect', async () => {
    const h = new GroupHarness();
    const [leader] = await formStatic(h);
    await h.clock.advance(5_000);
    const { memberId } = await h.join({ groupInstanceId: 'follower' }).promise;
    h.heartbeat({ memberId: leader });
    await h.clock.advance(5_001);
    expect(h.heartbeat({ memberId })).toBe('NONE');
    expect(h.describe().members).toHaveLength(2);
  });
});

describe('a static member that stays away', () => {
  it('is taken out when its session ends, not before', async () => {
    const h = new GroupHarness();
    const [leader] = await formStatic(h);
    await h.clock.advance(9_999);
    expect(h.heartbeat({ memberId: leader })).toBe('NONE');
    await h.clock.advance(1);
    expect(h.describe()).toMatchObject({ groupState: 'PreparingRebalance', members: [{ memberId: leader }] });
  });

  it('is taken out by an administrator by its instance id', async () => {
    const h = new GroupHarness();
    await formStatic(h);
    h.leave({ members: [{ memberId: '', groupInstanceId: 'follower' }] });
    expect(h.describe().members.map(member => member.groupInstanceId)).toEqual(['leader']);
  });
});
