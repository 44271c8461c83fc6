import { describe, expect, it } from 'vitest';
import { GroupHarness, nameOf, subscription } from './group-harness.ts';

describe('DescribeGroups', () => {
  it('shows the members of a stable group with metadata and assignment', async () => {
    const h = new GroupHarness();
    const [memberId] = await h.form(1);
    expect(h.describe()).toEqual({
      errorCode: 0,
      errorMessage: null,
      groupId: 'g',
      groupState: 'Stable',
      protocolType: 'consumer',
      protocolData: 'range',
      members: [
        {
          memberId,
          groupInstanceId: null,
          clientId: 'app',
          clientHost: '/127.0.0.1',
          memberMetadata: subscription('orders'),
          memberAssignment: Buffer.from(memberId!),
        },
      ],
      authorizedOperations: -2147483648,
    });
  });

  it('shows members without metadata in other states', async () => {
    const h = new GroupHarness();
    await h.joinNew();
    expect(h.describe()).toMatchObject({
      groupState: 'PreparingRebalance',
      protocolType: 'consumer',
      protocolData: '',
    });
    expect(h.describe().members[0]!.memberMetadata).toHaveLength(0);
    await h.clock.advance(3_000);
    expect(h.describe()).toMatchObject({ groupState: 'CompletingRebalance', protocolData: '' });
  });

  it('of an unknown group says so from version 6 on (KIP-1043), and calls it dead before', () => {
    const h = new GroupHarness();
    const dead = { groupId: 'g', groupState: 'Dead', protocolType: '', protocolData: '', members: [] };
    expect(h.describe('g', 6)).toMatchObject({ ...dead, errorCode: 69, errorMessage: 'Group g not found.' });
    expect(h.describe('g', 5)).toMatchObject({ ...dead, errorCode: 0 });
  });

  it('of a group that another broker coordinates is refused', () => {
    const h = new GroupHarness();
    h.coordinator.unload(h.coordinator.partitionFor('g'));
    expect(nameOf(h.describe())).toBe('NOT_COORDINATOR');
    expect(h.describe().groupState).toBe('');
  });
});

describe('ListGroups', () => {
  it('filters by state and by type, in any case', async () => {
    const h = new GroupHarness();
    await h.form(1, { groupId: 'stable' });
    await h.joinNew({ groupId: 'joining' });
    h.commit({ groupId: 'simple' });
    const names = (request: Parameters<typeof h.list>[0]) =>
      h
        .list(request)
        .groups.map(group => group.groupId)
        .sort();
    expect(names({})).toEqual(['joining', 'simple', 'stable']);
    expect(names({ statesFilter: ['STABLE', ' empty '] })).toEqual(['simple', 'stable']);
    expect(names({ statesFilter: ['preparingrebalance'] })).toEqual(['joining']);
    expect(names({ statesFilter: ['Assigning'] })).toEqual([]);
    expect(names({ typesFilter: ['Classic'] })).toHaveLength(3);
    expect(names({ typesFilter: ['consumer', 'share'] })).toEqual([]);
    expect(h.list({ statesFilter: ['Stable'] }).groups).toEqual([
      { groupId: 'stable', protocolType: 'consumer', groupState: 'Stable', groupType: 'classic' },
    ]);
    expect(h.list({}, 0).groups).toHaveLength(3);
  });
});

describe('DeleteGroups', () => {
  it('deletes empty groups with their offsets and refuses others', async () => {
    const h = new GroupHarness();
    const [memberId] = await h.form(1, { groupId: 'stable' });
    h.commit({ groupId: 'simple' });
    expect(h.deleteGroups('stable', 'simple', 'unknown', 'simple')).toEqual({
      stable: 'NON_EMPTY_GROUP',
      simple: 'NONE',
      unknown: 'GROUP_ID_NOT_FOUND',
    });
    expect(h.committed('simple')).toEqual({});
    expect(h.describe('simple').groupState).toBe('Dead');
    h.leave({ groupId: 'stable', members: [{ memberId: memberId! }] });
    expect(h.deleteGroups('stable')).toEqual({ stable: 'NONE' });
    h.restart();
    expect(h.list().groups).toEqual([]);
  });

  it('is refused while a group is joining', async () => {
    const h = new GroupHarness();
    const { memberId } = await h.joinNew();
    expect(h.deleteGroups('g')).toEqual({ g: 'NON_EMPTY_GROUP' });
    await h.clock.advance(3_000);
    expect(h.deleteGroups('g')).toEqual({ g: 'NON_EMPTY_GROUP' });
    await h.assign([memberId], {});
  });
});
