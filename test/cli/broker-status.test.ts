import { describe, expect, it } from 'vitest';
import { type BrokerSample, statusLines } from '../../src/cli/broker-status.ts';
import { mistakeText } from '../../src/cli/mistake-view.ts';
import { paintFor } from '../../src/cli/paint.ts';

const paint = paintFor({ isTTY: false });
const none: BrokerSample = {
  atMs: 0,
  connections: 0,
  topics: 0,
  partitions: 0,
  groups: 0,
  requests: 0,
  recordsIn: 0,
  recordsOut: 0,
  bytesIn: 0,
  bytesOut: 0,
};

describe('the live status', () => {
  it('is what is there, and what went in and out per second', () => {
    const now = {
      ...none,
      atMs: 2000,
      connections: 1,
      topics: 2,
      partitions: 9,
      groups: 1,
      requests: 500,
      recordsIn: 25_000,
      recordsOut: 3,
      bytesIn: 2_400_000,
      bytesOut: 100,
    };
    expect(statusLines(none, now, 65_000, paint)).toEqual([
      '1 connection · 2 topics (9 partitions) · 1 group · up 1m 5s',
      'in 12.5k records/s 1.2 MB/s · out 2 records/s 50 B/s · 250 requests/s',
    ]);
  });

  it('fits 80 columns when much goes on', () => {
    const now = {
      ...none,
      atMs: 1000,
      connections: 2000,
      topics: 1000,
      partitions: 100_000,
      groups: 500,
      requests: 99_999,
      recordsIn: 1_234_567,
      recordsOut: 1_234_567,
      bytesIn: 987_654_321,
      bytesOut: 987_654_321,
    };
    for (const line of statusLines(none, now, 99 * 3_600_000, paint)) expect(line.length).toBeLessThan(80);
  });
});

describe('a mistake on a terminal', () => {
  const mistake = {
    client: 'librdkafka 2.0.2 "rdkafka" at 127.0.0.1',
    request: 'Metadata v4',
    what: 'asks for topic ordres, which does not exist and auto.create.topics.enable is false',
    sees: 'UNKNOWN_TOPIC_OR_PARTITION',
    advice: 'did you mean orders? Else create it: mq topic create ordres -b localhost:9092',
    times: 1,
  };

  it('is who and what, what the client sees, and what to do', () => {
    expect(mistakeText(mistake, '12:04:11', 80, paint)).toBe(
      '12:04:11 librdkafka 2.0.2 "rdkafka" at 127.0.0.1 asks for topic ordres, which\n' +
        '         does not exist and auto.create.topics.enable is false\n' +
        '         It sees UNKNOWN_TOPIC_OR_PARTITION (Metadata v4).\n' +
        '         → did you mean orders? Else create it: mq topic create ordres -b\n' +
        '           localhost:9092\n',
    );
  });

  it('says how often since', () => {
    expect(mistakeText({ ...mistake, times: 1037 }, '12:04:11', 80, paint)).toContain(
      '(Metadata v4) … 1,037 more times.\n',
    );
  });
});
