/** Keys of what Kafka runs on: threads, queues, metrics (Kafka: ServerConfigs.java, MetricConfigs.java). */
import { boolean, clusterWide, harmless, int, internal, key, list, long, refused, text } from './declare.ts';

const oneLoop = harmless('one event loop does the work of these threads');
const noMetrics = harmless('no metrics are reported');
const noBrokers = harmless('the broker connects to no other');
const unstable = refused('only stable versions are spoken');

export const runtimeKeys = [
  key('num.network.threads', int(3, { min: 1 }), 'Threads that read and write sockets.', clusterWide, oneLoop),
  key('num.io.threads', int(8, { min: 1 }), 'Threads that serve requests.', clusterWide, oneLoop),
  key('background.threads', int(10, { min: 1 }), 'Threads for work in the background.', clusterWide, oneLoop),
  key('num.recovery.threads.per.data.dir', int(2, { min: 1 }), 'Threads that open logs.', clusterWide, oneLoop),
  key('group.coordinator.threads', int(4, { min: 1 }), 'Threads of the group coordinator.', oneLoop),
  key('group.coordinator.append.linger.ms', int(5, { min: 0 }), 'How long its records are collected.', oneLoop),
  key('queued.max.requests', int(500, { min: 1 }), 'Requests that wait for a thread.', oneLoop),
  key('request.timeout.ms', int(30000), 'How long the broker waits for an answer of another.', noBrokers),
  key('socket.connection.setup.timeout.ms', long(10000), 'How long it waits for a connection.', noBrokers),
  key('socket.connection.setup.timeout.max.ms', long(30000), 'How long at most.', noBrokers),
  key(
    'metric.reporters',
    list('org.apache.kafka.common.metrics.JmxReporter'),
    'Classes.',
    clusterWide,
    refused('no metrics are reported'),
  ),
  key('metrics.num.samples', int(2, { min: 1 }), 'Samples kept for a metric.', noMetrics),
  key('metrics.recording.level', text('INFO'), 'Which metrics are recorded.', noMetrics),
  key('metrics.sample.window.ms', long(30000, { min: 1 }), 'The time that a sample spans.', noMetrics),
  key('kafka.metrics.reporters', list(''), 'Classes that report the older metrics.', noMetrics),
  key('kafka.metrics.polling.interval.secs', int(10, { min: 1 }), 'How often they do.', noMetrics),
  key(
    'telemetry.max.bytes',
    int(1048576, { min: 1 }),
    'The largest push of client metrics (KIP-714).',
    harmless('clients are not asked for metrics'),
  ),
  key(
    'server.max.startup.time.ms',
    long('9223372036854775807', { min: 0 }),
    'How long a start may take.',
    internal,
    harmless('a start takes milliseconds'),
  ),
  key('unstable.api.versions.enable', boolean(false), 'Whether versions in the making are spoken.', internal, unstable),
  key('unstable.feature.versions.enable', boolean(false), 'Whether features in the making are.', internal, unstable),
] as const;
