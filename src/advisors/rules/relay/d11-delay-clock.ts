import type { SampledRecord } from '../../evidence/topic-facts.ts';
import { delayTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

const KEY = 'message.timestamp.type';

export const delayClock = rule({
  id: 'D11',
  name: 'delay-clock',
  title: 'A delay topic takes the time from its producers',
  severity: 'warning',
  why: 'A record is due by its timestamp. Producers whose clocks differ put records out of order, and those behind a record from the future wait with it.',
  remedy: 'Set message.timestamp.type=LogAppendTime.',
  claim: {
    text: 'The relay compares the time a message was sent with now, and stops at the first that is not due.',
    places: ['S0:L510'],
  },
  truth: {
    text: "The time is the producer's with CreateTime, the default, and the broker's with LogAppendTime; only the latter grows within a partition.",
    source: 'KIP-32; Kafka documentation, Topic Configs: message.timestamp.type',
  },
  evidence: ['topics', 'topicConfigs'],
  optional: ['samples'],
  see: ['mq topic create seen-d11-delay_10s', 'mq doctor --only D11'],
  *check({ topics, topicConfigs, samples }, { intents }) {
    for (const { topic } of delayTopics(topics, intents)) {
      if (topicConfigs[topic.name]?.[KEY]?.value !== 'CreateTime') continue;
      const late = inversionMs(samples?.[topic.name]?.records ?? []);
      yield {
        subject: { type: 'topic', topic: topic.name },
        severity: late > 0 ? 'warning' : 'info',
        observed:
          late > 0 ? `${KEY}=CreateTime, and a record is ${late} ms older than the one before it` : `${KEY}=CreateTime`,
        numbers: { inversionMs: late },
        fix: [
          {
            text: 'Let the broker say when a record came.',
            command: `mq config alter --topic ${topic.name} --set ${KEY}=LogAppendTime`,
            change: { type: 'set-topic-config', topic: topic.name, key: KEY, value: 'LogAppendTime' },
          },
        ],
      };
    }
  },
});

/** The most that a record of a partition is older than the one before it. */
const inversionMs = (records: readonly SampledRecord[]): number =>
  records.reduce((most, record, i) => {
    const before = records[i - 1];
    return before?.partition === record.partition ? Math.max(most, before.timestampMs - record.timestampMs) : most;
  }, 0);
