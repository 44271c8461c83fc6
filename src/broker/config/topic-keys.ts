/** Keys of topics, each with the broker key it takes its value from when not set (Kafka: LogConfig.java). */
import { double, from, int, key, list, long, text } from './declare.ts';
import { LONG_MAX } from './key.ts';
import { CLEANUP_POLICIES, COMPRESSION_TYPES, TIMESTAMP_TYPES } from './log-keys.ts';

const HOUR_MS = 3_600_000;

export const topicKeys = [
  key(
    'cleanup.policy',
    list('delete', { oneOf: CLEANUP_POLICIES }),
    'delete removes old segments; compact keeps the last record of each key, and demands keys.',
    from('log.cleanup.policy'),
  ),
  key(
    'compression.type',
    text('producer', { oneOf: COMPRESSION_TYPES }),
    'The codec of stored batches; producer keeps what comes.',
    from('compression.type'),
  ),
  key(
    'delete.retention.ms',
    long(86400000, { min: 0 }),
    'How long tombstones and transaction markers stay after they were first compacted.',
    from('log.cleaner.delete.retention.ms'),
  ),
  key(
    'file.delete.delay.ms',
    long(60000, { min: 0 }),
    'How long deleted files stay on disk under another name.',
    from('log.segment.delete.delay.ms'),
  ),
  key(
    'flush.messages',
    long(LONG_MAX, { min: 1 }),
    'Records after which a partition is synced to disk.',
    from('log.flush.interval.messages'),
  ),
  key(
    'flush.ms',
    long(LONG_MAX, { min: 0 }),
    'Time after which a partition is synced to disk.',
    from('log.flush.interval.ms', 'log.flush.scheduler.interval.ms'),
  ),
  key(
    'index.interval.bytes',
    int(4096, { min: 0 }),
    'Bytes of a segment between two index entries.',
    from('log.index.interval.bytes'),
  ),
  key(
    'max.compaction.lag.ms',
    long(LONG_MAX, { min: 1 }),
    'How long a record waits for compaction at most, however little of the log is dirty.',
    from('log.cleaner.max.compaction.lag.ms'),
  ),
  key(
    'max.message.bytes',
    int(1048588, { min: 0 }),
    'The largest record batch, compressed as it comes.',
    from('message.max.bytes'),
  ),
  key(
    'message.timestamp.after.max.ms',
    long(3600000, { min: 0 }),
    'How far in the future a timestamp may be when the record comes.',
    from('log.message.timestamp.after.max.ms'),
  ),
  key(
    'message.timestamp.before.max.ms',
    long(LONG_MAX, { min: 0 }),
    'How old a timestamp may be when the record comes.',
    from('log.message.timestamp.before.max.ms'),
  ),
  key(
    'message.timestamp.type',
    text('CreateTime', { oneOf: TIMESTAMP_TYPES }),
    'Whose clock the timestamps of records are of.',
    from('log.message.timestamp.type'),
  ),
  key(
    'min.cleanable.dirty.ratio',
    double(0.5, { min: 0, max: 1 }),
    'The part of a log that is not compacted yet from which on it is worth a pass.',
    from('log.cleaner.min.cleanable.ratio'),
  ),
  key(
    'min.compaction.lag.ms',
    long(0, { min: 0 }),
    'How long every record stays at least, by the timestamps of its segment.',
    from('log.cleaner.min.compaction.lag.ms'),
  ),
  key(
    'min.insync.replicas',
    int(1, { min: 1 }),
    'Replicas that must have a batch before acks=all is answered; counts at most as many as the partition has.',
    from('min.insync.replicas'),
  ),
  key(
    'retention.bytes',
    long(-1),
    'The largest size of a partition; -1 is without limit.',
    from('log.retention.bytes'),
  ),
  key(
    'retention.ms',
    long(604800000, { min: -1 }),
    'How long segments are kept, by the largest timestamp in them; -1 for ever.',
    from('log.retention.ms', ['log.retention.minutes', 60_000], ['log.retention.hours', HOUR_MS]),
  ),
  key('segment.bytes', int(1073741824, { min: 1024 * 1024 }), 'The largest segment file.', from('log.segment.bytes')),
  key(
    'segment.index.bytes',
    int(10485760, { min: 4 }),
    'The largest index file of a segment.',
    from('log.index.size.max.bytes'),
  ),
  key(
    'segment.jitter.ms',
    long(0, { min: 0 }),
    'By how much at most segment.ms is shortened at random, so that segments do not all end at once.',
    from('log.roll.jitter.ms', ['log.roll.jitter.hours', HOUR_MS]),
  ),
  key(
    'segment.ms',
    long(604800000, { min: 1 }),
    'How long a segment takes records.',
    from('log.roll.ms', ['log.roll.hours', HOUR_MS]),
  ),
  key(
    'segment.jitter.ms',
    long(0, { min: 0 }),
    'By how much of that at most a segment rolls earlier, so that not all roll at once.',
    from('log.roll.jitter.ms', ['log.roll.jitter.hours', HOUR_MS]),
  ),
] as const;
