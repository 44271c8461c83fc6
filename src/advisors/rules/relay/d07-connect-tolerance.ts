import { counted } from '../../../lib/counted.ts';
import { placeIn } from '../../evidence/client-setting.ts';
import type { ClientFile, RunningConnector } from '../../evidence/given.ts';
import { alterConnector } from '../../evidence/running-connector.ts';
import type { Fix } from '../../finding.ts';
import { rule } from '../../rule.ts';

const TOLERANCE = 'errors.tolerance';
const TOPIC = 'errors.deadletterqueue.topic.name';
const HEADERS = 'errors.deadletterqueue.context.headers.enable';
const REPLICAS = 'errors.deadletterqueue.topic.replication.factor';
/** Of a dead letter topic that Connect creates; a task fails when there are fewer brokers. */
const DEFAULT_REPLICAS = 3;

export const connectTolerance = rule({
  id: 'D07',
  name: 'connect-tolerance',
  title: 'A connector skips what it cannot process and keeps no dead letters',
  severity: 'critical',
  why: 'Records vanish without an error: the task runs on, and nothing but a metric counts them.',
  remedy: 'Set errors.deadletterqueue.topic.name with context headers, or errors.tolerance=none.',
  truth: {
    text: 'errors.tolerance=all skips failing records. A sink writes them to errors.deadletterqueue.topic.name when that is set, which it is not by default; a source has no dead letter queue at all. Connect creates that topic with three replicas unless errors.deadletterqueue.topic.replication.factor says otherwise, and a task fails where there are fewer brokers.',
    source: 'KIP-298; Kafka Connect: SinkConnectorConfig, DeadLetterQueueReporter',
  },
  evidence: ['connectors'],
  optional: ['cluster'],
  see: [
    `printf 'name=sink\\nconnector.class=org.apache.kafka.connect.file.FileStreamSinkConnector\\ntopics=orders\\nerrors.tolerance=all\\n' > sink.properties`,
    'mq lint sink.properties --only D07',
  ],
  *check({ connectors, cluster }) {
    for (const client of connectors) {
      const { role, settings, running } = client;
      const tolerance = settings[TOLERANCE];
      if (role !== 'connector' || tolerance?.value !== 'all' || settings[TOPIC]?.value) continue;
      const sink = isSink(client);
      yield {
        subject: placeIn(client, tolerance),
        observed: `${TOLERANCE}=all ${sink ? `without ${TOPIC}` : 'in a source'}${running ? `; ${stateText(running)}` : ''}`,
        ...(running && { numbers: { state: running.state, tasks: running.tasks.length } }),
        fix: sink ? [deadLetters(running, cluster?.brokers.length)] : [stop(running)],
      };
    }
  },
});

/** MirrorMaker's connectors are sources that have topics. */
function isSink({ running, settings, family }: ClientFile): boolean {
  if (running && running.type !== 'unknown') return running.type === 'sink';
  if (family === 'mirrormaker' || /Source/.test(settings['connector.class']?.value ?? '')) return false;
  return settings.topics !== undefined || settings['topics.regex'] !== undefined;
}

const stateText = ({ state, tasks }: RunningConnector) => {
  const working = tasks.filter(each => each === 'RUNNING').length;
  return `connector ${state}, ${working} of ${counted(tasks.length, 'task')} RUNNING`;
};

function deadLetters(running: RunningConnector | undefined, brokers = DEFAULT_REPLICAS): Fix {
  if (!running) return { text: `Set ${TOPIC}=NAME and ${HEADERS}=true.` };
  const changes = {
    [TOPIC]: `${running.connector.replace(/[^\w.-]/g, '-')}-dlq`,
    [HEADERS]: 'true',
    ...(brokers < DEFAULT_REPLICAS ? { [REPLICAS]: String(brokers) } : {}),
  };
  return {
    text: 'Keep what fails in a topic, with where it came from; Connect creates the topic and starts the tasks again.',
    command: alterConnector(running, changes),
  };
}

const stop = (running: RunningConnector | undefined): Fix =>
  running
    ? {
        text: 'A source cannot have dead letters: let it stop at what it cannot process.',
        command: alterConnector(running, { [TOLERANCE]: 'none' }),
      }
    : { text: `A source cannot have dead letters: set ${TOLERANCE}=none, or errors.log.enable=true at least.` };
