import { describe, expect, it } from 'vitest';
import type { ErrorName } from '../../../src/protocol/errors.ts';
import { GroupHarness, nameOf, subscription } from './group-harness.ts';

describe('when `__consumer_offsets` takes no records', () => {
  it.each<[ErrorName, ErrorName]>([
    ['NOT_ENOUGH_REPLICAS', 'COORDINATOR_NOT_AVAILABLE'],
    ['UNKNOWN_TOPIC_OR_PARTITION', 'COORDINATOR_NOT_AVAILABLE'],
    ['REQUEST_TIMED_OUT', 'COORDINATOR_NOT_AVAILABLE'],
    ['NOT_LEADER_OR_FOLLOWER', 'NOT_COORDINATOR'],
    ['KAFKA_STORAGE_ERROR', 'NOT_COORDINATOR'],
    ['MESSAGE_TOO_LARGE', 'UNKNOWN_SERVER_ERROR'],
    ['RECORD_LIST_TOO_LARGE', 'UNKNOWN_SERVER_ERROR'],
    ['INVALID_TIMESTAMP', 'INVALID_TIMESTAMP'],
  ])('%s is told to clients as %s', (refusal, answer) => {
    const h = new GroupHarness();
    h.commit();
    h.refuseAppends = refusal;
    expect(h.commit({}, { committedOffset: 8 })).toBe(answer);
    expect(h.deleteOffsets('g', 'orders', 0)).toEqual([answer]);
    expect(h.deleteGroups('g')).toEqual({ g: answer });
    expect(h.committed()).toEqual({ 'orders-0': 7 });
  });

  it('a new group does not come up', async () => {
    const h = new GroupHarness();
    h.refuseAppends = 'NOT_ENOUGH_REPLICAS';
    expect(h.commit({ groupId: 'simple' })).toBe('COORDINATOR_NOT_AVAILABLE');
    const parked = h.join({ groupId: 'static', groupInstanceId: 'worker' });
    // The id has been given out before; whoever comes with it is told that the group does not know it.
    const dynamic = await h.join({ groupId: 'dynamic' }).promise;
    expect(nameOf(dynamic)).toBe('MEMBER_ID_REQUIRED');
    await h.clock.advance(3_000);
    expect(nameOf(parked.answer)).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(h.list().groups).toEqual([]);
    h.refuseAppends = undefined;
    const { memberId } = dynamic;
    expect(nameOf(await h.join({ groupId: 'dynamic', memberId }).promise)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('an assignment is taken back and the group rebalances', async () => {
    const h = new GroupHarness();
    const [leader, follower] = [await h.joinNew(), await h.joinNew()];
    await h.clock.advance(6_000);
    const syncs = [h.sync({ memberId: follower.memberId })];
    h.refuseAppends = 'NOT_ENOUGH_REPLICAS';
    syncs.push(h.sync({ memberId: leader.memberId, assignments: [] }));
    await h.clock.advance(0);
    expect(syncs.map(sync => nameOf(sync.answer))).toEqual(['COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_NOT_AVAILABLE']);
    expect(h.describe().groupState).toBe('PreparingRebalance');
    h.refuseAppends = undefined;
    const ids = [leader.memberId, follower.memberId];
    const joins = ids.map(memberId => h.join({ memberId }));
    await h.clock.advance(0);
    expect(joins.map(join => join.answer.generationId)).toEqual([2, 2]);
    await h.assign(ids, { generationId: 2 });
  });

  it('a static member that comes back stays who it was', async () => {
    const h = new GroupHarness();
    const joined = h.join({ groupInstanceId: 'worker', sessionTimeoutMs: 10_000 });
    await h.clock.advance(3_000);
    const { memberId } = joined.answer;
    await h.assign([memberId], {});
    h.refuseAppends = 'KAFKA_STORAGE_ERROR';
    const protocols = [{ name: 'range', metadata: subscription('payments') }];
    const back = await h.join({ groupInstanceId: 'worker', protocols, sessionTimeoutMs: 20_000 }).promise;
    expect(nameOf(back)).toBe('NOT_COORDINATOR');
    expect(back).toMatchObject({ memberId: '', generationId: 1, leader: memberId, members: [] });
    expect(h.heartbeat({ memberId, groupInstanceId: 'worker' })).toBe('NONE');
    expect(h.describe().members).toMatchObject([{ memberId, memberMetadata: subscription('orders') }]);
    await h.clock.advance(10_000);
    expect(h.describe().members).toEqual([]);
  });

  it('the last member leaves all the same', async () => {
    const h = new GroupHarness();
    const [memberId] = await h.form(1);
    h.refuseAppends = 'NOT_ENOUGH_REPLICAS';
    expect(nameOf(h.leave({ members: [{ memberId: memberId! }] }).members[0]!)).toBe('NONE');
    expect(h.describe().groupState).toBe('Empty');
    expect(h.lines.at(-1)).toMatch(/^warn group g is empty, which could not be stored/);
  });

  it('nothing expires, and the next check finds it again', async () => {
    const h = new GroupHarness({ offsetsRetentionMinutes: 1, offsetsRetentionCheckIntervalMs: 60_000 });
    h.commit();
    h.refuseAppends = 'NOT_ENOUGH_REPLICAS';
    await h.clock.advance(60_000);
    expect(h.committed()).toEqual({ 'orders-0': 7 });
    expect(h.lines.at(-1)).toMatch(/clean-up failed/);
    h.refuseAppends = undefined;
    await h.clock.advance(60_000);
    expect(h.list().groups).toEqual([]);
  });
});
