import { deadLetterTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

/** Of Spring's DeadLetterPublishingRecoverer, which keeps the partition's number. */
const SPRING = 'kafka_dlt-original-partition';

export const dlqNarrow = rule({
  id: 'D03',
  name: 'dlq-narrow',
  title: 'A dead letter topic has fewer partitions than the topic it serves',
  severity: 'error',
  why: 'Writers that keep the partition number, Spring above all, fail for the upper partitions: the dead letter cannot be written, and the consumer is stuck after all.',
  remedy: 'Give it as many partitions as its source.',
  truth: {
    text: "Spring's DeadLetterPublishingRecoverer writes to the same partition number. Connect creates its dead letter topic with one partition and does not care for the number.",
    source: 'Spring for Apache Kafka: DeadLetterPublishingRecoverer; Connect: DeadLetterQueueReporter',
  },
  evidence: ['topics'],
  optional: ['connectors', 'samples'],
  see: [
    'mq topic create seen-d03 --partitions 6',
    'mq topic create seen-d03-dlt --partitions 1',
    'mq doctor --only D03',
  ],
  *check({ topics, samples, connectors }, { intents }) {
    for (const { topic, source, sinks } of deadLetterTopics(topics, intents, connectors)) {
      if (source === undefined || topic.partitions.length >= source.partitions.length) continue;
      const records = samples?.[topic.name]?.records ?? [];
      const bySpring = records.some(({ marks }) => SPRING in marks);
      if (sinks.length > 0 && !bySpring) continue; // Connect's producer chooses the partition
      const keepsNumber = bySpring || /dlt/i.test(topic.name);
      yield {
        subject: { type: 'topic', topic: topic.name },
        severity: keepsNumber ? 'error' : 'info',
        observed: `${topic.partitions.length} partition${topic.partitions.length === 1 ? '' : 's'}, and ${source.partitions.length} of ${source.name}${keepsNumber ? "; Spring's name or headers, so the partition number is kept" : '; whether its writer keeps the partition number is not known'}`,
        numbers: { partitions: topic.partitions.length, sourcePartitions: source.partitions.length },
        fix: [
          {
            text: 'Widen it; the order of dead letters hardly matters.',
            command: `mq topic alter ${topic.name} --partitions ${source.partitions.length}`,
          },
        ],
      };
    }
  },
});
