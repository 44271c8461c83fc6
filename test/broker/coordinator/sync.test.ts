import { describe, expect, it } from 'vitest';
import { GroupHarness, nameOf } from './group-harness.ts';

/** A group of two in CompletingRebalance. */
async function joined(h: GroupHarness): Promise<[string, string]> {
  const [a, b] = [await h.joinNew(), await h.joinNew()];
  await h.clock.advance(6_000);
  return [a.memberId, b.memberId];
}

describe('SyncGroup', () => {
  it('is parked until the leader hands in the assignment; whom it left out gets nothing', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await joined(h);
    const followed = h.sync({ memberId: follower });
    await h.clock.advance(1_000);
    expect(followed.parked).toBe(true);
    const assignments = [
      { memberId: leader, assignment: Buffer.from('all of it') },
      { memberId: 'somebody else', assignment: Buffer.from('lost') },
    ];
    const led = await h.sync({ memberId: leader, assignments }).promise;
    expect(led).toMatchObject({ errorCode: 0, protocolType: 'consumer', protocolName: 'range' });
    expect(led.assignment.toString()).toBe('all of it');
    expect(followed.answer).toMatchObject({ errorCode: 0, assignment: Buffer.alloc(0) });
    expect(h.describe().groupState).toBe('Stable');
  });

  it('to a stable group gives the assignment there is', async () => {
    const h = new GroupHarness();
    const [, follower] = await h.form(2);
    expect((await h.sync({ memberId: follower! }).promise).assignment.toString()).toBe(follower);
  });

  it('is refused by what is wrong with it', async () => {
    const h = new GroupHarness();
    const error = async (request: Parameters<typeof h.sync>[0], version?: number) =>
      nameOf(await h.sync(request, version).promise);
    expect(await error({ groupId: '' })).toBe('INVALID_GROUP_ID');
    expect(await error({ memberId: 'app-1' })).toBe('UNKNOWN_MEMBER_ID');
    const [memberId] = await h.form(1);
    expect(await error({ memberId: 'nobody' })).toBe('UNKNOWN_MEMBER_ID');
    expect(await error({ memberId: memberId!, generationId: 2 })).toBe('ILLEGAL_GENERATION');
    expect(await error({ memberId: memberId!, generationId: 0 })).toBe('ILLEGAL_GENERATION');
    expect(await error({ memberId: memberId!, protocolType: 'connect' })).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(await error({ memberId: memberId!, protocolName: 'sticky' })).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(await error({ memberId: memberId!, protocolName: null })).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(await error({ memberId: memberId!, protocolName: null, protocolType: null }, 4)).toBe('NONE');
  });

  it('takes members out that do not send it within the rebalance timeout', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await joined(h);
    const followed = h.sync({ memberId: follower });
    for (let ms = 0; ms < 60_000; ms += 5_000) {
      expect(h.heartbeat({ memberId: leader })).toBe('NONE');
      await h.clock.advance(5_000);
    }
    expect(nameOf(followed.answer)).toBe('REBALANCE_IN_PROGRESS');
    expect(h.describe()).toMatchObject({ groupState: 'PreparingRebalance', members: [{ memberId: follower }] });
    const rejoined = h.join({ memberId: follower });
    await h.clock.advance(0);
    expect(rejoined.answer).toMatchObject({ generationId: 2, leader: follower });
  });

  it('takes followers out of a stable group, too, that never fetch their assignment', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await joined(h);
    await h.sync({ memberId: leader }).promise;
    for (let ms = 0; ms < 60_000; ms += 5_000) {
      for (const memberId of [leader, follower]) expect(h.heartbeat({ memberId })).toBe('NONE');
      await h.clock.advance(5_000);
    }
    expect(h.describe()).toMatchObject({ groupState: 'PreparingRebalance', members: [{ memberId: leader }] });
  });

  it('keeps the session of a parked member, which begins anew with the answer', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await joined(h);
    const followed = h.sync({ memberId: follower });
    for (let ms = 0; ms < 30_000; ms += 5_000) {
      await h.clock.advance(5_000);
      h.heartbeat({ memberId: leader });
    }
    expect(followed.parked).toBe(true);
    await h.sync({ memberId: leader }).promise;
    await h.clock.advance(9_999);
    expect(h.describe().members).toHaveLength(2);
    await h.clock.advance(1);
    expect(h.describe().members).toHaveLength(0);
  });

  it('sends a sync away that the member has parked on a connection before', async () => {
    const h = new GroupHarness();
    const [leader, follower] = await joined(h);
    const first = h.sync({ memberId: follower });
    const second = h.sync({ memberId: follower });
    await h.sync({ memberId: leader }).promise;
    expect(nameOf(first.answer)).toBe('REBALANCE_IN_PROGRESS');
    expect(nameOf(second.answer)).toBe('NONE');
  });
});
