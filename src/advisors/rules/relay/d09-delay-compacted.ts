import { delayTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

const KEY = 'cleanup.policy';

export const delayCompacted = rule({
  id: 'D09',
  name: 'delay-compacted',
  title: 'A delay topic is compacted',
  severity: 'critical',
  why: 'Of two records with one key that wait at the same time the first is deleted, and those without a key are refused.',
  remedy: 'Set cleanup.policy=delete.',
  truth: {
    text: 'Compaction keeps the newest record of each key; a delay topic has to keep all.',
    source: 'Kafka documentation, Design: Log Compaction',
  },
  evidence: ['topics', 'topicConfigs'],
  see: ['mq topic create seen-d09-delay_5m --config cleanup.policy=compact', 'mq doctor --only D09 --fail-on critical'],
  *check({ topics, topicConfigs }, { intents }) {
    for (const { topic } of delayTopics(topics, intents)) {
      const policy = topicConfigs[topic.name]?.[KEY]?.value;
      if (!policy?.includes('compact')) continue;
      yield {
        subject: { type: 'topic', topic: topic.name },
        observed: `${KEY}=${policy}`,
        fix: [
          {
            text: 'Let it delete by time only. What is older than retention.ms goes at once, so look at that first.',
            command: `mq config alter --topic ${topic.name} --set ${KEY}=delete`,
          },
        ],
      };
    }
  },
});
