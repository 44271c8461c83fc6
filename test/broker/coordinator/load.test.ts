import { describe, expect, it } from 'vitest';
import { encodeKey, encodeValue, groupMetadataRecord } from '../../../src/protocol/coordinator-records.ts';
import { setBaseOffset } from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import { GroupHarness, nameOf } from './group-harness.ts';

/** Everything that clients can see of all groups. */
const visible = (h: GroupHarness) =>
  h
    .list()
    .groups.map(({ groupId }) => [h.describe(groupId), h.fetch({ groups: [{ groupId, topics: null }] }).groups])
    .sort();

/** What the log cleaner would make of the log: the last record of each key, in the order of the log. */
function compact(log: Buffer[]): Buffer[] {
  const cursor = new RecordCursor();
  const last = new Map<string, Buffer>();
  let offset = 0;
  for (const batch of log)
    for (cursor.open(batch); cursor.next(); ) {
      const builder = new BatchBuilder();
      builder.appendFrom(cursor);
      const single = builder.build();
      setBaseOffset(single, 0, offset++);
      const key = cursor.key()!.toString('hex');
      last.delete(key);
      last.set(key, single);
    }
  return [...last.values()];
}

async function busyBroker(): Promise<GroupHarness> {
  const h = new GroupHarness();
  const [memberId] = await h.form(3, { groupId: 'stable' });
  h.commit({ groupId: 'stable', memberId: memberId!, generationIdOrMemberEpoch: 1 });
  h.commit({ groupId: 'simple' }, { committedMetadata: 'by hand' });
  h.commit({ groupId: 'simple' }, { partitionIndex: 1, committedOffset: 3 });
  h.commit({ groupId: 'simple' }, { partitionIndex: 1, committedOffset: 4 });
  h.deleteOffsets('simple', 'orders', 0);
  const worker = h.join({ groupId: 'static', groupInstanceId: 'worker' });
  await h.clock.advance(3_000);
  await h.assign([worker.answer.memberId], { groupId: 'static' });
  await h.join({ groupId: 'static', groupInstanceId: 'worker' }).promise;
  const [last] = await h.form(1, { groupId: 'emptied' });
  h.leave({ groupId: 'emptied', members: [{ memberId: last! }] });
  h.commit({ groupId: 'deleted' });
  h.deleteGroups('deleted');
  return h;
}

describe('a coordinator that is started on the log of another', () => {
  it('has the same groups and offsets', async () => {
    const h = await busyBroker();
    const before = visible(h);
    expect(before).toHaveLength(4);
    h.restart();
    expect(visible(h)).toEqual(before);
    h.restart();
    expect(visible(h)).toEqual(before);
  });

  it('has them from a compacted log, too', async () => {
    const h = await busyBroker();
    const before = visible(h);
    for (const [partition, log] of h.log.entries()) h.log[partition] = compact(log);
    h.restart();
    expect(visible(h)).toEqual(before);
  });

  it('lets the members of a stable group go on, each with a whole session', async () => {
    const h = new GroupHarness();
    const [a, b] = await h.form(2);
    await h.clock.advance(9_000);
    h.restart();
    await h.clock.advance(9_999);
    expect(h.heartbeat({ memberId: a! })).toBe('NONE');
    expect((await h.sync({ memberId: a! }).promise).assignment.toString()).toBe(a);
    expect(h.commit({ memberId: a!, generationIdOrMemberEpoch: 1 })).toBe('NONE');
    await h.clock.advance(1);
    expect(h.heartbeat({ memberId: b! })).toBe('UNKNOWN_MEMBER_ID');
    expect(h.describe()).toMatchObject({ groupState: 'PreparingRebalance', members: [{ memberId: a }] });
  });

  it('has members of a rebalance that was cut off find out by themselves', async () => {
    const h = new GroupHarness();
    const [a, b] = await h.form(2);
    h.join({ memberId: a! });
    h.restart();
    expect(h.heartbeat({ memberId: b! })).toBe('NONE');
    const [again, other] = [h.join({ memberId: a! }), h.join({ memberId: b! })];
    await h.clock.advance(0);
    expect([again, other].map(join => join.answer.generationId)).toEqual([2, 2]);
  });

  it('does not know members of a first generation that had no assignment yet', async () => {
    const h = new GroupHarness();
    const { memberId } = await h.joinNew();
    await h.clock.advance(3_000);
    h.restart();
    expect(h.describe().groupState).toBe('Empty');
    expect(nameOf(await h.sync({ memberId }).promise)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('rebalances groups that have become too large', async () => {
    const h = new GroupHarness();
    const ids = await h.form(3);
    Object.assign(h.config, { maxSize: 2 });
    h.restart();
    expect(h.describe().groupState).toBe('PreparingRebalance');
    const joins = ids.map(memberId => h.join({ memberId }));
    await h.clock.advance(60_000);
    expect(joins.map(join => nameOf(join.answer))).toEqual(['NONE', 'NONE', 'GROUP_MAX_SIZE_REACHED']);
  });

  it('counts the retention of an empty group on', async () => {
    const h = new GroupHarness();
    const [memberId] = await h.form(1);
    h.commit({ memberId: memberId!, generationIdOrMemberEpoch: 1 });
    h.leave({ members: [{ memberId: memberId! }] });
    const minutes = 10_080;
    await h.clock.advance((minutes - 1) * 60_000);
    h.restart();
    h.coordinator.expireOffsets();
    expect(h.committed()).toEqual({ 'orders-0': 7 });
    await h.clock.advance(60_000);
    h.coordinator.expireOffsets();
    expect(h.committed()).toEqual({});
  });
});

describe('records of `__consumer_offsets`', () => {
  const append = (h: GroupHarness, groupId: string, key: Buffer, value: Buffer | null) => {
    const builder = new BatchBuilder();
    builder.append({ key, value, timestampMs: 0 });
    h.log[h.coordinator.partitionFor(groupId)]!.push(builder.build());
    h.restart();
  };

  it('from before Kafka 0.10.1 have a rebalance timeout of the session timeout, from before 2.1 no time of their state', () => {
    const h = new GroupHarness();
    const member = {
      memberId: 'm',
      clientId: 'c',
      clientHost: '/h',
      sessionTimeout: 10_000,
      assignment: Buffer.alloc(0),
    };
    const value = {
      protocolType: 'consumer',
      generation: 5,
      protocol: 'range',
      leader: 'm',
      members: [{ ...member, subscription: Buffer.alloc(0) }],
    };
    append(h, 'g', encodeKey(groupMetadataRecord, { group: 'g' }), encodeValue(groupMetadataRecord, value));
    expect(h.describe()).toMatchObject({ groupState: 'Stable', members: [{ memberId: 'm', clientHost: '/h' }] });
    expect(h.heartbeat({ memberId: 'm', generationId: 5 })).toBe('NONE');
  });

  it('of kinds that are not known are passed over, with a line in the log', () => {
    const h = new GroupHarness();
    h.commit();
    append(h, 'g', Buffer.from([0, 17, 0, 1, 103]), Buffer.from([0, 0, 0, 0, 0, 1]));
    expect(h.committed()).toEqual({ 'orders-0': 7 });
    expect(h.lines.at(-1)).toMatch(/passed over 1 records of unknown type 17/);
  });

  it('that are damaged leave the groups of that partition without a coordinator, and no others', () => {
    const h = new GroupHarness();
    h.commit({ groupId: 'simple' });
    expect(h.coordinator.partitionFor('simple')).not.toBe(h.coordinator.partitionFor('g'));
    append(h, 'g', encodeKey(groupMetadataRecord, { group: 'g' }), Buffer.from([0, 3, 9]));
    expect(nameOf(h.describe('g'))).toBe('NOT_COORDINATOR');
    expect(h.committed('simple')).toEqual({ 'orders-0': 7 });
    expect(h.lines.at(-1)).toMatch(/^error __consumer_offsets-3 cannot be read/);
  });
});
