/** Keys of replication between brokers (Kafka: ReplicationConfigs.java). There is one broker, so nothing comes of them. */
import { boolean, clusterWide, harmless, int, internal, key, long, shownReadOnly, text } from './declare.ts';

const oneBroker = harmless('nothing is replicated: there is one broker');
const oneReplica = harmless('the only replica leads');
const oneDirectory = harmless('there is one data directory');
/** Kept among the dynamic values only, in Kafka; and shown as if they could not change. */
const throttle = [clusterWide, internal, shownReadOnly, oneBroker];

export const replicaKeys = [
  key('replica.lag.time.max.ms', long(30000), 'How far behind a follower may be and still be in sync.', oneBroker),
  key('replica.fetch.min.bytes', int(1), 'Bytes that a follower waits for in a fetch.', oneBroker),
  key('replica.fetch.max.bytes', int(1048576, { min: 0 }), 'Bytes that a follower fetches of a partition.', oneBroker),
  key('replica.fetch.response.max.bytes', int(10485760, { min: 0 }), 'Bytes that a follower fetches.', oneBroker),
  key('replica.fetch.wait.max.ms', int(500), 'How long a fetch of a follower waits for bytes.', oneBroker),
  key('replica.fetch.backoff.ms', int(1000, { min: 0 }), 'How long a follower waits after an error.', oneBroker),
  key('replica.socket.timeout.ms', int(30000), 'How long a follower waits for an answer.', oneBroker),
  key('replica.socket.receive.buffer.bytes', int(65536), 'Receive buffer of the sockets of followers.', oneBroker),
  key(
    'replica.high.watermark.checkpoint.interval.ms',
    long(5000),
    'How often high watermarks are written.',
    oneReplica,
  ),
  key('replica.selector.class', text(null), 'Chooses the replica that a consumer reads from (KIP-392).', oneReplica),
  key('num.replica.fetchers', int(1), 'Threads that replicate from each broker.', clusterWide, oneBroker),
  key('auto.leader.rebalance.enable', boolean(true), 'Whether leadership goes back to preferred replicas.', oneReplica),
  key('leader.imbalance.check.interval.seconds', long(300, { min: 1 }), 'How often that is looked at.', oneReplica),
  key(
    'unclean.leader.election.enable',
    boolean(false),
    'Whether a replica that is not in sync may lead.',
    clusterWide,
    oneReplica,
  ),
  key('controlled.shutdown.enable', boolean(true), 'Whether leaders move away before a broker stops.', oneBroker),
  key('inter.broker.listener.name', text(null), 'The listener by which brokers speak to each other.', oneBroker),
  key(
    'security.inter.broker.protocol',
    text('PLAINTEXT', { oneOf: ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] }),
    'How brokers speak to each other, where no listener is named for it.',
    oneBroker,
  ),
  key('num.replica.alter.log.dirs.threads', int(null), 'Threads that move replicas between disks.', oneDirectory),
  key('replication.quota.window.num', int(11, { min: 1 }), 'Samples kept for replication quotas.', oneBroker),
  key('replication.quota.window.size.seconds', int(1, { min: 1 }), 'The time that a sample spans.', oneBroker),
  key(
    'alter.log.dirs.replication.quota.window.num',
    int(11, { min: 1 }),
    'Samples of moves between disks.',
    oneDirectory,
  ),
  key(
    'alter.log.dirs.replication.quota.window.size.seconds',
    int(1, { min: 1 }),
    'The time of a sample.',
    oneDirectory,
  ),
  key('leader.replication.throttled.rate', long(null, { min: 0 }), 'Of throttled leaders.', ...throttle),
  key('follower.replication.throttled.rate', long(null, { min: 0 }), 'Of throttled followers.', ...throttle),
  key('replica.alter.log.dirs.io.max.bytes.per.second', long(null, { min: 0 }), 'Between disks.', ...throttle),
] as const;
