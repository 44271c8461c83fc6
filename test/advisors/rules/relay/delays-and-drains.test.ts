import { describe, expect, it } from 'vitest';
import type { SampledRecord } from '../../../../src/advisors/evidence/topic-facts.ts';
import { noIntents } from '../../../../src/advisors/intents.ts';
import { delayTopics, drainPairs } from '../../../../src/advisors/relay-topics.ts';
import type { AnyRule } from '../../../../src/advisors/rule.ts';
import { delayRetention } from '../../../../src/advisors/rules/relay/d08-delay-retention.ts';
import { delayCompacted } from '../../../../src/advisors/rules/relay/d09-delay-compacted.ts';
import { delayMixed } from '../../../../src/advisors/rules/relay/d10-delay-mixed.ts';
import { delayClock } from '../../../../src/advisors/rules/relay/d11-delay-clock.ts';
import { delayOverdue } from '../../../../src/advisors/rules/relay/d12-delay-overdue.ts';
import { drainNotWider } from '../../../../src/advisors/rules/relay/d14-drain-not-wider.ts';
import { drainExpiring } from '../../../../src/advisors/rules/relay/d15-drain-expiring.ts';
import { replayWindow } from '../../../../src/advisors/rules/relay/d16-replay-window.ts';
import { answerOf, aTopic, configs, NOW_MS, observedBy } from '../../../support/evidence.ts';

const HOUR_MS = 3_600_000;

describe('a delay topic', () => {
  const delayOf = (name: string) => delayTopics([aTopic(name)], noIntents)[0]?.delayMs;

  it.each([
    ['topic_10s', 10_000],
    ['topic_2h', 2 * HOUR_MS],
    ['orders-delay-5m', 300_000],
    ['orders.retry.30s', 30_000],
    ['orders-retry-1000', 1_000],
  ])('is known by its name: %s', (name, delayMs) => {
    expect(delayOf(name)).toBe(delayMs);
  });

  it.each(['metrics_5m', 'orders-retry-0', 'orders-retry', 'topic_5', 'delays'])('is not %s', name => {
    expect(delayOf(name)).toBeUndefined();
  });

  it('is what the settings say', () => {
    const intents = { topics: { later: { delayMs: 5_000 } }, groups: {} };
    expect(delayTopics([aTopic('later')], intents)).toMatchObject([{ delayMs: 5_000 }]);
  });
});

describe('D08 delay-retention', () => {
  const kept = (retentionMs: number) => ({
    topics: [aTopic('topic_2h')],
    topicConfigs: { topic_2h: configs('topic', `retention.ms=${retentionMs}`) },
  });

  it('wants twice the delay', () => {
    expect(observedBy(delayRetention, kept(4 * HOUR_MS))).toEqual([]);
    expect(observedBy(delayRetention, kept(-1))).toEqual([]);
    expect(observedBy(delayRetention, kept(4 * HOUR_MS - 1))).toMatchObject([
      { severity: 'critical', fix: [{ change: { key: 'retention.ms', value: String(28 * HOUR_MS) } }] },
    ]);
  });
});

describe('D09 delay-compacted', () => {
  const cleaned = (policy: string) => ({
    topics: [aTopic('topic_2h')],
    topicConfigs: { topic_2h: configs('topic', `cleanup.policy=${policy}`) },
  });

  it('takes delete only', () => {
    expect(observedBy(delayCompacted, cleaned('delete'))).toEqual([]);
    expect(observedBy(delayCompacted, cleaned('compact,delete'))).toHaveLength(1);
  });

  it('is not mended by itself: deleting by time may take what waits', () => {
    expect(observedBy(delayCompacted, cleaned('compact'))[0]!.fix[0]!.change).toBeUndefined();
  });
});

describe('samples of delay topics', () => {
  const record = (timestampMs: number, marks: Record<string, string> = {}, partition = 0): SampledRecord => ({
    partition,
    offset: 0,
    timestampMs,
    timestampType: 'CreateTime',
    codec: 'none',
    sizeBytes: 10,
    keyHash: null,
    transactional: false,
    headers: Object.keys(marks),
    marks,
  });
  const topics = [aTopic('topic_2h')];
  const samples = (...records: SampledRecord[]) => ({ topic_2h: { records } });

  it('D10: one delay each', () => {
    const waits = (...delays: string[]) => samples(...delays.map(delay => record(NOW_MS, { 'mq.delay': delay })));
    expect(observedBy(delayMixed, { samples: waits('2h', '2h') })).toEqual([]);
    expect(observedBy(delayMixed, { samples: waits('2h', '5s') })[0]!.observed).toContain('2h, 5s');
    const delivered = { orders: waits('2h', '5s').topic_2h };
    expect(observedBy(delayMixed, { samples: delivered })).toEqual([]);
    const intents = { topics: { orders: { delayMs: 5_000 } }, groups: {} };
    expect(observedBy(delayMixed, { samples: delivered }, { intents })).toHaveLength(1);
  });

  it('D11: an info by itself, a warning once times go back', () => {
    const topicConfigs = { topic_2h: configs('topic', '~message.timestamp.type=CreateTime') };
    expect(observedBy(delayClock, { topics, topicConfigs })).toMatchObject([{ severity: 'info' }]);
    expect(
      observedBy(delayClock, { topics, topicConfigs, samples: samples(record(NOW_MS), record(NOW_MS - 7)) }),
    ).toMatchObject([{ severity: 'warning', numbers: { inversionMs: 7 } }]);
    expect(
      observedBy(delayClock, { topics, topicConfigs, samples: samples(record(NOW_MS), record(NOW_MS - 7, {}, 1)) }),
    ).toMatchObject([{ severity: 'info' }]);
  });

  it("D11: is quiet on the broker's time", () => {
    const topicConfigs = { topic_2h: configs('topic', 'message.timestamp.type=LogAppendTime') };
    expect(observedBy(delayClock, { topics, topicConfigs })).toEqual([]);
  });
});

describe('D12 delay-overdue', () => {
  const waiting = (ageMs: number) => ({
    topics: [aTopic('topic_10s')],
    groups: [],
    committed: [],
    offsets: {},
    oldestUnread: [{ group: 'relay', topic: 'topic_10s', partition: 0, timestampMs: NOW_MS - ageMs }],
  });

  it('allows two seconds and an auto commit, or a tenth', () => {
    expect(observedBy(delayOverdue, waiting(17_000))).toEqual([]);
    expect(observedBy(delayOverdue, waiting(17_001))).toMatchObject([
      { subject: { group: 'relay' }, numbers: { overdueMs: 7_001 } },
    ]);
  });
});

describe('a drain', () => {
  const pair = (source: number, target: number) => [aTopic('orders', source), aTopic('orders-wide', target)];

  it('is known by the names of its topics', () => {
    expect(drainPairs(pair(1, 2))).toMatchObject([{ source: { name: 'orders' }, target: { name: 'orders-wide' } }]);
    expect(drainPairs([aTopic('world-wide')])).toEqual([]);
  });

  it('D14: goes to a wider topic', () => {
    expect(observedBy(drainNotWider, { topics: pair(3, 4) })).toEqual([]);
    expect(observedBy(drainNotWider, { topics: pair(3, 3) })[0]!.fix[0]!.command).toBe(
      'mq topic alter orders-wide --partitions 12',
    );
  });

  it('D15: goes to a topic that keeps what is old', () => {
    const drained = (ageMs: number, ...settings: string[]) => ({
      topics: pair(1, 2),
      topicConfigs: { 'orders-wide': configs('topic', ...settings) },
      oldestUnread: [{ group: 'billing', topic: 'orders', partition: 0, timestampMs: NOW_MS - ageMs }],
    });
    expect(observedBy(drainExpiring, drained(HOUR_MS - 1, `retention.ms=${HOUR_MS}`))).toEqual([]);
    expect(observedBy(drainExpiring, drained(HOUR_MS, `retention.ms=${HOUR_MS}`))).toMatchObject([
      { severity: 'critical', numbers: { ageMs: HOUR_MS } },
    ]);
    expect(
      observedBy(drainExpiring, drained(HOUR_MS, `retention.ms=${HOUR_MS}`, 'message.timestamp.type=LogAppendTime')),
    ).toEqual([]);
  });
});

describe('D16 replay-window', () => {
  const intents = { topics: { orders: { replayMs: 2 * HOUR_MS } }, groups: {} };
  const kept = (...settings: string[]) => ({
    topics: [aTopic('orders')],
    topicConfigs: { orders: configs('topic', ...settings) },
  });

  it('asks only where somebody wants to go back', () => {
    expect(observedBy(replayWindow, kept('cleanup.policy=delete', 'retention.ms=1'))).toEqual([]);
  });

  it('holds the retention against what is wanted', () => {
    expect(observedBy(replayWindow, kept('cleanup.policy=delete', `retention.ms=${2 * HOUR_MS}`), { intents })).toEqual(
      [],
    );
    expect(observedBy(replayWindow, kept('cleanup.policy=delete', 'retention.ms=-1'), { intents })).toEqual([]);
    expect(
      observedBy(replayWindow, kept('cleanup.policy=delete', `retention.ms=${HOUR_MS}`), { intents }),
    ).toMatchObject([{ numbers: { wantedMs: 2 * HOUR_MS, retentionMs: HOUR_MS } }]);
  });

  it('knows what compaction leaves', () => {
    expect(observedBy(replayWindow, kept('cleanup.policy=compact'), { intents })[0]!.observed).toContain('compacted');
  });
});

describe('rules of delays, drains and replays', () => {
  const all: AnyRule[] = [
    delayRetention,
    delayCompacted,
    delayMixed,
    delayClock,
    delayOverdue,
    drainNotWider,
    drainExpiring,
    replayWindow,
  ];

  it.each(all.map(rule => [rule.id, rule] as const))('%s says what it lacks', (_, rule) => {
    expect(answerOf(rule, {}).unchecked[0]).toMatchObject({ rule: rule.id, reason: 'not given' });
  });
});
