/** Keys of the group coordinator and of __consumer_offsets (Kafka: GroupCoordinatorConfig.java). */
import { int, key, long, short } from './declare.ts';

export const groupKeys = [
  key(
    'group.initial.rebalance.delay.ms',
    int(3000, { min: 0 }),
    'How long the first rebalance of an empty group waits for more members.',
  ),
  key('group.min.session.timeout.ms', int(6000), 'The shortest session timeout that a member may ask for.'),
  key('group.max.session.timeout.ms', int(1800000), 'The longest session timeout that a member may ask for.'),
  key('group.max.size', int(2147483647, { min: 1 }), 'Members that one group can have.'),
  key('offset.metadata.max.bytes', int(4096), 'The longest text that can be committed with an offset.'),
  key('offsets.retention.minutes', int(10080, { min: 1 }), 'How long the offsets of a group without members are kept.'),
  key(
    'offsets.retention.check.interval.ms',
    long(600000, { min: 1 }),
    'How often offsets are looked through for expired ones.',
  ),
  key('offsets.topic.num.partitions', int(50, { min: 1 }), 'Partitions of __consumer_offsets when it is created.'),
  key(
    'offsets.topic.replication.factor',
    short(3, { min: 1 }),
    'Replicas of __consumer_offsets when it is created. Groups fail while there are fewer brokers.',
  ),
  key(
    'offsets.topic.segment.bytes',
    int(104857600, { min: 1 }),
    'segment.bytes of __consumer_offsets when it is created.',
  ),
] as const;
