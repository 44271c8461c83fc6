import { formatDuration } from '../../../lib/duration.ts';
import { numberOf } from '../../evidence/setting.ts';
import { deadLetterTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

const KEY = 'retention.ms';

export const dlqRetention = rule({
  id: 'D04',
  name: 'dlq-retention',
  title: 'Dead letters are kept no longer than the records they come from',
  severity: 'warning',
  why: 'People look at dead letters after a weekend or a release. When the source is gone too, nothing can be repaired.',
  remedy: 'Keep dead letters longer than their source.',
  truth: {
    text: 'Retention counts from the timestamp of the record, which Connect and Streams copy from the source: a dead letter is as old as its record when it arrives.',
    source: "Lenses' rules for dead letter queues; Kafka documentation, Topic Configs: retention.ms",
  },
  evidence: ['topics', 'topicConfigs'],
  optional: ['connectors'],
  see: ['mq topic create seen-d04 seen-d04-dlq', 'mq doctor --only D04'],
  *check({ topics, topicConfigs, connectors }, { intents }) {
    for (const { topic, source } of deadLetterTopics(topics, intents, connectors)) {
      if (source === undefined || !topicConfigs[topic.name]?.['cleanup.policy']?.value?.includes('delete')) continue;
      const own = numberOf(topicConfigs[topic.name], KEY);
      const ofSource = numberOf(topicConfigs[source.name], KEY);
      if (own === undefined || ofSource === undefined || own < 0) continue;
      const sourceMs = ofSource < 0 ? Number.POSITIVE_INFINITY : ofSource;
      if (own > sourceMs) continue;
      const better = Number.isFinite(sourceMs) ? 2 * sourceMs : -1;
      yield {
        subject: { type: 'topic', topic: topic.name },
        observed: `${KEY} is ${formatDuration(own)}, that of ${source.name} ${formatDuration(sourceMs)}`,
        numbers: { retentionMs: own, sourceRetentionMs: ofSource },
        fix: [
          {
            text: 'Keep dead letters longer: there are few of them.',
            command: `mq config alter --topic ${topic.name} --set ${KEY}=${better}`,
            change: { type: 'set-topic-config', topic: topic.name, key: KEY, value: String(better) },
          },
        ],
      };
    }
  },
});
