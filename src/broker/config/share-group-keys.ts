/** Keys of share groups (KIP-932; Kafka: ShareGroupConfig.java, ShareCoordinatorConfig.java), which are not served. */
import { boolean, harmless, int, internal, key, list, refused, short, text } from './declare.ts';

const notServed = harmless('share groups are not served');
const one = { min: 1 };

export const shareGroupKeys = [
  key('group.share.enable', boolean(false), 'Whether share groups are served.', internal, refused('they are not')),
  key('group.share.assignors', list('simple'), 'Assignors of share groups.', notServed),
  key('group.share.delivery.count.limit', int(5, { min: 2, max: 10 }), 'Deliveries of a record.', notServed),
  key('group.share.max.size', int(200, { min: 1, max: 1000 }), 'Members of a group.', notServed),
  key('group.share.max.share.sessions', int(2000, one), 'Share sessions that are kept.', notServed),
  key('group.share.partition.max.record.locks', int(2000, { min: 100, max: 10000 }), 'Records in flight.', notServed),
  key('group.share.record.lock.duration.ms', int(30000, { min: 1000, max: 3600000 }), 'Of a lock.', notServed),
  key('group.share.min.record.lock.duration.ms', int(15000, { min: 1000, max: 30000 }), 'At least.', notServed),
  key('group.share.max.record.lock.duration.ms', int(60000, { min: 30000, max: 3600000 }), 'At most.', notServed),
  key('group.share.session.timeout.ms', int(45000, one), 'When a silent member is removed.', notServed),
  key('group.share.min.session.timeout.ms', int(45000, one), 'The least that a group can set.', notServed),
  key('group.share.max.session.timeout.ms', int(60000, one), 'The most that a group can set.', notServed),
  key('group.share.heartbeat.interval.ms', int(5000, one), 'How often members tell that they live.', notServed),
  key('group.share.min.heartbeat.interval.ms', int(5000, one), 'The least that a group can set.', notServed),
  key('group.share.max.heartbeat.interval.ms', int(15000, one), 'The most that a group can set.', notServed),
  key(
    'group.share.persister.class.name',
    text('org.apache.kafka.server.share.persister.DefaultStatePersister'),
    'Keeps their state.',
    internal,
    notServed,
  ),
  key('share.coordinator.threads', int(1, one), 'Threads of their coordinator.', notServed),
  key('share.coordinator.append.linger.ms', int(5, { min: 0 }), 'How long its records are collected.', notServed),
  key('share.coordinator.write.timeout.ms', int(5000, one), 'How long a write may take.', notServed),
  key('share.coordinator.load.buffer.size', int(5242880, one), 'Bytes read at a time.', notServed),
  key('share.coordinator.snapshot.update.records.per.snapshot', int(500, { min: 0 }), 'Between two.', notServed),
  key('share.coordinator.cold.partition.snapshot.interval.ms', int(300000, one), 'Of idle ones.', internal, notServed),
  key('share.coordinator.state.topic.compression.codec', int(0), 'Codec of __share_group_state.', notServed),
  key('share.coordinator.state.topic.min.isr', short(2, one), 'Its min.insync.replicas.', notServed),
  key('share.coordinator.state.topic.num.partitions', int(50, one), 'Its partitions.', notServed),
  key('share.coordinator.state.topic.prune.interval.ms', int(300000, one), 'Of pruning.', internal, notServed),
  key('share.coordinator.state.topic.replication.factor', short(3, one), 'Its replicas.', notServed),
  key('share.coordinator.state.topic.segment.bytes', int(104857600, one), 'Its segments.', notServed),
] as const;
