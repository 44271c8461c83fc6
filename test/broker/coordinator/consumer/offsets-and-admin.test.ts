/** Offsets of a group of the consumer protocol, what administrators see of it, and its end. */
import { describe, expect, it } from 'vitest';
import { nameOf } from '../group-harness.ts';
import { ConsumerHarness } from './harness.ts';

const as = (memberId: string, generationIdOrMemberEpoch: number) => ({ memberId, generationIdOrMemberEpoch });

function joined(): ConsumerHarness {
  const h = new ConsumerHarness();
  h.enter('a');
  return h;
}

describe('a commit to a consumer group', () => {
  it('is taken from a member in its epoch', () => {
    const h = joined();
    expect(h.commit(as('a', 1))).toBe('NONE');
    expect(h.committed()).toEqual({ 'orders-0': 7 });
  });

  it.each([
    ['of an old epoch', as('a', 0), 'STALE_MEMBER_EPOCH'],
    ['of an epoch to come', as('a', 2), 'STALE_MEMBER_EPOCH'],
    ['of nobody', as('x', 1), 'UNKNOWN_MEMBER_ID'],
    ['from outside', as('', -1), 'UNKNOWN_MEMBER_ID'],
  ] as const)('%s is refused while it has members', (_, request, error) => {
    expect(joined().commit(request)).toBe(error);
  });

  it('in words that have no member epoch is refused', () => {
    expect(joined().commit(as('a', 1), {}, 8)).toBe('UNSUPPORTED_VERSION');
  });

  it('from outside is taken when it is empty', () => {
    const h = joined();
    h.beat({ memberEpoch: -1 });
    expect(h.commit(as('', -1))).toBe('NONE');
  });

  it('does not keep the member alive', async () => {
    const h = joined();
    await h.clock.advance(44_000);
    h.commit(as('a', 1));
    await h.clock.advance(1_000);
    expect(h.group().members).toEqual([]);
  });
});

describe('a fetch of offsets', () => {
  it('of a member is answered in its epoch only', () => {
    const h = joined();
    expect(h.fetchAs('a', 1)).toBe('NONE');
    expect(h.fetchAs('a', 0)).toBe('STALE_MEMBER_EPOCH');
    expect(h.fetchAs('x', 1)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('of anybody else is answered', () => {
    expect(joined().fetchAs(null, -1)).toBe('NONE');
  });
});

describe('an administrator', () => {
  it('finds it in the list by its type', () => {
    const h = joined();
    h.commit({ groupId: 'classic' });
    const listed = (typesFilter: string[]) => h.list({ typesFilter }).groups.map(({ groupId }) => groupId);
    expect(listed(['consumer'])).toEqual(['g']);
    expect(listed(['Classic'])).toEqual(['classic']);
    expect(h.list().groups.find(({ groupId }) => groupId === 'g')).toEqual({
      groupId: 'g',
      protocolType: 'consumer',
      groupState: 'Stable',
      groupType: 'consumer',
    });
  });

  it('does not find it among the classic ones', () => {
    expect(joined().describe('g', 5)).toMatchObject({ errorCode: 0, groupState: 'Dead' });
    const answer = joined().describe('g', 6);
    expect([nameOf(answer), answer.errorMessage]).toEqual(['GROUP_ID_NOT_FOUND', 'Group g is not a classic group.']);
  });

  it('does not find a classic group among these', () => {
    const h = joined();
    h.commit({ groupId: 'classic' });
    const answer = h.group('classic');
    expect([nameOf(answer), answer.errorMessage]).toEqual([
      'GROUP_ID_NOT_FOUND',
      'Group classic is not a consumer group.',
    ]);
  });

  it('cannot delete it, nor offsets that it reads, while it lives', () => {
    const h = joined();
    h.commit(as('a', 1));
    expect(h.deleteGroups('g')).toEqual({ g: 'NON_EMPTY_GROUP' });
    expect(h.deleteOffsets('g', 'orders', 0)).toEqual(['GROUP_SUBSCRIBED_TO_TOPIC']);
    expect(h.deleteOffsets('g', 'other', 0)).toEqual(['NONE']);
  });

  it('deletes it with all records when it is empty', () => {
    const h = joined();
    h.commit(as('a', 1));
    h.beat({ memberEpoch: -1 });
    expect(h.deleteGroups('g')).toEqual({ g: 'NONE' });
    expect(nameOf(h.group())).toBe('GROUP_ID_NOT_FOUND');
    h.restart();
    expect([nameOf(h.group()), h.committed()]).toEqual(['GROUP_ID_NOT_FOUND', {}]);
  });

  it('takes members out by their instance ids', () => {
    const h = new ConsumerHarness();
    h.enter('a', { instanceId: 'one' });
    const { members } = h.leave({ members: [{ memberId: '', groupInstanceId: 'one' }, { memberId: 'x' }] });
    expect(members.map(nameOf)).toEqual(['NONE', 'UNKNOWN_MEMBER_ID']);
    expect(h.group().members).toEqual([]);
  });
});

describe('offsets of a consumer group', () => {
  it('expire when it has not committed for long and nobody reads the topic, and the group with them', async () => {
    const h = joined();
    h.commit(as('a', 1));
    h.beat({ memberEpoch: -1 });
    await h.clock.advance(h.config.offsetsRetentionMinutes * 60_000 + h.config.offsetsRetentionCheckIntervalMs);
    expect([h.committed(), nameOf(h.group())]).toEqual([{}, 'GROUP_ID_NOT_FOUND']);
  });

  it('stay while somebody reads the topic', async () => {
    const h = new ConsumerHarness({ sessionTimeoutMs: () => 2 ** 31 - 1 });
    h.enter('a');
    h.commit(as('a', 1));
    h.commit(as('a', 1), { topic: 'other' });
    await h.clock.advance(h.config.offsetsRetentionMinutes * 60_000 + h.config.offsetsRetentionCheckIntervalMs);
    expect(h.committed()).toEqual({ 'orders-0': 7 });
  });
});

describe('the records of a consumer group', () => {
  it('bring it back as it was', () => {
    const h = joined();
    h.enter('b', { instanceId: 'one', rackId: 'here', serverAssignor: 'range' });
    h.beat({ memberEpoch: 1 });
    const before = h.group();
    h.restart();
    expect(h.group()).toEqual(before);
    expect(h.beat({ memberEpoch: 1, topicPartitions: h.owning([3, 4, 5]) }).memberEpoch).toBe(2);
  });

  it('give every member a whole session anew', async () => {
    const h = joined();
    await h.clock.advance(30_000);
    h.restart();
    await h.clock.advance(30_000);
    expect(h.errorOf({ memberEpoch: 1 })).toBe('NONE');
  });

  it('are written in the order that Kafka reads them in', () => {
    const h = joined();
    h.beat({ memberEpoch: -1 });
    expect(h.records.map(({ kind }) => kind)).toEqual([
      'consumerGroupMemberMetadata',
      'consumerGroupMetadata',
      'consumerGroupTargetAssignmentMember',
      'consumerGroupTargetAssignmentMetadata',
      'consumerGroupCurrentMemberAssignment',
      'consumerGroupCurrentMemberAssignment',
      'consumerGroupTargetAssignmentMember',
      'consumerGroupMemberMetadata',
      'consumerGroupMetadata',
    ]);
  });

  it('of offsets may stand before those of the group', () => {
    const h = joined();
    h.commit(as('a', 1));
    const [first, ...rest] = h.log[0]!.splice(0);
    h.log[0]!.push(...rest, first!);
    h.restart();
    expect([h.committed(), h.group().members.length]).toEqual([{ 'orders-0': 7 }, 1]);
  });
});
