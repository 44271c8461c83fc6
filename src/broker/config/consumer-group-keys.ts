/** Keys of the groups of KIP-848 and of Kafka Streams (Kafka: GroupCoordinatorConfig.java). */
import { harmless, int, internal, key, list, text } from './declare.ts';

const MIGRATIONS = ['disabled', 'downgrade', 'upgrade', 'bidirectional'];
const PROTOCOLS = ['consumer', 'classic', 'share', 'streams'];
const one = { min: 1 };
const noStreams = harmless('groups of Kafka Streams (KIP-1071) are not served');

export const consumerGroupKeys = [
  key('group.coordinator.rebalance.protocols', list('classic,consumer,streams', { oneOf: PROTOCOLS }), 'Served.'),
  key(
    'group.consumer.assignors',
    list('uniform,range', { oneOf: ['uniform', 'range'] }),
    'The assignors, the first is the default.',
  ),
  key(
    'group.consumer.migration.policy',
    text('bidirectional', { oneOf: MIGRATIONS, anyCase: true }),
    'Between classic and consumer groups.',
  ),
  key('group.consumer.max.size', int(2147483647, one), 'Members of a group.'),
  key('group.consumer.session.timeout.ms', int(45000, one), 'When a silent member is removed.'),
  key('group.consumer.min.session.timeout.ms', int(45000, one), 'The least that a group can set.'),
  key('group.consumer.max.session.timeout.ms', int(60000, one), 'The most that a group can set.'),
  key('group.consumer.heartbeat.interval.ms', int(5000, one), 'How often members tell that they live.'),
  key('group.consumer.min.heartbeat.interval.ms', int(5000, one), 'The least that a group can set.'),
  key('group.consumer.max.heartbeat.interval.ms', int(15000, one), 'The most that a group can set.'),
  key('group.consumer.regex.refresh.interval.ms', int(600000, { min: 10000 }), 'Of patterns.', internal),
  key('group.streams.max.size', int(2147483647, one), 'Members of a group.', noStreams),
  key('group.streams.num.standby.replicas', int(0, { min: 0 }), 'Standby replicas of a task.', noStreams),
  key('group.streams.max.standby.replicas', int(2, { min: 0 }), 'The most that a group can set.', noStreams),
  key('group.streams.session.timeout.ms', int(45000, one), 'When a silent member is removed.', noStreams),
  key('group.streams.min.session.timeout.ms', int(45000, one), 'The least that a group can set.', noStreams),
  key('group.streams.max.session.timeout.ms', int(60000, one), 'The most that a group can set.', noStreams),
  key('group.streams.heartbeat.interval.ms', int(5000, one), 'How often members tell that they live.', noStreams),
  key('group.streams.min.heartbeat.interval.ms', int(5000, one), 'The least that a group can set.', noStreams),
  key('group.streams.max.heartbeat.interval.ms', int(15000, one), 'The most that a group can set.', noStreams),
] as const;
