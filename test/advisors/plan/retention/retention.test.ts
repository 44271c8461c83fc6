import { describe, expect, it } from 'vitest';
import { overLimits } from '../../../../src/advisors/plan/plan.ts';
import type { RetentionQuestion } from '../../../../src/advisors/plan/retention/headroom.ts';
import { planRetention } from '../../../../src/advisors/plan/retention/retention.ts';

const HOUR = 3_600_000;
const plan = (given: Partial<RetentionQuestion> = {}) =>
  planRetention({
    retentionMs: 24 * HOUR,
    retentionBytes: undefined,
    segmentBytes: 2 ** 30,
    segmentMs: 168 * HOUR,
    arrivalPerSec: 1000,
    recordBytes: 1000,
    partitions: 10,
    lagRecords: 3_600_000,
    deepestLagRecords: 360_000,
    oldestUnreadMs: HOUR,
    drainPerSec: 1500,
    outageMs: 12 * HOUR,
    topic: 'orders',
    group: 'billing',
    how: { lag: 'given', retention: 'given' },
    ...given,
  });
const step = (what: string, given: Partial<RetentionQuestion> = {}) =>
  plan(given).steps.find(each => each.what === what);

describe('planRetention', () => {
  it('has what retention leaves of the time since the oldest unread record', () => {
    expect(plan()).toMatchObject({ headroomMs: 23 * HOUR, lossInMs: null });
    expect(overLimits(plan())).toEqual([]);
  });

  it.each([
    { outageMs: 23 * HOUR, over: [] },
    { outageMs: 23 * HOUR + 1, over: ['headroom for an outage'] },
  ])('holds an outage of $outageMs ms against the headroom', ({ outageMs, over }) => {
    expect(overLimits(plan({ outageMs })).map(({ what }) => what)).toEqual(over);
  });

  it('counts size where it deletes earlier than time does', () => {
    // 100 kB/s into a partition, of which 360 MB are unread
    const given = { retentionBytes: 1_080_000_000 };
    expect(step('headroom by size', given)?.value).toBe(2 * HOUR);
    expect(plan(given).headroomMs).toBe(2 * HOUR);
    expect(plan({ retentionBytes: 100_000_000 }).headroomMs).toBe(0);
  });

  it('says when the first record is lost, of a group slower than its producers', () => {
    // 500 of 1000 a second: the position grows older by half of the time
    const slow = plan({ drainPerSec: 500 });
    expect(slow.lossInMs).toBe(46 * HOUR);
    expect(overLimits(slow)).toMatchObject([{ what: 'backlog gone', value: null, limit: 46 * HOUR }]);
    expect(slow.answer).toContain('the group is slower than its producers');
  });

  it('says the same of a group that stands still, with or without new records', () => {
    expect(plan({ drainPerSec: 0 }).lossInMs).toBe(23 * HOUR);
    expect(plan({ drainPerSec: 0, arrivalPerSec: 0 })).toMatchObject({
      lossInMs: 23 * HOUR,
      answer: expect.stringContaining('stands still'),
    });
    expect(plan({ drainPerSec: 100, arrivalPerSec: 0 }).lossInMs).toBeNull();
  });

  it('loses nothing while the group keeps pace', () => {
    expect(plan({ drainPerSec: 1000 }).lossInMs).toBeNull();
    expect(step('backlog gone', { drainPerSec: 1000 })?.value).toBeNull();
    expect(step('backlog gone')?.value).toBe(7200_000);
  });

  it('is about an outage only where nobody knows what the group can do', () => {
    const caughtUp = plan({ drainPerSec: undefined, lagRecords: 0, deepestLagRecords: 0, oldestUnreadMs: 0 });
    expect(caughtUp).toMatchObject({ headroomMs: 24 * HOUR, lossInMs: null });
    expect(caughtUp.steps.map(({ what }) => what)).not.toContain('backlog gone');
  });

  it('asks for half as much again as the outage takes', () => {
    expect(plan().retentionNeededMs).toBe(19.5 * HOUR);
    expect(step('retention.bytes for it')?.value).toBe(100_000 * 19.5 * 3600);
    expect(plan({ outageMs: 20 * HOUR }).next[0]).toBe(
      `mq config alter --topic orders --set retention.ms=${32 * HOUR}`,
    );
  });

  it('says how much longer a record lives than retention.ms', () => {
    const life = (given: Partial<RetentionQuestion>) => step('a record lives at most', given)?.value;
    expect(life({ segmentMs: HOUR })).toBe(25 * HOUR + 300_000); // segment.ms comes first
    expect(life({ segmentBytes: 180_000_000 })).toBe(24.5 * HOUR + 300_000); // the segment is full first
    expect(plan({ arrivalPerSec: 1 }).notes.join()).toContain('longer than retention.ms');
  });

  it('loses nothing of what is kept for ever', () => {
    const forever = plan({ retentionMs: undefined });
    expect(forever).toMatchObject({
      headroomMs: null,
      lossInMs: null,
      answer: expect.stringContaining('kept for ever'),
    });
    expect(overLimits(forever)).toEqual([]);
  });

  it('refuses a retention of zero', () => {
    expect(() => plan({ retentionMs: 0 })).toThrow('retentionMs must be above zero');
  });
});
