import { describe, expect, it } from 'vitest';
import { hotPartition } from '../../../../src/advisors/rules/topic/t16-hot-partition.ts';
import { oneTopicHog } from '../../../../src/advisors/rules/topic/t23-one-topic-hog.ts';
import { answerOf, aTopic, observedBy } from '../../../support/evidence.ts';
import { aHistory, directories } from '../../../support/group-evidence.ts';

describe('T16 hot-partition', () => {
  const written = (...records: number[]) => ({
    topics: [aTopic('orders', records.length)],
    history: aHistory(
      [60, { topics: { orders: records.map(() => [0, 0]) } }],
      [0, { topics: { orders: records.map(count => [0, count]) } }],
    ),
  });
  const holding = (...bytes: number[]) => {
    const topic = aTopic('orders', bytes.length);
    return { topics: [topic], logDirs: directories([[topic, bytes]]) };
  };

  it('compares the most with the middle: over three times warns, over ten is an error', () => {
    expect(observedBy(hotPartition, written(20_000, 20_000, 60_000))).toEqual([]);
    expect(observedBy(hotPartition, written(20_000, 20_000, 60_001))[0]!.severity).toBe('warning');
    expect(observedBy(hotPartition, written(20_000, 20_000, 200_000))[0]!.severity).toBe('warning');
    expect(observedBy(hotPartition, written(20_000, 20_000, 200_001))[0]!.severity).toBe('error');
  });

  it('names the partition and how to look at its keys', () => {
    expect(observedBy(hotPartition, written(20_000, 100_000, 20_000))).toMatchObject([
      {
        subject: { topic: 'orders', partitions: [1] },
        observed: 'got 100000 records in 1m, the partition in the middle 20000 records: 5.0 times as much',
        fix: [{ command: "mq consume orders --partition 1 --from -20 --exit --format '%k\\n'" }],
      },
    ]);
    expect(observedBy(hotPartition, written(0, 100_000, 0))[0]!.observed).toContain('2 of 3 partitions nothing');
  });

  it('leaves what is too little to judge, and topics with two partitions', () => {
    expect(observedBy(hotPartition, written(0, 29_999, 0))).toEqual([]);
    expect(observedBy(hotPartition, written(0, 1_000_000))).toEqual([]);
  });

  it('goes by what is stored where it knows no rates, and never calls that an error', () => {
    expect(observedBy(hotPartition, holding(1e6, 100e6, 2e6))).toMatchObject([
      { severity: 'warning', observed: 'holds 100 MB, the partition in the middle 2 MB: 50.0 times as much' },
    ]);
    expect(observedBy(hotPartition, holding(1e6, 3e6, 1.1e6))).toEqual([]);
    expect(observedBy(hotPartition, holding(100, 1e6, 200))).toEqual([]);
  });

  it('goes by what is written now where both are known: partitions that were added hold little', () => {
    const { logDirs } = holding(100e6, 1e6, 1e6);
    expect(observedBy(hotPartition, { ...written(20_000, 20_000, 20_000), logDirs })).toEqual([]);
    expect(observedBy(hotPartition, { ...written(9, 9, 9), logDirs })).toHaveLength(1);
  });

  it('does not compare a topic that has changed meanwhile', () => {
    const { topics } = written(0, 100_000, 0);
    const history = aHistory(
      [60, { topics: { orders: [[0, 5]] } }],
      [
        0,
        {
          topics: {
            orders: [
              [0, 0],
              [0, 100_000],
              [0, 0],
            ],
          },
        },
      ],
    );
    expect(observedBy(hotPartition, { topics, history })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(hotPartition, {}).unchecked).toHaveLength(1);
  });
});

describe('T23 one-topic-hog', () => {
  const holding = (...megabytes: number[]) => {
    const topics = megabytes.map((_, i) => aTopic(`t${i}`, 1, 1, 1));
    return { topics, logDirs: directories(topics.map((topic, i) => [topic, [megabytes[i]! * 1e6]])) };
  };

  it('counts over half of all', () => {
    expect(observedBy(oneTopicHog, holding(300, 100, 100, 100))).toEqual([]);
    expect(observedBy(oneTopicHog, holding(301, 100, 100, 100))).toMatchObject([
      { severity: 'info', subject: { topic: 't0' }, observed: '301 MB of 601 MB in 4 topics: 50 %' },
    ]);
  });

  it('leaves clusters with little in them, and with few topics', () => {
    expect(observedBy(oneTopicHog, holding(99, 1, 1, 1))).toEqual([]);
    expect(observedBy(oneTopicHog, holding(900, 1, 1, 0))).toEqual([]);
    expect(answerOf(oneTopicHog, holding()).clean).toEqual(['T23']);
  });

  it('says what it lacks', () => {
    expect(answerOf(oneTopicHog, {}).unchecked).toHaveLength(2);
  });
});
