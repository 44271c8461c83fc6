import { describe, expect, it } from 'vitest';
import { noIntents } from '../../../../src/advisors/intents.ts';
import { retentionVsLag } from '../../../../src/advisors/rules/topic/t06-retention-vs-lag.ts';
import { retentionInfinite } from '../../../../src/advisors/rules/topic/t07-retention-infinite.ts';
import { retentionShort } from '../../../../src/advisors/rules/topic/t08-retention-short.ts';
import { retentionBytes } from '../../../../src/advisors/rules/topic/t09-retention-bytes.ts';
import { answerOf, aTopic, configs, observedBy } from '../../../support/evidence.ts';
import { aGroup, aMember, commits, directories, ends, unreadFor } from '../../../support/group-evidence.ts';

const HOUR = 3_600_000;

describe('T06 retention-vs-lag', () => {
  const kinds = (ageMs: number, policy = 'delete', retentionMs = 10 * HOUR) => ({
    groups: [aGroup('billing', [aMember({ orders: [0] })])],
    committed: commits('billing', 'orders', [5]),
    offsets: ends('orders', [0, 9]),
    oldestUnread: [unreadFor('billing', 'orders', 0, ageMs)],
    topicConfigs: { orders: configs('topic', `retention.ms=${retentionMs}`, `cleanup.policy=${policy}`) },
  });

  it('is an error over half of the retention, critical over four fifths', () => {
    expect(observedBy(retentionVsLag, kinds(5 * HOUR))).toEqual([]);
    expect(observedBy(retentionVsLag, kinds(5 * HOUR + 1))[0]!.severity).toBe('error');
    expect(observedBy(retentionVsLag, kinds(8 * HOUR))[0]!.severity).toBe('error');
    expect(observedBy(retentionVsLag, kinds(8 * HOUR + 1))[0]!.severity).toBe('critical');
  });

  it('says how much is left, and keeps records for longer', () => {
    expect(observedBy(retentionVsLag, kinds(6 * HOUR))).toMatchObject([
      {
        subject: { group: 'billing', topic: 'orders', partitions: [0] },
        observed: 'the oldest unread record is 6h old, 60 % of retention.ms (10h)',
        fix: [
          {
            command: 'mq config alter --topic orders --set retention.ms=72000000',
            change: { type: 'set-topic-config', topic: 'orders', key: 'retention.ms', value: '72000000' },
          },
        ],
      },
    ]);
  });

  it('says of a group without members that it may be one that nobody needs', () => {
    const groups = [aGroup('billing', [])];
    expect(observedBy(retentionVsLag, { ...kinds(6 * HOUR), groups })).toMatchObject([
      {
        observed: expect.stringMatching(/; nobody is in the group now$/),
        fix: [{}, { command: 'mq group delete billing' }],
      },
    ]);
  });

  it('leaves topics that delete nothing by age', () => {
    expect(observedBy(retentionVsLag, kinds(9 * HOUR, 'compact'))).toEqual([]);
    expect(observedBy(retentionVsLag, kinds(9 * HOUR, 'delete', -1))).toEqual([]);
    expect(observedBy(retentionVsLag, kinds(9 * HOUR, 'compact,delete'))).toHaveLength(1);
  });

  it('leaves the groups of single runs of kafka-console-consumer', () => {
    const committed = commits('console-consumer-1', 'orders', [5]);
    const groups = [aGroup('console-consumer-1', [])];
    const oldestUnread = [unreadFor('console-consumer-1', 'orders', 0, 9 * HOUR)];
    expect(observedBy(retentionVsLag, { ...kinds(0), groups, committed, oldestUnread })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(retentionVsLag, {}).unchecked).toHaveLength(5);
  });
});

describe('T07 retention-infinite', () => {
  const forever = ['retention.ms=-1', '~retention.bytes=-1', 'cleanup.policy=delete'];

  it('names a topic that says so', () => {
    expect(observedBy(retentionInfinite, { topicConfigs: { orders: configs('topic', ...forever) } })).toMatchObject([
      {
        severity: 'warning',
        subject: { topic: 'orders' },
        fix: [{ command: expect.stringContaining('retention.ms=604800000') }],
      },
    ]);
  });

  it('names the brokers once, not each topic that inherits', () => {
    const inherited = configs('server-properties', ...forever);
    expect(observedBy(retentionInfinite, { topicConfigs: { a: inherited, b: inherited } })).toMatchObject([
      { subject: { type: 'cluster' }, observed: expect.stringContaining('2 topics with them: a, b') },
    ]);
  });

  it('leaves topics that are bounded, compacted, internal, or swept by Kafka Streams', () => {
    const topicConfigs = {
      byTime: configs('topic', 'retention.ms=1', '~retention.bytes=-1', 'cleanup.policy=delete'),
      bySize: configs('topic', 'retention.ms=-1', 'retention.bytes=1', 'cleanup.policy=delete'),
      tiered: configs('topic', ...forever, 'remote.storage.enable=true', 'local.retention.ms=86400000'),
      compacted: configs('topic', 'retention.ms=-1', '~retention.bytes=-1', 'cleanup.policy=compact'),
      __own: configs('topic', ...forever),
      'app-store-repartition': configs('topic', ...forever),
    };
    expect(observedBy(retentionInfinite, { topicConfigs })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(retentionInfinite, {}).unchecked).toHaveLength(1);
  });
});

describe('T08 retention-short', () => {
  const kept = (ms: number, source: 'topic' | 'all-brokers' = 'topic') =>
    configs(source, `retention.ms=${ms}`, 'cleanup.policy=delete');

  it('counts below an hour', () => {
    expect(observedBy(retentionShort, { topicConfigs: { orders: kept(HOUR) } })).toEqual([]);
    expect(observedBy(retentionShort, { topicConfigs: { orders: kept(-1) } })).toEqual([]);
    expect(observedBy(retentionShort, { topicConfigs: { orders: kept(HOUR - 1) } })).toHaveLength(1);
    expect(observedBy(retentionShort, { topicConfigs: { orders: kept(60_000) } })).toMatchObject([
      {
        observed: 'retention.ms is 60000 (1m)',
        fix: [{ command: 'mq config alter --topic orders --delete retention.ms' }],
      },
    ]);
  });

  it('names the brokers once', () => {
    const topicConfigs = { a: kept(60_000, 'all-brokers'), b: kept(60_000, 'all-brokers') };
    expect(observedBy(retentionShort, { topicConfigs })).toMatchObject([
      {
        subject: { type: 'cluster' },
        observed: 'the brokers keep records for 1m by default, and 2 topics with them: a, b',
        fix: [{ command: 'mq config alter --all-brokers --set log.retention.ms=86400000' }],
      },
    ]);
  });

  it('leaves compacted topics, and delay topics to D08', () => {
    expect(
      observedBy(retentionShort, {
        topicConfigs: { orders: configs('topic', 'retention.ms=1', 'cleanup.policy=compact') },
      }),
    ).toEqual([]);
    const intents = { ...noIntents, topics: { orders: { delayMs: 1000 } } };
    expect(observedBy(retentionShort, { topicConfigs: { orders: kept(60_000) } }, { intents })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(retentionShort, {}).unchecked).toHaveLength(1);
  });
});

describe('T09 retention-bytes', () => {
  const topic = aTopic('orders', 4, 1, 1);
  const kinds = (limit: number, totalBytes: number | null = 4e9) => ({
    topics: [topic],
    topicConfigs: { orders: configs('topic', `retention.bytes=${limit}`, 'cleanup.policy=delete') },
    logDirs: directories([[topic, [0, 0, 0, 0]]], totalBytes),
  });

  it('counts each partition on a broker against its disk', () => {
    expect(observedBy(retentionBytes, kinds(1e9))).toEqual([]);
    expect(observedBy(retentionBytes, kinds(2e9))).toMatchObject([
      {
        observed:
          'retention.bytes is 2 GB for each partition; with 4 replicas on broker 0 that may be 8 GB, on disks of 4 GB',
        fix: [{ command: 'mq config alter --topic orders --set retention.bytes=500000000' }],
      },
    ]);
  });

  it('leaves topics without a limit', () => {
    expect(observedBy(retentionBytes, kinds(-1))).toEqual([]);
  });

  it('goes by what stays on the disks of brokers with tiered storage', () => {
    const tiered = (local: number) => ({
      orders: configs(
        'topic',
        ...['retention.bytes=2000000000', `local.retention.bytes=${local}`],
        ...['remote.storage.enable=true', 'cleanup.policy=delete'],
      ),
    });
    expect(observedBy(retentionBytes, { ...kinds(2e9), topicConfigs: tiered(1e9) })).toEqual([]);
    expect(observedBy(retentionBytes, { ...kinds(2e9), topicConfigs: tiered(-2) })).toHaveLength(1);
    expect(observedBy(retentionBytes, { ...kinds(2e9), topicConfigs: tiered(1.5e9) })).toMatchObject([
      {
        observed: expect.stringMatching(/^local.retention.bytes is 1.5 GB/),
        fix: [{ command: 'mq config alter --topic orders --set local.retention.bytes=500000000' }],
      },
    ]);
  });

  it('says that brokers do not tell the size of their disks, and what it lacks', () => {
    expect(answerOf(retentionBytes, kinds(2e9, null)).unchecked).toMatchObject([{ needs: 'Kafka 3.3 or newer' }]);
    expect(answerOf(retentionBytes, {}).unchecked).toHaveLength(3);
  });
});
