import { describe, expect, it } from 'vitest';
import type { DrainEvidence, PartitionBacklog } from '../../../src/relay/drain/evidence.ts';
import { type DrainOptions, planDrain } from '../../../src/relay/drain/plan.ts';

const DAY = 24 * 3_600_000;
const NOW = 1_800_000_000_000;

const backlog = (given: Partial<PartitionBacklog> = {}): PartitionBacklog => ({
  partition: 0,
  logStart: 0,
  committed: 100,
  end: 1_000,
  oldestMs: NOW - 2 * DAY,
  bytes: 90_000,
  sample: { records: 10, nullKeys: 0, misplaced: 0 },
  ...given,
});
const topic = (name: string, config: Record<string, string> = {}, partitions = 4) => ({
  name,
  partitions,
  replicationFactor: 3,
  internal: false,
  config: new Map(Object.entries(config)),
});
const evidence = (given: Partial<DrainEvidence> = {}): DrainEvidence => ({
  nowMs: NOW,
  clusterId: 'c',
  brokers: 3,
  source: topic('orders', {
    'retention.ms': String(7 * DAY),
    'max.message.bytes': '1048588',
    'min.insync.replicas': '2',
  }),
  group: { id: 'billing', state: 'Empty', members: 0 },
  backlog: [backlog()],
  target: undefined,
  ...given,
});
const options = (given: Partial<DrainOptions> = {}): DrainOptions => ({
  target: 'orders-wide',
  create: true,
  partitions: 12,
  replicationFactor: undefined,
  nullKey: 'spread',
  shadow: false,
  ...given,
});
const wide = (config: Record<string, string> = {}, given = {}) => ({
  ...topic('orders-wide', { 'retention.ms': String(30 * DAY), 'max.message.bytes': '2000000', ...config }, 12),
  endOffsets: Array(12).fill(0),
  ...given,
});
const refused = (e: Partial<DrainEvidence>, o: Partial<DrainOptions> = {}) =>
  planDrain(evidence(e), options(o)).refusals.map(({ what, goOn }) => `${what} → ${goOn}`);

describe('planDrain', () => {
  it('freezes from the commit to the end', () => {
    const plan = planDrain(evidence(), options());
    expect(plan.rows[0]).toEqual({
      partition: 0,
      committed: 100,
      from: 100,
      end: 1_000,
      records: 900,
      bytes: 90_000,
      ageMs: 2 * DAY,
    });
    expect(plan.ranges).toEqual([{ partition: 0, from: 100, to: 1_000 }]);
    expect(plan.refusals).toEqual([]);
  });

  it('starts at the log start where the commit is older, and says what was lost', () => {
    const plan = planDrain(evidence({ backlog: [backlog({ logStart: 150 })] }), options());
    expect(plan.ranges[0]?.from).toBe(150);
    expect(plan.risks.join()).toContain('50 offsets behind the commits of partition(s) 0 were deleted');
  });

  it('counts everything where the group never committed, and says so', () => {
    const plan = planDrain(evidence({ backlog: [backlog({ committed: null })] }), options());
    expect(plan.ranges[0]?.from).toBe(0);
    expect(plan.risks.join()).toContain('never committed in partition(s) 0');
  });

  it('knows the bytes only when it knows all of them', () => {
    expect(
      planDrain(evidence({ backlog: [backlog(), backlog({ partition: 1, bytes: null })] }), options()).bytes,
    ).toBeNull();
  });

  it('creates the target so that the backlog outlives the drain', () => {
    expect(planDrain(evidence(), options()).target.create).toEqual({
      replicationFactor: 3,
      config: {
        'cleanup.policy': 'delete',
        'message.timestamp.type': 'CreateTime',
        'retention.ms': String(2 * DAY + 7 * DAY),
        'retention.bytes': '-1',
        'max.message.bytes': String(1_048_588 + 377),
        'min.insync.replicas': '2',
      },
    });
  });

  it('creates no more replicas than there are brokers', () => {
    expect(planDrain(evidence({ brokers: 1 }), options()).target.create).toMatchObject({
      replicationFactor: 1,
      config: { 'min.insync.replicas': '1' },
    });
  });

  describe('refuses', () => {
    it('a group that is at work, unless --shadow', () => {
      const group = { id: 'billing', state: 'Stable', members: 2 };
      expect(refused({ group })).toEqual([expect.stringMatching(/2 member\(s\) \(Stable\).*→.*--shadow/)]);
      expect(refused({ group }, { shadow: true })).toEqual([]);
    });

    it('a target that is not there, unless --create --partitions', () => {
      expect(refused({}, { create: false })).toEqual([expect.stringMatching(/does not exist → add --create/)]);
      expect(refused({}, { partitions: undefined })).toEqual([expect.stringMatching(/needs a number of partitions/)]);
    });

    it('a target that would delete the moved records as expired', () => {
      expect(refused({ target: wide({ 'retention.ms': String(DAY) }) })).toEqual([
        expect.stringMatching(/would be deleted as expired → .*retention\.ms=777600000/),
      ]);
      expect(
        refused({ target: wide({ 'retention.ms': String(DAY), 'message.timestamp.type': 'LogAppendTime' }) }),
      ).toEqual([]);
      expect(refused({ target: wide({ 'retention.ms': '-1' }) })).toEqual([]);
    });

    it('a target that refuses old records, is compacted, takes smaller batches, or has other partitions', () => {
      expect(refused({ target: wide({ 'message.timestamp.before.max.ms': '3600000' }) })[0]).toContain('before.max.ms');
      expect(refused({ target: wide({ 'cleanup.policy': 'compact' }) })[0]).toContain('compacted');
      expect(refused({ target: wide({ 'max.message.bytes': '1000' }) })[0]).toContain('takes batches of 1000 bytes');
      expect(refused({ target: wide() }, { partitions: 8 })[0]).toContain('exists with 12 partitions, not 8');
    });

    it('the source as target, an internal target, a group that does not exist', () => {
      expect(refused({}, { target: 'orders' })[0]).toContain('the source itself');
      expect(refused({ target: wide({}, { internal: true }) })[0]).toContain('internal');
      expect(
        refused({ group: { id: 'x', state: 'Dead', members: 0 }, backlog: [backlog({ committed: null })] })[0],
      ).toContain('does not exist and has no commits');
    });
  });

  it("warns of keys that are not where Java's partitioner puts them, and only then", () => {
    expect(planDrain(evidence(), options()).risks).toEqual([]);
    const misplaced = { backlog: [backlog({ sample: { records: 10, nullKeys: 0, misplaced: 4 } })] };
    expect(planDrain(evidence(misplaced), options()).risks.join()).toContain('4 of 10 sampled records have a key');
  });

  it('warns of records without a key by what was asked for', () => {
    const nullKeys = { backlog: [backlog({ sample: { records: 10, nullKeys: 10, misplaced: 0 } })] };
    expect(planDrain(evidence(nullKeys), options()).risks.join()).toContain('lose their order');
    expect(planDrain(evidence(nullKeys), options({ nullKey: 'by-source' })).risks.join()).toContain('at most 4 of 12');
  });
});
