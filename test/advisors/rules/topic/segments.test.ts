import { describe, expect, it } from 'vitest';
import { segmentMs } from '../../../../src/advisors/rules/topic/t10-segment-ms.ts';
import { segmentMin } from '../../../../src/advisors/rules/topic/t11-segment-min.ts';
import { legacyTopicConfig } from '../../../../src/advisors/rules/topic/t21-legacy-topic-config.ts';
import { answerOf, configs, observedBy } from '../../../support/evidence.ts';

describe('T10 segment-ms', () => {
  const topic = (...settings: string[]) => ({
    topicConfigs: { orders: configs('topic', 'cleanup.policy=delete', ...settings) },
  });

  it('counts below ten minutes', () => {
    expect(observedBy(segmentMs, topic('segment.ms=600000', '~retention.ms=604800000'))).toEqual([]);
    expect(observedBy(segmentMs, topic('segment.ms=599999', '~retention.ms=604800000'))).toMatchObject([
      { severity: 'warning', fix: [{ command: 'mq config alter --topic orders --delete segment.ms' }] },
    ]);
  });

  it('mentions segments that outlive the retention that was asked for', () => {
    expect(observedBy(segmentMs, topic('~segment.ms=604800000', 'retention.ms=604800000'))).toEqual([]);
    expect(observedBy(segmentMs, topic('~segment.ms=604800000', 'retention.ms=86400000'))).toMatchObject([
      {
        severity: 'info',
        observed: 'segment.ms is 7d and retention.ms 1d: a record may live for 8d',
        fix: [{ command: 'mq config alter --topic orders --set segment.ms=43200000' }],
      },
    ]);
  });

  it('does not advise segments that are too small', () => {
    const [finding] = observedBy(segmentMs, topic('~segment.ms=604800000', 'retention.ms=60000'));
    expect(finding!.fix).toEqual([{ text: expect.stringContaining('Raise retention.ms') }]);
  });

  it("leaves the brokers' own defaults, compacted and internal topics", () => {
    expect(observedBy(segmentMs, topic('~segment.ms=604800000', '~retention.ms=86400000'))).toEqual([]);
    const compacted = configs('topic', 'cleanup.policy=compact', '~segment.ms=604800000', 'retention.ms=86400000');
    expect(observedBy(segmentMs, { topicConfigs: { a: compacted, __b: configs('topic', 'segment.ms=1') } })).toEqual(
      [],
    );
  });

  it('leaves the stores of Kafka Streams, whose windows need so much and no less', () => {
    const windowed = configs(
      'topic',
      'cleanup.policy=compact,delete',
      '~segment.ms=604800000',
      'retention.ms=86401000',
    );
    expect(observedBy(segmentMs, { topicConfigs: { 'app-windowed-changelog': windowed } })).toEqual([]);
    expect(observedBy(segmentMs, { topicConfigs: { orders: windowed } })).toHaveLength(1);
  });

  it('says what it lacks', () => {
    expect(answerOf(segmentMs, {}).unchecked).toHaveLength(1);
  });
});

describe('T11 segment-min', () => {
  it('counts below a mebibyte', () => {
    const topicConfigs = { a: configs('topic', 'segment.bytes=1048576'), b: configs('topic', 'segment.bytes=1048575') };
    expect(observedBy(segmentMin, { topicConfigs })).toMatchObject([
      {
        severity: 'error',
        subject: { topic: 'b' },
        fix: [{ command: 'mq config alter --topic b --delete segment.bytes' }],
      },
    ]);
  });

  it('names the brokers once where they say it for all', () => {
    const inherited = configs('server-properties', 'segment.bytes=524288');
    expect(observedBy(segmentMin, { topicConfigs: { a: inherited, b: inherited } })).toMatchObject([
      {
        subject: { type: 'cluster' },
        observed: 'log.segment.bytes of the brokers is 524288 (524 kB), for 2 topics: a, b',
        fix: [{ command: 'mq config alter --all-brokers --set log.segment.bytes=1073741824' }],
      },
    ]);
  });

  it('says what it lacks', () => {
    expect(answerOf(segmentMin, {}).unchecked).toHaveLength(1);
  });
});

describe('T21 legacy-topic-config', () => {
  it('names settings of the topic, not those of the brokers', () => {
    const topicConfigs = {
      a: configs('topic', 'message.format.version=2.8-IV0', '~message.timestamp.difference.max.ms=9223372036854775807'),
      b: configs('server-properties', 'message.format.version=3.0-IV1'),
    };
    expect(observedBy(legacyTopicConfig, { topicConfigs })).toMatchObject([
      {
        subject: { topic: 'a' },
        observed:
          'message.format.version=2.8-IV0 is set on the topic; what takes its place: nothing: there is one format left',
        fix: [{ command: 'mq config alter --topic a --delete message.format.version' }],
      },
    ]);
  });

  it('knows them on Kafka 4, which hides their values', () => {
    const topicConfigs = { a: { 'message.format.version': { value: null, source: 'topic' as const } } };
    expect(observedBy(legacyTopicConfig, { topicConfigs })[0]!.observed).toMatch(/^message.format.version is set/);
  });

  it('says what it lacks', () => {
    expect(answerOf(legacyTopicConfig, {}).unchecked).toHaveLength(1);
  });
});
