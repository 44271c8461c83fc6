import { formatDuration } from '../../../lib/duration.ts';
import { numberOf } from '../../evidence/setting.ts';
import { delayTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

const KEY = 'retention.ms';
/** What the relay may be away for, on top of twice the delay. */
const OUTAGE_MS = 86_400_000;

export const delayRetention = rule({
  id: 'D08',
  name: 'delay-retention',
  title: 'A delay topic may delete records before they are due',
  severity: 'critical',
  why: 'Retention does not know that a record still waits: it is deleted, and nobody is told.',
  remedy: 'Keep records for twice the delay and an outage of the relay.',
  claim: {
    text: 'Delayed messages wait in a topic per delay, topic_1s to topic_2h, until a relay finds them due. How long these topics keep them is not mentioned.',
    places: ['S0:L510'],
  },
  truth: {
    text: 'A record waits for the delay and for as long as the relay is away. Twice the delay is the least, a day more is sensible.',
    source: "Kafka documentation, Topic Configs: retention.ms; mq's own threshold",
  },
  evidence: ['topics', 'topicConfigs'],
  see: ['mq topic create seen-d08-delay_2h --config retention.ms=3600000', 'mq doctor --only D08 --fail-on critical'],
  *check({ topics, topicConfigs }, { intents }) {
    for (const { topic, delayMs } of delayTopics(topics, intents)) {
      const retentionMs = numberOf(topicConfigs[topic.name], KEY);
      if (retentionMs === undefined || retentionMs < 0 || retentionMs >= 2 * delayMs) continue;
      const better = String(2 * delayMs + OUTAGE_MS);
      yield {
        subject: { type: 'topic', topic: topic.name },
        observed: `it delays by ${formatDuration(delayMs)} and keeps records for ${formatDuration(retentionMs)}`,
        numbers: { delayMs, retentionMs },
        fix: [
          {
            text: 'Keep records for twice the delay and a day.',
            command: `mq config alter --topic ${topic.name} --set ${KEY}=${better}`,
            change: { type: 'set-topic-config', topic: topic.name, key: KEY, value: better },
          },
        ],
      };
    }
  },
});
