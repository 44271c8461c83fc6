import { describe, expect, it } from 'vitest';
import { GroupCoordinator } from '../../../src/broker/coordinator/group/coordinator.ts';
import { GroupHarness, nameOf } from './group-harness.ts';

/** The error of every kind of request about group g. */
async function errorsOf(h: GroupHarness): Promise<Record<string, string>> {
  const [fetched] = h.fetch({ groups: [{ groupId: 'g', topics: null }] }).groups;
  return {
    join: nameOf(await h.join().promise),
    sync: nameOf(await h.sync({}).promise),
    heartbeat: h.heartbeat({}),
    leave: nameOf(h.leave({ members: [{ memberId: 'app-1' }] })),
    describe: nameOf(h.describe()),
    list: nameOf(h.list()),
    deleteGroups: h.deleteGroups('g').g!,
    commit: h.commit(),
    fetch: nameOf(fetched!),
    deleteOffsets: h.deleteOffsets('g', 'orders', 0)[0]!,
  };
}

const all = (error: string) => ({
  join: error,
  sync: error,
  heartbeat: error,
  leave: error,
  describe: error,
  list: error,
  deleteGroups: error,
  commit: error,
  fetch: error,
  deleteOffsets: error,
});

describe('a coordinator', () => {
  it('that does not have the partition of a group says so; its list is of the groups it has', async () => {
    const h = new GroupHarness();
    h.coordinator.unload(h.coordinator.partitionFor('g'));
    expect(await errorsOf(h)).toEqual({ ...all('NOT_COORDINATOR'), list: 'NONE' });
  });

  it('that is still to load the partition asks for patience, and believes heartbeats', async () => {
    const h = new GroupHarness();
    h.coordinator = new GroupCoordinator({
      partitions: 4,
      clock: h.clock,
      config: h.config,
      append: () => {},
      isOffsetsPartitionServed: () => true,
    });
    expect(await errorsOf(h)).toEqual({ ...all('COORDINATOR_LOAD_IN_PROGRESS'), heartbeat: 'NONE' });
  });

  it('that has been shut down is not available', async () => {
    const h = new GroupHarness();
    h.coordinator.shutdown();
    expect(await errorsOf(h)).toEqual(all('COORDINATOR_NOT_AVAILABLE'));
  });

  it('answers what is parked when it is shut down, and is silent afterwards', async () => {
    const h = new GroupHarness();
    await h.form(1, { groupId: 'stable' });
    const [, follower] = [await h.joinNew(), await h.joinNew()];
    await h.clock.advance(6_000);
    const sync = h.sync({ memberId: follower!.memberId });
    const { joined } = await h.joinNew({ groupId: 'stable' });
    const written = h.log.flat().length;
    h.coordinator.shutdown();
    await h.clock.advance(0);
    expect([nameOf(joined.answer), nameOf(sync.answer)]).toEqual(['NOT_COORDINATOR', 'NOT_COORDINATOR']);
    await h.clock.advance(3_600_000);
    expect(h.log.flat()).toHaveLength(written);
  });
});
