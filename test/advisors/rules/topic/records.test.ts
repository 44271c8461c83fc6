import { describe, expect, it } from 'vitest';
import { noIntents } from '../../../../src/advisors/intents.ts';
import { compactNullKey } from '../../../../src/advisors/rules/topic/t12-compact-null-key.ts';
import { timestampSkew } from '../../../../src/advisors/rules/topic/t13-timestamp-skew.ts';
import { nullKeyOrdered } from '../../../../src/advisors/rules/topic/t17-null-key-ordered.ts';
import { answerOf, aTopic, configs, NOW_MS, observedBy } from '../../../support/evidence.ts';
import { sampled } from '../../../support/group-evidence.ts';

const keyed = { keyHash: 7 };
const unkeyed = { keyHash: null };
const MINUTE = 60_000;

describe('T12 compact-null-key', () => {
  const kinds = (policy: string, ...records: { keyHash: number | null }[]) => ({
    topicConfigs: { orders: configs('topic', `cleanup.policy=${policy}`) },
    samples: { orders: sampled(...records) },
  });

  it('is quiet when all have keys, or nothing is compacted', () => {
    expect(observedBy(compactNullKey, kinds('compact', keyed))).toEqual([]);
    expect(observedBy(compactNullKey, kinds('delete', unkeyed))).toEqual([]);
    expect(observedBy(compactNullKey, kinds('compact'))).toEqual([]);
  });

  it('counts records without a key', () => {
    expect(observedBy(compactNullKey, kinds('compact,delete', keyed, unkeyed, unkeyed))).toMatchObject([
      {
        severity: 'error',
        subject: { topic: 'orders', partitions: [0] },
        observed: '2 of 3 sampled records have no key, with cleanup.policy=compact,delete',
      },
    ]);
  });

  it('says what it lacks', () => {
    expect(answerOf(compactNullKey, { topicConfigs: {} }).unchecked).toHaveLength(1);
  });
});

describe('T13 timestamp-skew', () => {
  const at = (...minutes: number[]) => ({
    samples: { orders: sampled(...minutes.map(minute => ({ timestampMs: NOW_MS + minute * MINUTE }))) },
  });

  it('is quiet within five minutes either way', () => {
    expect(observedBy(timestampSkew, at(-60, -10, 5))).toEqual([]);
    expect(observedBy(timestampSkew, at(-10, -15, -12))).toEqual([]);
    expect(observedBy(timestampSkew, { samples: { orders: sampled() } })).toEqual([]);
  });

  it('leaves what Kafka Streams writes by the times of events', () => {
    const { orders } = at(-10, -5, -90, -3).samples;
    for (const name of ['app-store-changelog', 'app-map-repartition'])
      expect(observedBy(timestampSkew, { samples: { [name]: orders } })).toEqual([]);
  });

  it('knows times ahead of the clock', () => {
    expect(observedBy(timestampSkew, at(-1, 30))).toMatchObject([
      { severity: 'warning', observed: "the newest record is 30m ahead of this machine's clock" },
    ]);
  });

  it('knows times that go back within a partition', () => {
    expect(observedBy(timestampSkew, at(-10, -5, -90, -3))).toMatchObject([
      {
        subject: { partitions: [0] },
        observed: 'offset 2 of partition 0 is 1h 25m older than one before it',
        fix: [{ command: 'mq config alter --topic orders --set message.timestamp.type=LogAppendTime' }, {}],
      },
    ]);
  });

  it('does not compare partitions with each other', () => {
    const samples = { orders: sampled({ partition: 0 }, { partition: 1, timestampMs: NOW_MS - 90 * MINUTE }) };
    expect(observedBy(timestampSkew, { samples })).toEqual([]);
  });

  it('leaves times that brokers have set, and records that have none', () => {
    const append = sampled({ timestampType: 'LogAppendTime', timestampMs: NOW_MS + 90 * MINUTE }, { timestampMs: -1 });
    expect(observedBy(timestampSkew, { samples: { orders: append } })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(timestampSkew, {}).unchecked).toHaveLength(1);
  });
});

describe('T17 null-key-ordered', () => {
  const kinds = {
    topics: [aTopic('orders', 3), aTopic('one', 1)],
    samples: { orders: sampled(keyed, unkeyed), one: sampled(unkeyed) },
  };
  const declared = { intents: { ...noIntents, topics: { orders: { order: 'key' as const } } } };

  it('is an error where the order of keys was declared', () => {
    expect(observedBy(nullKeyOrdered, kinds, declared)).toMatchObject([
      {
        severity: 'error',
        subject: { topic: 'orders' },
        observed: '1 of 2 sampled records have no key, on 3 partitions',
      },
    ]);
  });

  it('is a warning where only the profile says so', () => {
    expect(observedBy(nullKeyOrdered, kinds, { profile: 'ordered' })).toMatchObject([{ severity: 'warning' }]);
  });

  it('is quiet when all have keys, and with one partition', () => {
    expect(
      observedBy(nullKeyOrdered, { ...kinds, samples: { orders: sampled(keyed), one: sampled(unkeyed) } }, declared),
    ).toEqual([]);
  });

  it('says that nothing was declared, and what it lacks', () => {
    expect(answerOf(nullKeyOrdered, kinds).unchecked).toMatchObject([
      { reason: 'no topic is declared to be in order' },
    ]);
    expect(answerOf(nullKeyOrdered, {}).unchecked).toHaveLength(2);
  });
});
