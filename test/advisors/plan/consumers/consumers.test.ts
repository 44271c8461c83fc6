import { describe, expect, it } from 'vitest';
import { planConsumers } from '../../../../src/advisors/plan/consumers/consumers.ts';
import type { ConsumersQuestion } from '../../../../src/advisors/plan/consumers/question.ts';
import { overLimits } from '../../../../src/advisors/plan/plan.ts';

const plan = (given: Partial<ConsumersQuestion> = {}) =>
  planConsumers({
    arrivalPerSec: 1000,
    memberPerSec: 100,
    partitions: 24,
    recordBytes: 1000,
    members: undefined,
    lagRecords: 0,
    drainWithinMs: undefined,
    slowRecordMs: 10,
    maxPollRecords: 500,
    maxPollIntervalMs: 300_000,
    sessionTimeoutMs: 45_000,
    brokers: 3,
    topic: undefined,
    group: undefined,
    how: { arrival: 'given', member: 'given', lag: 'given' },
    ...given,
  });
const step = (what: string | RegExp, given: Partial<ConsumersQuestion> = {}) =>
  plan(given).steps.find(each => (typeof what === 'string' ? each.what === what : what.test(each.what)));
const setting = (key: string, given: Partial<ConsumersQuestion> = {}) =>
  plan(given).settings.find(each => each.key === key)?.value;

describe('planConsumers: members', () => {
  it.each([
    { arrivalPerSec: 1000, keepUp: 10, members: 12 },
    { arrivalPerSec: 1001, keepUp: 11, members: 12 },
    { arrivalPerSec: 1, keepUp: 1, members: 1 },
    { arrivalPerSec: 2400, keepUp: 24, members: 24 },
  ])('$arrivalPerSec records a second take $keepUp, equal shares $members', ({ arrivalPerSec, keepUp, members }) => {
    expect(step('members to keep up', { arrivalPerSec })?.value).toBe(keepUp);
    expect(plan({ arrivalPerSec }).members).toBe(members);
    expect(overLimits(plan({ arrivalPerSec }))).toEqual([]);
  });

  it('takes more to drain a backlog in time', () => {
    const backlog = { lagRecords: 3_600_000, drainWithinMs: 3_600_000 };
    expect(step(/^members to drain in 1h/, backlog)).toMatchObject({
      value: 20,
      arithmetic: '(1,000 + 3,600,000 / 3,600 s) / 100, rounded up',
    });
    expect(plan(backlog)).toMatchObject({ members: 24, drainMs: 3_600_000 / 1.4 });
  });

  it('says how long the backlog lasts with the members there are, and with those planned', () => {
    const given = { lagRecords: 1000, members: 11 };
    expect(step('backlog gone with 11', given)?.value).toBe(10_000);
    expect(step('backlog gone with 12', given)?.value).toBe(5_000);
    expect(step('backlog gone with 10', { ...given, members: 10 })?.value).toBeNull();
  });

  it('is over the limit when more are needed than there are partitions, and sends on to migrate', () => {
    const over = plan({ arrivalPerSec: 2401, topic: 'orders', group: 'billing' });
    expect(overLimits(over)).toMatchObject([{ what: 'members needed', value: 25, limit: 24 }]);
    const migrate = 'mq plan migrate --topic orders --group billing --partitions 48';
    expect(over.next).toEqual([migrate]);
    expect(overLimits(over)[0]?.advice).toContain(migrate);
  });

  it('waits for fuller fetches only as far as records arrive for one of them', () => {
    // 1000 records of 1000 B a second for 12 members on 2 brokers each: 20.8 kB in half a second
    expect(step('bytes in one wait')).toMatchObject({ value: expect.closeTo(20_833, 0) });
    expect(setting('fetch.min.bytes')).toBe('10417');
    expect(setting('fetch.min.bytes', { arrivalPerSec: 10 })).toBe('1');
    expect(setting('fetch.min.bytes', { arrivalPerSec: 100_000, memberPerSec: 10_000 })).toBe('65536');
  });

  it('counts members that idle', () => {
    expect(plan({ members: 30 }).notes.join()).toContain('6 of the 30 members now have no partition');
  });
});

describe('planConsumers: fetch and poll', () => {
  it('holds the slowest poll against max.poll.interval.ms, exactly', () => {
    expect(overLimits(plan({ slowRecordMs: 600 }))).toEqual([]);
    expect(overLimits(plan({ slowRecordMs: 601 }))).toMatchObject([{ what: 'slowest poll', value: 300_500 }]);
  });

  it('lowers max.poll.records until a slow poll takes half of the interval', () => {
    expect(setting('max.poll.records', { slowRecordMs: 601 })).toBe('249');
    expect(setting('max.poll.records', { slowRecordMs: 300_000 })).toBe('1');
    expect(setting('max.poll.records')).toBe('500');
  });

  it('keeps the session within what brokers allow, the heartbeat at a third of it', () => {
    expect(setting('session.timeout.ms', { sessionTimeoutMs: 1000 })).toBe('6000');
    expect(setting('heartbeat.interval.ms', { sessionTimeoutMs: 6000 })).toBe('2000');
    expect(setting('heartbeat.interval.ms')).toBe('3000');
  });

  it('bounds the memory of fetches by partitions or by brokers', () => {
    expect(step('memory for fetches')?.value).toBe(2 * 1_048_576);
    expect(step('memory for fetches', { partitions: 1000, arrivalPerSec: 90, brokers: 1 })?.value).toBe(52_428_800);
  });
});

describe('planConsumers', () => {
  it.each(['arrivalPerSec', 'memberPerSec', 'partitions', 'slowRecordMs'])('refuses %s of zero', name => {
    expect(() => plan({ [name]: 0 })).toThrow(`${name} must be above zero, not 0`);
  });
});
