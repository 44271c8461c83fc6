import { describe, expect, it } from 'vitest';
import { GroupHarness, nameOf, subscription } from './group-harness.ts';

describe('OffsetCommit by a member', () => {
  it('is answered according to the state of the group', async () => {
    const h = new GroupHarness();
    const { memberId } = await h.joinNew();
    const commit = (generationIdOrMemberEpoch: number, id = memberId) =>
      h.commit({ generationIdOrMemberEpoch, memberId: id });
    expect(commit(0)).toBe('NONE'); // PreparingRebalance: of the generation before
    expect(commit(-1, '')).toBe('UNKNOWN_MEMBER_ID');
    await h.clock.advance(3_000);
    expect(commit(1)).toBe('REBALANCE_IN_PROGRESS');
    await h.assign([memberId], {});
    expect(commit(1)).toBe('NONE');
    expect(commit(0)).toBe('ILLEGAL_GENERATION');
    expect(commit(-1)).toBe('ILLEGAL_GENERATION');
    expect(commit(1, 'nobody')).toBe('UNKNOWN_MEMBER_ID');
    expect(commit(-1, '')).toBe('UNKNOWN_MEMBER_ID');
    h.leave({ members: [{ memberId }] });
    expect(commit(1)).toBe('UNKNOWN_MEMBER_ID');
    expect(commit(-1, '')).toBe('NONE');
  });

  it('keeps its session alive', async () => {
    const h = new GroupHarness();
    const [memberId] = await h.form(1);
    await h.clock.advance(9_999);
    expect(h.commit({ memberId: memberId!, generationIdOrMemberEpoch: 1 })).toBe('NONE');
    await h.clock.advance(9_999);
    expect(h.describe().groupState).toBe('Stable');
  });

  it('to a group that is not there is refused, in the words that its version knows', () => {
    const h = new GroupHarness();
    const request = { memberId: 'app-1', generationIdOrMemberEpoch: 3 };
    expect(h.commit(request, {}, 9)).toBe('GROUP_ID_NOT_FOUND');
    expect(h.commit(request, {}, 8)).toBe('ILLEGAL_GENERATION');
  });
});

describe('OffsetCommit from outside of a group', () => {
  it('makes a group of its own, without members or protocol', () => {
    const h = new GroupHarness();
    expect(h.commit()).toBe('NONE');
    expect(h.describe()).toMatchObject({ groupState: 'Empty', protocolType: '', members: [] });
    expect(h.committed()).toEqual({ 'orders-0': 7 });
  });

  it('is possible for the group without a name, as ever', () => {
    const h = new GroupHarness();
    expect(h.commit({ groupId: '' })).toBe('NONE');
    expect(h.committed('')).toEqual({ 'orders-0': 7 });
  });
});

describe('what is committed', () => {
  it('comes back with leader epoch and metadata, the last commit counts', () => {
    const h = new GroupHarness();
    const topics = [
      {
        name: 'orders',
        partitions: [
          { partitionIndex: 0, committedOffset: 7, committedLeaderEpoch: 3, committedMetadata: 'from «here»' },
          { partitionIndex: 2, committedOffset: 9, committedMetadata: null },
        ],
      },
    ];
    h.commit({ topics });
    h.commit({}, { partitionIndex: 2, committedOffset: 10 });
    const [group] = h.fetch({
      groups: [{ groupId: 'g', topics: [{ name: 'orders', partitionIndexes: [0, 1, 2] }] }],
    }).groups;
    expect(group).toMatchObject({ groupId: 'g', errorCode: 0 });
    expect(group!.topics[0]!.partitions).toEqual([
      { partitionIndex: 0, committedOffset: 7, committedLeaderEpoch: 3, metadata: 'from «here»', errorCode: 0 },
      { partitionIndex: 1, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode: 0 },
      { partitionIndex: 2, committedOffset: 10, committedLeaderEpoch: -1, metadata: '', errorCode: 0 },
    ]);
  });

  it('has metadata of up to 4096 characters; longer ones fail alone', () => {
    const h = new GroupHarness();
    expect(h.commit({}, { committedMetadata: 'é'.repeat(4_096) })).toBe('NONE');
    const partition = (partitionIndex: number, committedMetadata: string) => ({
      partitionIndex,
      committedOffset: 1,
      committedMetadata,
    });
    const partitions = [partition(0, 'x'.repeat(4_097)), partition(1, 'x')];
    h.commit({ topics: [{ name: 'payments', partitions }] });
    expect(h.committed()).toEqual({ 'orders-0': 7, 'payments-1': 1 });
    expect(h.commit({}, { committedMetadata: 'x'.repeat(4_097) })).toBe('OFFSET_METADATA_TOO_LARGE');
  });
});

describe('OffsetFetch', () => {
  it('asks for several groups from version 8 on, each with its own answer', () => {
    const h = new GroupHarness();
    h.commit();
    h.coordinator.unload(h.coordinator.partitionFor('elsewhere'));
    const { groups } = h.fetch({
      groups: [
        { groupId: 'g', topics: null },
        { groupId: 'nobody', topics: null },
        { groupId: 'elsewhere', topics: null },
      ],
    });
    expect(groups.map(group => [group.groupId, nameOf(group), group.topics.length])).toEqual([
      ['g', 'NONE', 1],
      ['nobody', 'NONE', 0],
      ['elsewhere', 'NOT_COORDINATOR', 0],
    ]);
  });

  it('asks for one group before, for all its topics with null from version 2 on', () => {
    const h = new GroupHarness();
    h.commit();
    for (const version of [2, 5, 7]) {
      const answer = h.fetch({ groupId: 'g', topics: null }, version);
      expect(answer.topics).toMatchObject([
        { name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 7 }] },
      ]);
    }
    const { topics } = h.fetch({ groupId: 'g', topics: [{ name: 'orders', partitionIndexes: [0] }] }, 1);
    expect(topics[0]!.partitions[0]).toMatchObject({ committedOffset: 7, metadata: '', errorCode: 0 });
  });

  it('has its errors with each partition in version 1', () => {
    const h = new GroupHarness();
    h.coordinator.unload(h.coordinator.partitionFor('g'));
    const question = { groupId: 'g', topics: [{ name: 'orders', partitionIndexes: [0, 1] }] };
    expect(h.fetch(question, 1).topics[0]!.partitions.map(nameOf)).toEqual(['NOT_COORDINATOR', 'NOT_COORDINATOR']);
    expect(nameOf(h.fetch(question, 2))).toBe('NOT_COORDINATOR');
  });
});

describe('OffsetDelete', () => {
  it('forgets what an empty group has committed, and knows nothing of what it has not', () => {
    const h = new GroupHarness();
    h.commit();
    expect(h.deleteOffsets('g', 'orders', 0, 1)).toEqual(['NONE', 'NONE']);
    expect(h.committed()).toEqual({});
    expect(h.records.at(-1)).toMatchObject({ kind: 'offsetCommit', value: null });
  });

  it('keeps topics that the group is subscribed to', async () => {
    const h = new GroupHarness();
    h.commit({}, { topic: 'payments' });
    h.commit();
    await h.form(1, { protocols: [{ name: 'range', metadata: subscription('orders') }] });
    expect(h.deleteOffsets('g', 'orders', 0)).toEqual(['GROUP_SUBSCRIBED_TO_TOPIC']);
    expect(h.deleteOffsets('g', 'payments', 0)).toEqual(['NONE']);
    expect(h.committed()).toEqual({ 'orders-0': 7 });
  });

  it('keeps everything of a group whose subscriptions cannot be read', async () => {
    const h = new GroupHarness();
    h.commit({}, { topic: 'payments' });
    await h.form(1, { protocols: [{ name: 'range', metadata: Buffer.from('gibberish') }] });
    expect(h.deleteOffsets('g', 'payments', 0)).toEqual(['GROUP_SUBSCRIBED_TO_TOPIC']);
  });

  it('is refused for unknown groups and for members that are no consumers', async () => {
    const h = new GroupHarness();
    expect(h.deleteOffsets('g', 'orders', 0)).toEqual(['GROUP_ID_NOT_FOUND']);
    expect(h.deleteOffsets('', 'orders', 0)).toEqual(['INVALID_GROUP_ID']);
    const connect = { protocolType: 'connect', protocols: [{ name: 'eager', metadata: Buffer.alloc(0) }] };
    const { memberId } = await h.joinNew(connect);
    expect(h.deleteOffsets('g', 'orders', 0)).toEqual(['NON_EMPTY_GROUP']);
    h.leave({ members: [{ memberId }] });
    await h.clock.advance(3_000); // a first rebalance waits even when nobody is left
    expect(h.deleteOffsets('g', 'orders', 0)).toEqual(['NONE']);
  });
});

describe('the offsets of a topic', () => {
  it('are gone when the topic is', () => {
    const h = new GroupHarness();
    h.commit();
    h.commit({ groupId: 'h' }, { partitionIndex: 5 });
    h.commit({}, { topic: 'payments' });
    h.coordinator.topicDeleted('orders');
    expect([h.committed('g'), h.committed('h')]).toEqual([{ 'payments-0': 7 }, {}]);
  });
});
