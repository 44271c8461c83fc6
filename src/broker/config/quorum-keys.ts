/** Keys of the KRaft quorum that keeps the metadata of a cluster (Kafka: KRaftConfigs.java, QuorumConfig.java). */
import { harmless, int, internal, key, list, long, text } from './declare.ts';

const alone = harmless('this node is its own quorum of one voter');
const oneFile = harmless('the metadata is one small file, written whole');
const register = harmless('the only broker registers with itself');

export const quorumKeys = [
  key(
    'process.roles',
    list(null, { oneOf: ['broker', 'controller'] }),
    'What the node is: a broker, and its own controller.',
  ),
  key('broker.id', int(-1), 'The former name of node.id.'),
  key('controller.quorum.voters', list(''), 'The voters, as id@host:port.', alone),
  key('controller.quorum.bootstrap.servers', list(''), 'Where the quorum is found.', alone),
  key('controller.listener.names', text(null), 'Listeners that are not opened: the controller has none of its own.'),
  key('controller.quorum.election.timeout.ms', int(1000, { min: 0 }), 'When a voter starts an election.', alone),
  key('controller.quorum.election.backoff.max.ms', int(1000, { min: 0 }), 'The longest wait between elections.', alone),
  key('controller.quorum.fetch.timeout.ms', int(2000, { min: 0 }), 'When a voter gives up on its leader.', alone),
  key('controller.quorum.request.timeout.ms', int(2000, { min: 0 }), 'How long a voter waits for an answer.', alone),
  key(
    'controller.quorum.retry.backoff.ms',
    int(20, { min: 0 }),
    'How long a voter waits before it tries again.',
    alone,
  ),
  key('controller.quorum.append.linger.ms', int(25, { min: 0 }), 'How long metadata records are collected.', alone),
  key('controller.socket.timeout.ms', int(30000), 'How long a broker waits for the controller.', alone),
  key('controller.performance.sample.period.ms', long(60000, { min: 100 }), 'Of its own events.', internal, alone),
  key('controller.performance.always.log.threshold.ms', long(2000, { min: 0 }), 'Of slow events.', internal, alone),
  key('initial.broker.registration.timeout.ms', int(60000), 'How long a broker tries to register.', register),
  key('broker.heartbeat.interval.ms', int(2000), 'How often a broker tells that it lives.', register),
  key('broker.session.timeout.ms', int(9000), 'When a broker that does not tell is fenced.', register),
  key('metadata.log.dir', text(null), 'Where the metadata is kept; else with the logs.', oneFile),
  key('metadata.log.segment.bytes', int(1073741824, { min: 8388608 }), 'The largest segment of metadata.', oneFile),
  key('metadata.log.segment.ms', long(604800000), 'How long a segment of metadata takes records.', oneFile),
  key('metadata.max.retention.bytes', long(104857600), 'Bytes of metadata and snapshots that are kept.', oneFile),
  key('metadata.max.retention.ms', long(604800000), 'How long metadata and snapshots are kept.', oneFile),
  key('metadata.log.max.record.bytes.between.snapshots', long(20971520, { min: 1 }), 'When to snapshot.', oneFile),
  key('metadata.log.max.snapshot.interval.ms', long(3600000, { min: 0 }), 'When to snapshot at the latest.', oneFile),
  key('metadata.max.idle.interval.ms', int(500, { min: 0 }), 'How often an idle controller writes.', oneFile),
  key('internal.metadata.log.segment.bytes', int(null), 'For tests of Kafka.', internal, oneFile),
  key('internal.metadata.max.batch.size.in.bytes', int(8388608), 'For tests of Kafka.', internal, oneFile),
  key('internal.metadata.max.fetch.size.in.bytes', int(8388608), 'For tests of Kafka.', internal, oneFile),
  key('internal.metadata.delete.delay.millis', long(60000), 'For tests of Kafka.', internal, oneFile),
  key(
    'unclean.leader.election.interval.ms',
    long(300000, { min: 1 }),
    'How often elections are tried.',
    internal,
    alone,
  ),
] as const;
