import { describe, expect, it } from 'vitest';
import type { SampledRecord } from '../../../../src/advisors/evidence/topic-facts.ts';
import { timeLag } from '../../../../src/advisors/rules/group/g02-time-lag.ts';
import { drainEta } from '../../../../src/advisors/rules/group/g03-drain-eta.ts';
import { answerOf, configs, observedBy } from '../../../support/evidence.ts';
import { aGroup, aHistory, aMember, commits, ends, sampled, unreadFor } from '../../../support/group-evidence.ts';

const MINUTE = 60_000;

describe('G02 time-lag', () => {
  const kinds = (ageMs: number) => ({
    groups: [aGroup('billing', [aMember({ orders: [0, 1] })])],
    committed: commits('billing', 'orders', [10, 50]),
    offsets: ends('orders', [0, 90], [0, 50]),
    oldestUnread: [unreadFor('billing', 'orders', 0, ageMs)],
  });

  it('counts from three minutes on', () => {
    expect(observedBy(timeLag, kinds(3 * MINUTE))).toEqual([]);
    expect(observedBy(timeLag, kinds(3 * MINUTE + 1))).toMatchObject([
      {
        severity: 'warning',
        subject: { group: 'billing', topic: 'orders', partitions: [0] },
        observed: 'the oldest unread record is 3m old, in partition 0; 3m is where it counts',
      },
    ]);
  });

  it("goes by the group's own limit, where there is one", () => {
    const intents = { topics: {}, groups: { billing: { lagLimitMs: 60 * MINUTE } } };
    expect(observedBy(timeLag, kinds(50 * MINUTE), { intents })).toEqual([]);
    expect(observedBy(timeLag, kinds(61 * MINUTE), { intents })).toMatchObject([
      { severity: 'error', observed: expect.stringContaining('1h 1m old, in partition 0; its limit is 1h') },
    ]);
  });

  it('does not take the marker of a transaction for a record that waits, unless a sample shows a record', () => {
    const one = { ...kinds(60 * MINUTE), offsets: ends('orders', [0, 11], [0, 50]) };
    const samples = (record: Partial<SampledRecord>) => ({ ...one, samples: { orders: sampled(record) } });
    expect(observedBy(timeLag, one)).toEqual([]);
    expect(observedBy(timeLag, samples({ offset: 9, transactional: true }))).toEqual([]);
    expect(observedBy(timeLag, samples({ offset: 10, transactional: true }))).toHaveLength(1);
    expect(observedBy(timeLag, samples({ offset: 9 }))).toHaveLength(1);
  });

  it('does not take a record that keeps an old time for one that waits', () => {
    const history = aHistory(
      [
        10,
        {
          topics: {
            orders: [
              [0, 10],
              [0, 50],
            ],
          },
        },
      ],
      [
        0,
        {
          topics: {
            orders: [
              [0, 90],
              [0, 50],
            ],
          },
        },
      ],
    );
    expect(observedBy(timeLag, { ...kinds(90 * MINUTE), history })).toEqual([]);
  });

  it('leaves groups that nobody runs to G14, and looks at those without membership', () => {
    expect(observedBy(timeLag, { ...kinds(90 * MINUTE), groups: [aGroup('billing', [])] })).toEqual([]);
    const simple = [aGroup('billing', [], { protocolType: '' })];
    expect(observedBy(timeLag, { ...kinds(90 * MINUTE), groups: simple })).toHaveLength(1);
  });

  it('says what it lacks', () => {
    expect(answerOf(timeLag, { groups: [], committed: [], offsets: {} }).unchecked).toMatchObject([{ rule: 'G02' }]);
  });
});

describe('G03 drain-eta', () => {
  /** Over a minute; the backlog has been there before. */
  const kinds = (from: [number, number], to: [number, number], ageMs: number, retentionMs = 60 * MINUTE) => ({
    groups: [aGroup('billing', [aMember({ orders: [0] })])],
    committed: commits('billing', 'orders', [to[0]]),
    offsets: ends('orders', [0, to[1]]),
    oldestUnread: [unreadFor('billing', 'orders', 0, ageMs)],
    topicConfigs: { orders: configs('topic', `retention.ms=${retentionMs}`, 'cleanup.policy=delete') },
    history: aHistory(
      [60, { topics: { orders: [[0, from[1]]] }, groups: { billing: { committed: { orders: [from[0]] } } } }],
      [0, { topics: { orders: [[0, to[1]]] }, groups: { billing: { committed: { orders: [to[0]] } } } }],
    ),
  });

  it('is quiet when there is time enough', () => {
    // 300 more read than written each minute, 3000 to go: 10 minutes of the 20 that retention leaves.
    expect(observedBy(drainEta, kinds([0, 3300], [600, 3600], 40 * MINUTE))).toEqual([]);
  });

  it('compares the time to drain with what retention leaves', () => {
    expect(observedBy(drainEta, kinds([0, 3300], [600, 3600], 51 * MINUTE))).toMatchObject([
      {
        severity: 'critical',
        observed:
          'partition 0: 3000 behind, reads 10/s of 5/s written: 10m to work it off; retention begins to delete what is unread in 9m',
        numbers: { etaMs: 600_000, lossMs: 540_000 },
      },
    ]);
  });

  it('is critical when it never drains and loss is a day away, an error as long as it is further', () => {
    // Half of what is written is read: an hour's retention less five minutes is reached in 110.
    const never = (retentionMs: number) =>
      observedBy(drainEta, kinds([0, 3000], [300, 3600], 5 * MINUTE, retentionMs))[0]!;
    expect(never(60 * MINUTE)).toMatchObject({
      severity: 'critical',
      numbers: { etaMs: 'never', lossMs: 110 * MINUTE },
    });
    expect(never(3 * 24 * 60 * MINUTE).severity).toBe('error');
    expect(never(-1)).toMatchObject({ severity: 'error', numbers: { lossMs: 'never' } });
    expect(never(-1).fix[0]!.command).toContain('mq backlog drain --topic orders --group billing');
  });

  it('sends no application of Kafka Streams to a wider topic', () => {
    const late = kinds([0, 3000], [300, 3600], 5 * MINUTE, -1);
    const groups = [aGroup('billing', late.groups[0]!.members, { assignor: 'stream' })];
    expect(observedBy(drainEta, { ...late, groups })[0]!.fix).toEqual([
      { text: expect.stringContaining('num.stream.threads'), command: 'mq group describe billing' },
    ]);
  });

  it('keeps records longer only where they are deleted by age', () => {
    const fixes = (retentionMs: number) =>
      observedBy(drainEta, kinds([0, 3000], [300, 3600], 5 * MINUTE, retentionMs))[0]!.fix.length;
    expect(fixes(60 * MINUTE)).toBe(2);
    expect(fixes(-1)).toBe(1);
  });

  it('leaves a group that is late and keeps its distance', () => {
    expect(observedBy(drainEta, kinds([0, 3000], [600, 3600], 5 * MINUTE))).toEqual([]);
    expect(observedBy(drainEta, kinds([0, 3000], [580, 3600], 5 * MINUTE))).toEqual([]);
    // Of the 600 of a minute 50 may be read and not committed yet.
    expect(observedBy(drainEta, kinds([0, 3000], [551, 3600], 5 * MINUTE))).toEqual([]);
    expect(observedBy(drainEta, kinds([0, 3000], [549, 3600], 5 * MINUTE))).toHaveLength(1);
  });

  it('goes by the rates of now, not by those of the days that a state file remembers', () => {
    const late = kinds([0, 3000], [300, 3600], 5 * MINUTE);
    const [, now] = late.history.moments;
    const yesterday = { ...late.history.moments[0]!, atMs: now!.atMs - 86_400_000 };
    const topics = { orders: [{ leader: 0, isr: [0], replicas: [0], start: 0, end: 0 }] };
    const keptUp = {
      ...yesterday,
      topics,
      groups: { billing: { state: 'Stable', members: 1, committed: { orders: [0] } } },
    };
    const history = { moments: [keptUp, ...late.history.moments] };
    expect(observedBy(drainEta, { ...late, history })).toEqual(observedBy(drainEta, late));
  });

  it('leaves lag that is young, and groups that do not read at all', () => {
    expect(observedBy(drainEta, kinds([0, 3000], [300, 3600], 2 * MINUTE))).toEqual([]);
    expect(observedBy(drainEta, kinds([300, 3000], [300, 3600], 50 * MINUTE))).toEqual([]);
  });

  it('says that rates take time', () => {
    const now = { ...kinds([0, 3000], [300, 3600], 50 * MINUTE), history: aHistory([0, {}]) };
    expect(answerOf(drainEta, now).unchecked).toMatchObject([{ needs: expect.stringContaining('--samples 7') }]);
    expect(answerOf(drainEta, { ...now, oldestUnread: [] }).clean).toEqual(['G03']);
  });
});
