import { describe, expect, it } from 'vitest';
import { requireDistinct } from '../../../src/operations/apply/plan.ts';
import { readTopicFile } from '../../../src/operations/apply/topic-file.ts';

const read = (text: string) => readTopicFile('topics.yaml', text);

describe('a file of topics', () => {
  it('is read with values as Kafka takes them', () => {
    expect(
      read(
        'topics:\n  orders:\n    partitions: 3\n    configs: {retention.ms: 604800000, preallocate: true, cleanup.policy: "compact,delete"}\n  audit: {}\n',
      ),
    ).toEqual([
      {
        name: 'orders',
        partitions: 3,
        configs: { 'retention.ms': '604800000', preallocate: 'true', 'cleanup.policy': 'compact,delete' },
      },
      { name: 'audit', configs: {} },
    ]);
  });

  it('writes out what YAML makes a float of', () => {
    expect(read('topics: {a: {configs: {segment.bytes: 2.19e+07}}}')[0]!.configs).toEqual({
      'segment.bytes': '21900000',
    });
  });

  it.each([
    ['topics: {a: {partition: 3}}', /partition; partitions, if that is meant/],
    ['topics: {a: {partitions: 0}}', /topics\.a\.partitions/],
    ['topics: {a: {partitions: 2.5}}', /topics\.a\.partitions/],
    ['topics: {a: {configs: {retention.ms: 2.5}}}', /put it into quotes/],
    ['topics: {"a b": {}}', /is no name of a topic/],
    ['topics: {a: {}, a: {}}', /unique/],
    ['topic: {}', /topics, if that is meant/],
    ['topics: [', /topics\.yaml/],
    ['', /topics/],
  ])('refuses %j', (text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(message) }),
    );
  });

  it('shares no topic with another', () => {
    const topic = (file: string) => ({ name: 'orders', configs: {}, file });
    expect(() => requireDistinct([topic('a.yaml'), topic('b.yaml')])).toThrow('orders is in a.yaml and in b.yaml');
  });
});
