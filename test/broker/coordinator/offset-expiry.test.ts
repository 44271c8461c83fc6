import { describe, expect, it } from 'vitest';
import { GroupHarness, subscription } from './group-harness.ts';

const MINUTE = 60_000;
const retention = { offsetsRetentionMinutes: 60, offsetsRetentionCheckIntervalMs: 10 * MINUTE };

describe('offsets (KIP-211)', () => {
  it('of a group are kept while it has members', async () => {
    const h = new GroupHarness(retention);
    const [memberId] = await h.form(1, { sessionTimeoutMs: 30 * MINUTE });
    h.commit({ memberId: memberId!, generationIdOrMemberEpoch: 1 });
    for (let i = 0; i < 10; i++) {
      await h.clock.advance(20 * MINUTE);
      h.heartbeat({ memberId: memberId! });
    }
    expect(h.committed()).toEqual({ 'orders-0': 7 });
  });

  it('of a group are kept for the retention after its last member has left, then the group goes as well', async () => {
    const h = new GroupHarness(retention);
    const [memberId] = await h.form(1, { sessionTimeoutMs: 30 * MINUTE });
    h.commit({ memberId: memberId!, generationIdOrMemberEpoch: 1 });
    await h.clock.advance(29 * MINUTE);
    h.leave({ members: [{ memberId: memberId! }] });
    await h.clock.advance(59 * MINUTE);
    h.coordinator.expireOffsets();
    expect(h.committed()).toEqual({ 'orders-0': 7 });
    await h.clock.advance(MINUTE);
    h.coordinator.expireOffsets();
    expect(h.committed()).toEqual({});
    expect(h.describe().groupState).toBe('Dead');
  });

  it('committed from outside are kept for the retention after the last commit of each', async () => {
    const h = new GroupHarness(retention);
    h.commit({}, { partitionIndex: 0 });
    await h.clock.advance(30 * MINUTE);
    h.commit({}, { partitionIndex: 1 });
    await h.clock.advance(30 * MINUTE);
    expect(h.committed()).toEqual({ 'orders-1': 7 });
    await h.clock.advance(30 * MINUTE);
    expect(h.list().groups).toEqual([]);
  });

  it('of topics that a group has unsubscribed from are kept for the retention after the last commit', async () => {
    const h = new GroupHarness(retention);
    h.commit({}, { topic: 'payments' });
    h.commit();
    const [memberId] = await h.form(1, {
      sessionTimeoutMs: 30 * MINUTE,
      rebalanceTimeoutMs: 30 * MINUTE,
      protocols: [{ name: 'range', metadata: subscription('orders') }],
    });
    for (let i = 0; i < 4; i++) {
      await h.clock.advance(20 * MINUTE);
      expect(h.heartbeat({ memberId: memberId! })).toBe('NONE');
    }
    expect(h.committed()).toEqual({ 'orders-0': 7 });
  });

  it('of members that are no consumers are all kept', async () => {
    const h = new GroupHarness(retention);
    h.commit();
    const [memberId] = await h.form(1, {
      protocolType: 'connect',
      protocols: [{ name: 'eager', metadata: Buffer.alloc(0) }],
      sessionTimeoutMs: 30 * MINUTE,
      rebalanceTimeoutMs: 30 * MINUTE,
    });
    for (let i = 0; i < 5; i++) {
      await h.clock.advance(20 * MINUTE);
      h.heartbeat({ memberId: memberId! });
    }
    expect(h.describe().groupState).toBe('Stable');
    expect(h.committed()).toEqual({ 'orders-0': 7 });
  });

  it('committed with a retention time of their own are kept for that (version 2 to 4)', async () => {
    const h = new GroupHarness(retention);
    h.commit({ retentionTimeMs: 5 * MINUTE }, { partitionIndex: 0 }, 4);
    h.commit({ retentionTimeMs: 500 * MINUTE }, { partitionIndex: 1 }, 4);
    h.commit({ retentionTimeMs: -1 }, { partitionIndex: 2 }, 4);
    h.restart();
    await h.clock.advance(10 * MINUTE);
    expect(h.committed()).toEqual({ 'orders-1': 7, 'orders-2': 7 });
    await h.clock.advance(50 * MINUTE);
    expect(h.committed()).toEqual({ 'orders-1': 7 });
    await h.clock.advance(440 * MINUTE);
    expect(h.list().groups).toEqual([]);
  });

  it('go in as many batches as it takes', async () => {
    const h = new GroupHarness(retention);
    const partitions = Array.from({ length: 5_000 }, (_, partitionIndex) => ({
      partitionIndex,
      committedOffset: 1,
      committedMetadata: '',
    }));
    for (let t = 0; t < 3; t++) h.commit({ topics: [{ name: `${'long-'.repeat(20)}${t}`, partitions }] });
    const written = h.log.flat().length;
    await h.clock.advance(60 * MINUTE);
    expect(h.list().groups).toEqual([]);
    expect(h.log.flat().length).toBeGreaterThan(written + 1);
  });
});

describe('an empty group without offsets', () => {
  it('goes at the next check', async () => {
    const h = new GroupHarness(retention);
    const [memberId] = await h.form(1);
    h.leave({ members: [{ memberId: memberId! }] });
    expect(h.describe().groupState).toBe('Empty');
    await h.clock.advance(10 * MINUTE);
    expect(h.describe().groupState).toBe('Dead');
    expect(h.records.at(-1)).toMatchObject({ kind: 'groupMetadata', key: { group: 'g' }, value: null });
  });
});
