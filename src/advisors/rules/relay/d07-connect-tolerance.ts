import { rule } from '../../rule.ts';

const TOLERANCE = 'errors.tolerance';
const TOPIC = 'errors.deadletterqueue.topic.name';

export const connectTolerance = rule({
  id: 'D07',
  name: 'connect-tolerance',
  title: 'A connector skips what it cannot process and keeps no dead letters',
  severity: 'critical',
  why: 'Records vanish without an error: the task runs on, and nothing but a metric counts them.',
  remedy: 'Set errors.deadletterqueue.topic.name with context headers, or errors.tolerance=none.',
  truth: {
    text: 'errors.tolerance=all skips failing records. A sink writes them to errors.deadletterqueue.topic.name when that is set, which it is not by default; a source has no dead letter queue at all.',
    source: 'KIP-298; Kafka Connect: SinkConnectorConfig',
  },
  evidence: ['clients'],
  see: [
    `printf 'name=sink\\nconnector.class=org.apache.kafka.connect.file.FileStreamSinkConnector\\ntopics=orders\\nerrors.tolerance=all\\n' > sink.properties`,
    'mq lint sink.properties --only D07',
  ],
  *check({ clients }) {
    for (const { path, role, settings } of clients) {
      const tolerance = settings[TOLERANCE];
      if (role !== 'connector' || tolerance?.value !== 'all' || settings[TOPIC]?.value) continue;
      const isSink = settings.topics !== undefined || settings['topics.regex'] !== undefined;
      yield {
        subject: { type: 'file', path, line: tolerance.line, key: tolerance.key },
        observed: `${TOLERANCE}=all without ${TOPIC}`,
        fix: [
          isSink
            ? { text: `Set ${TOPIC}=NAME and errors.deadletterqueue.context.headers.enable=true.` }
            : { text: `A source cannot have one: set ${TOLERANCE}=none, or errors.log.enable=true at least.` },
        ],
      };
    }
  },
});
