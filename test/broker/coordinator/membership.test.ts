import { describe, expect, it } from 'vitest';
import { GroupHarness, nameOf } from './group-harness.ts';

describe('Heartbeat', () => {
  it('is answered according to the state of the group', async () => {
    const h = new GroupHarness();
    expect(h.heartbeat({ groupId: '' })).toBe('INVALID_GROUP_ID');
    expect(h.heartbeat({ memberId: 'app-1' })).toBe('UNKNOWN_MEMBER_ID');
    const { memberId } = await h.joinNew();
    expect(h.heartbeat({ memberId, generationId: 0 })).toBe('REBALANCE_IN_PROGRESS');
    await h.clock.advance(3_000);
    expect(h.describe().groupState).toBe('CompletingRebalance');
    expect(h.heartbeat({ memberId })).toBe('NONE');
    await h.assign([memberId], {});
    expect(h.heartbeat({ memberId })).toBe('NONE');
    h.leave({ members: [{ memberId }] });
    expect(h.describe().groupState).toBe('Empty');
    expect(h.heartbeat({ memberId })).toBe('UNKNOWN_MEMBER_ID');
  });

  it('has to name the generation', async () => {
    const h = new GroupHarness();
    const [memberId] = await h.form(1);
    expect(h.heartbeat({ memberId: memberId!, generationId: 0 })).toBe('ILLEGAL_GENERATION');
    expect(h.heartbeat({ memberId: memberId!, generationId: 2 })).toBe('ILLEGAL_GENERATION');
  });

  it('keeps the session alive in every state but not from another generation', async () => {
    const h = new GroupHarness();
    const [memberId] = await h.form(1);
    await h.clock.advance(9_999);
    expect(h.heartbeat({ memberId: memberId!, generationId: 0 })).toBe('ILLEGAL_GENERATION');
    await h.clock.advance(1);
    expect(h.heartbeat({ memberId: memberId! })).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('LeaveGroup', () => {
  it('starts a rebalance for those who stay', async () => {
    const h = new GroupHarness();
    const [a, b] = await h.form(2);
    const answer = h.leave({ members: [{ memberId: a!, reason: 'shutting down' }] });
    expect(answer).toMatchObject({ errorCode: 0, members: [{ memberId: a, groupInstanceId: null, errorCode: 0 }] });
    expect(h.heartbeat({ memberId: b! })).toBe('REBALANCE_IN_PROGRESS');
    const rejoined = h.join({ memberId: b! });
    await h.clock.advance(0);
    expect(rejoined.answer).toMatchObject({ generationId: 2, leader: b });
  });

  it('ends the rebalance that waited for the one who leaves', async () => {
    const h = new GroupHarness();
    const [a, b] = await h.form(2);
    const rejoined = h.join({ memberId: a! });
    h.leave({ members: [{ memberId: b! }] });
    await h.clock.advance(0);
    expect(rejoined.answer.members).toHaveLength(1);
  });

  it('answers what the leaver has parked', async () => {
    const h = new GroupHarness();
    const [a, b] = await h.form(2);
    const rejoined = h.join({ memberId: a! });
    h.leave({ members: [{ memberId: a! }] });
    await h.clock.advance(0);
    expect(nameOf(rejoined.answer)).toBe('UNKNOWN_MEMBER_ID');
    h.leave({ members: [{ memberId: b! }] });

    const [c, d] = [await h.joinNew(), await h.joinNew()];
    await h.clock.advance(6_000);
    const parked = h.sync({ memberId: d.memberId, generationId: c.joined.answer.generationId });
    h.leave({ members: [{ memberId: d.memberId }] });
    await h.clock.advance(0);
    expect(nameOf(parked.answer)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('takes several out with one rebalance, static ones by their instance, and answers for each (version 3)', async () => {
    const h = new GroupHarness();
    const worker = h.join({ groupInstanceId: 'worker' });
    const other = h.join({ groupInstanceId: 'other' });
    const { memberId } = await h.joinNew();
    await h.clock.advance(6_000);
    const { members } = h.leave({
      members: [
        { memberId: '', groupInstanceId: 'worker' },
        { memberId: worker.answer.memberId, groupInstanceId: 'other' },
        { memberId: other.answer.memberId, groupInstanceId: 'nobody' },
        { memberId: '', groupInstanceId: null },
        { memberId: 'app-9' },
        { memberId },
      ],
    });
    expect(members.map(nameOf)).toEqual([
      'NONE',
      'FENCED_INSTANCE_ID',
      'UNKNOWN_MEMBER_ID',
      'UNKNOWN_MEMBER_ID',
      'UNKNOWN_MEMBER_ID',
      'NONE',
    ]);
    expect(members[0]).toEqual({ memberId: '', groupInstanceId: 'worker', errorCode: 0 });
    expect(h.describe()).toMatchObject({ groupState: 'PreparingRebalance', members: [{ groupInstanceId: 'other' }] });
  });

  it('names one member and has one error up to version 2', async () => {
    const h = new GroupHarness();
    const [memberId] = await h.form(1);
    expect(nameOf(h.leave({ memberId: 'app-9' }, 2))).toBe('UNKNOWN_MEMBER_ID');
    expect(nameOf(h.leave({ memberId: memberId! }, 2))).toBe('NONE');
    expect(nameOf(h.leave({ memberId: memberId! }, 0))).toBe('UNKNOWN_MEMBER_ID');
    expect(h.describe().groupState).toBe('Empty');
  });

  it('gives an id back that was not used', async () => {
    const h = new GroupHarness();
    const [leader] = await h.form(1);
    const rejoined = h.join({ memberId: leader! });
    await h.clock.advance(0);
    await h.assign([leader!], { generationId: 2 });
    const { memberId } = await h.join().promise;
    h.join({ memberId: leader! });
    expect(nameOf(h.leave({ members: [{ memberId }] }).members[0]!)).toBe('NONE');
    await h.clock.advance(0);
    expect(rejoined.answer.generationId).toBe(2);
    expect(h.heartbeat({ memberId: leader!, generationId: 3 })).toBe('NONE');
    expect(nameOf(await h.join({ memberId }).promise)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('of an unknown group or without its name is refused', () => {
    const h = new GroupHarness();
    const members = [{ memberId: 'app-1' }];
    expect(nameOf(h.leave({ members }).members[0]!)).toBe('UNKNOWN_MEMBER_ID');
    expect(nameOf(h.leave({ groupId: '', members }))).toBe('INVALID_GROUP_ID');
    expect(nameOf(h.leave({ memberId: 'app-1' }, 1))).toBe('UNKNOWN_MEMBER_ID');
  });
});
