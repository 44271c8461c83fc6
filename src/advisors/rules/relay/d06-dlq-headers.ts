import type { ClientFile } from '../../evidence/given.ts';
import { alterConnector } from '../../evidence/running-connector.ts';
import type { Fix } from '../../finding.ts';
import { deadLetterTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

/** Where a dead letter came from, in each dialect. */
const ORIGINS = [
  'mq.orig.offset',
  'kafka_dlt-original-offset',
  '__connect.errors.offset',
  '__streams.errors.offset',
  '__dlq.errors.offset',
];
const HEADERS = 'errors.deadletterqueue.context.headers.enable';
const CONNECT_HINT =
  'With Connect set errors.deadletterqueue.context.headers.enable=true; a writer of your own adds mq.orig.topic, mq.orig.partition and mq.orig.offset as text.';

export const dlqHeaders = rule({
  id: 'D06',
  name: 'dlq-headers',
  title: 'Dead letters do not say where they came from',
  severity: 'error',
  why: 'Without topic, partition and offset nobody can tell whether a dead letter was repaired, nor send it back.',
  remedy: 'Let the writer add topic, partition and offset as headers.',
  truth: {
    text: "Spring, Streams and share groups write the origin into headers by themselves; Connect only when it is told to. Spring's numbers are big-endian, all others text.",
    source: 'KIP-298, KIP-1034, KIP-1191; Spring for Apache Kafka: KafkaHeaders',
  },
  evidence: ['topics', 'samples'],
  optional: ['connectors'],
  see: [
    'mq topic create seen-d06-dlq',
    'echo failed | mq produce seen-d06-dlq',
    'mq doctor --only D06 --topic seen-d06-dlq',
  ],
  *check({ topics, samples, connectors }, { intents }) {
    for (const { topic, sinks } of deadLetterTopics(topics, intents, connectors)) {
      const records = samples[topic.name]?.records ?? [];
      const nameless = records.filter(({ marks }) => !ORIGINS.some(origin => origin in marks));
      if (nameless.length === 0) continue;
      yield {
        subject: { type: 'topic', topic: topic.name },
        observed: `${nameless.length} of the ${records.length} newest records have no header with their origin`,
        numbers: { without: nameless.length, sampled: records.length },
        fix: fixesFor(sinks),
      };
    }
  },
});

/** Those of Connect that run and leave the headers out can be told so; records that are there stay as they are. */
function fixesFor(sinks: readonly ClientFile[]): Fix[] {
  const told = sinks.flatMap(({ settings, running }) =>
    running && settings[HEADERS]?.value !== 'true'
      ? [
          {
            text: `Let connector ${running.connector} add them; it starts its tasks again.`,
            command: alterConnector(running, { [HEADERS]: 'true' }),
          },
        ]
      : [],
  );
  return told.length > 0 ? told : [{ text: CONNECT_HINT }];
}
