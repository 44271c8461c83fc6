import { rule } from '../../rule.ts';

const replacements = {
  'message.format.version': 'nothing: there is one format left',
  'message.timestamp.difference.max.ms': 'message.timestamp.before.max.ms and message.timestamp.after.max.ms',
} as const;

export const legacyTopicConfig = rule({
  id: 'T21',
  name: 'legacy-topic-config',
  title: 'A topic has a setting that Kafka 4 has no more',
  severity: 'warning',
  why: 'After the upgrade the setting does nothing, and no other setting of the topic can be changed as long as it is there: every attempt is refused for an "Unknown topic config name".',
  remedy: 'Take the setting away before the upgrade.',
  truth: {
    text: 'message.format.version and message.timestamp.difference.max.ms were removed in 4.0; the latter was split in two by 3.6. Kafka 4.1.1 still stores them, hides their values, and lets them be deleted.',
    source: 'Kafka upgrade notes 4.0.0; KIP-724, KIP-937; tried with 3.9.1 and 4.1.1',
  },
  evidence: ['topicConfigs'],
  see: { notHere: 'the broker has no such settings, as Kafka 4 has none; Kafka 3 has' },
  *check({ topicConfigs }) {
    for (const [topic, configs] of Object.entries(topicConfigs)) {
      for (const [key, instead] of Object.entries(replacements)) {
        const setting = configs[key];
        if (setting?.source !== 'topic') continue;
        yield {
          subject: { type: 'topic', topic },
          observed: `${key}${setting.value === null ? '' : `=${setting.value}`} is set on the topic; what takes its place: ${instead}`,
          fix: [
            {
              text: 'Take it away, before the upgrade or after it.',
              command: `mq config alter --topic ${topic} --delete ${key}`,
              change: { type: 'set-topic-config', topic, key, value: null },
            },
          ],
        };
      }
    }
  },
});
