/** Keys that groups can have of their own (KIP-848; Kafka: GroupConfig.java), each with the broker key behind it. */
import { harmless, int, key, text } from './declare.ts';

const ofGroup = (name: string) => ({ scope: 'group' as const, inherits: [{ name, factor: 1 }] });
const one = { min: 1 };
const noShare = harmless('share groups are not served');
const noStreams = harmless('groups of Kafka Streams are not served');
const group = { scope: 'group' as const };

export const groupConfigKeys = [
  key(
    'consumer.heartbeat.interval.ms',
    int(5000, one),
    'How often members tell that they live.',
    ofGroup('group.consumer.heartbeat.interval.ms'),
  ),
  key(
    'consumer.session.timeout.ms',
    int(45000, one),
    'When a silent member is removed.',
    ofGroup('group.consumer.session.timeout.ms'),
  ),
  key('share.auto.offset.reset', text('latest'), 'Where a share group begins.', group, noShare),
  key(
    'share.heartbeat.interval.ms',
    int(5000, one),
    'Of members.',
    ofGroup('group.share.heartbeat.interval.ms'),
    noShare,
  ),
  key(
    'share.isolation.level',
    text('read_uncommitted', { oneOf: ['read_committed', 'read_uncommitted'] }),
    'What a share group reads of transactions.',
    group,
    noShare,
  ),
  key(
    'share.record.lock.duration.ms',
    int(30000, { min: 1000 }),
    'How long a record is locked.',
    ofGroup('group.share.record.lock.duration.ms'),
    noShare,
  ),
  key('share.session.timeout.ms', int(45000, one), 'Of members.', ofGroup('group.share.session.timeout.ms'), noShare),
  key(
    'streams.heartbeat.interval.ms',
    int(5000, one),
    'Of members.',
    ofGroup('group.streams.heartbeat.interval.ms'),
    noStreams,
  ),
  key(
    'streams.num.standby.replicas',
    int(0, { min: 0 }),
    'Standby replicas of a task.',
    ofGroup('group.streams.num.standby.replicas'),
    noStreams,
  ),
  key(
    'streams.session.timeout.ms',
    int(45000, one),
    'Of members.',
    ofGroup('group.streams.session.timeout.ms'),
    noStreams,
  ),
] as const;
