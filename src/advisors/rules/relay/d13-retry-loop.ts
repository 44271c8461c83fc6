import { deadLetterTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

/** RocketMQ's limit of attempts. */
const MOST_ATTEMPTS = 16;
const COUNTERS = ['mq.attempt', 'retry_topic-attempts', 'kafka_deliveryAttempt', '__dlq.errors.delivery.count'];

export const retryLoop = rule({
  id: 'D13',
  name: 'retry-loop',
  title: 'Records are tried again and again',
  severity: 'error',
  why: 'A record that fails every time goes round for ever, costs a slot each time, and hides that something is broken.',
  remedy: 'Stop after a fixed number of attempts and write a dead letter.',
  truth: {
    text: `Retries end: Spring gives up after 3 attempts, RocketMQ after ${MOST_ATTEMPTS}, and the record becomes a dead letter.`,
    source: 'Spring for Apache Kafka: RetryableTopic; RocketMQ: maxReconsumeTimes',
  },
  evidence: ['samples', 'topics'],
  see: [
    'mq topic create seen-d13-retry',
    'echo again | mq produce seen-d13-retry --header mq.attempt=40',
    'mq doctor --only D13 --topic seen-d13-retry',
  ],
  *check({ samples, topics }, { intents }) {
    const ended = new Set(deadLetterTopics(topics, intents).map(({ topic }) => topic.name));
    for (const [topic, { records }] of Object.entries(samples)) {
      if (ended.has(topic)) continue; // a dead letter says how often it was tried, and is not any more
      const attempts = records.map(({ marks }) =>
        Math.max(0, ...COUNTERS.map(name => Number(marks[name] ?? 0)).filter(Number.isFinite)),
      );
      const most = Math.max(0, ...attempts);
      if (most <= MOST_ATTEMPTS) continue;
      const many = attempts.filter(count => count > MOST_ATTEMPTS).length;
      yield {
        subject: { type: 'topic', topic },
        observed: `${many} of the ${records.length} newest records were tried more than ${MOST_ATTEMPTS} times, one of them ${most} times`,
        numbers: { attempts: most, records: many },
        fix: [
          {
            text: 'Stop after a fixed number of attempts and write the record to a dead letter topic.',
            command: `mq consume ${topic} --from -10 --exit --output jsonl`,
          },
        ],
      };
    }
  },
});
