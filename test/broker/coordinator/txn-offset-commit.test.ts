import { describe, expect, it } from 'vitest';
import type { TxnCommitRequest } from '../../../src/broker/coordinator/group/txn-offset-commit.ts';
import { ConsumerHarness } from './consumer/harness.ts';
import { GroupHarness, nameOf } from './group-harness.ts';

function commit(h: GroupHarness, request: Partial<TxnCommitRequest> = {}, metadata = 'm') {
  const partition = { partitionIndex: 0, committedOffset: 7, committedLeaderEpoch: 0, committedMetadata: metadata };
  const [topic] = h.coordinator.commitTransactionalOffsets({
    transactionalId: 'tx',
    groupId: 'g',
    producerId: 42,
    producerEpoch: 0,
    generationId: -1,
    memberId: '',
    groupInstanceId: null,
    topics: [{ name: 'orders', partitions: [partition] }],
    ...request,
  });
  return nameOf(topic!.partitions[0]!);
}
const end = (h: GroupHarness, committed: boolean) =>
  h.coordinator.endTransaction(h.coordinator.partitionFor('g'), 42, committed);

describe('TxnOffsetCommit', () => {
  it('counts when the transaction is committed, also after a restart in between', () => {
    const h = new GroupHarness();
    expect(commit(h)).toBe('NONE');
    expect(h.committed()).toEqual({});
    h.restart();
    expect(h.committed()).toEqual({});
    end(h, true);
    expect(h.committed()).toEqual({ 'orders-0': 7 });
  });

  it('does not count when the transaction is aborted', () => {
    const h = new GroupHarness();
    commit(h);
    end(h, false);
    expect(h.committed()).toEqual({});
  });

  it('of a member is checked by generation, whatever the state of the group', async () => {
    const h = new GroupHarness();
    const [memberId = ''] = await h.form(1);
    expect(commit(h, { memberId, generationId: 1 })).toBe('NONE');
    expect(commit(h, { memberId, generationId: 0 })).toBe('ILLEGAL_GENERATION');
    expect(commit(h, { memberId: 'nobody', generationId: 1 })).toBe('UNKNOWN_MEMBER_ID');
    expect(commit(h, { memberId, generationId: 1, groupInstanceId: 'a' })).toBe('UNKNOWN_MEMBER_ID');
  });

  it('that says nothing of a member is believed, as from clients before KIP-447', async () => {
    const h = new GroupHarness();
    await h.form(1);
    expect(commit(h)).toBe('NONE');
  });

  it('of a member of a consumer group is checked by its epoch', () => {
    const h = new ConsumerHarness();
    const { memberEpoch } = h.enter('a');
    expect(commit(h, { memberId: 'a', generationId: memberEpoch })).toBe('NONE');
    expect(commit(h, { memberId: 'a', generationId: memberEpoch + 1 })).toBe('ILLEGAL_GENERATION');
    expect(commit(h, { memberId: 'b', generationId: memberEpoch })).toBe('UNKNOWN_MEMBER_ID');
    expect(commit(h)).toBe('NONE');
  });

  it('of a generation of a group that is not there is refused', () => {
    expect(commit(new GroupHarness(), { memberId: 'a', generationId: 3 })).toBe('ILLEGAL_GENERATION');
  });

  it('takes no metadata that is too long, and leaves no group behind when nothing was written', () => {
    const h = new GroupHarness();
    expect(commit(h, {}, 'x'.repeat(5000))).toBe('OFFSET_METADATA_TOO_LARGE');
    h.refuseAppends = 'NOT_ENOUGH_REPLICAS';
    expect(commit(h)).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(h.list().groups).toEqual([]);
  });
});
