import { compacts, deletes } from '../../evidence/cleanup.ts';
import { rule } from '../../rule.ts';

export const compactNullKey = rule({
  id: 'T12',
  name: 'compact-null-key',
  title: 'A compacted topic holds records without a key',
  severity: 'error',
  why: 'Compaction keeps the last record of each key: the cleaner drops those without one, and the broker refuses new ones with INVALID_RECORD.',
  remedy: 'Let producers set keys, or clean up by time.',
  truth: {
    text: 'They come from before cleanup.policy=compact was set. NoKeyCompactedTopicRecordsPerSec counts the ones that producers still send.',
    source: 'Kafka documentation, Monitoring; LogValidator, Cleaner.shouldRetainRecord',
  },
  evidence: ['topicConfigs', 'samples'],
  see: [
    'mq topic create seen-t12 --partitions 1',
    'seq 5 | mq produce seen-t12',
    'mq config alter --topic seen-t12 --set cleanup.policy=compact --yes',
    'mq doctor --only T12 --topic seen-t12',
  ],
  *check({ topicConfigs, samples }) {
    for (const [topic, { records }] of Object.entries(samples)) {
      const configs = topicConfigs[topic];
      if (!compacts(configs)) continue;
      const without = records.filter(({ keyHash }) => keyHash === null);
      if (without.length === 0) continue;
      const policy = deletes(configs) ? 'compact,delete' : 'compact';
      yield {
        subject: {
          type: 'topic',
          topic,
          partitions: [...new Set(without.map(({ partition }) => partition))].sort((a, b) => a - b),
        },
        observed: `${without.length} of ${records.length} sampled records have no key, with cleanup.policy=${policy}`,
        numbers: { withoutKey: without.length, sampled: records.length },
        fix: [
          {
            text: 'If these records matter, go back to delete before the cleaner comes; then let producers set keys.',
            command: `mq config alter --topic ${topic} --set cleanup.policy=delete`,
          },
        ],
      };
    }
  },
});
