/** Keys of the logs: the defaults of the topic keys, and what runs in the background (Kafka: ServerLogConfigs.java). */
import { clusterWide, int, key, list, long, text } from './declare.ts';
import { LONG_MAX } from './key.ts';

export const TIMESTAMP_TYPES = ['CreateTime', 'LogAppendTime'] as const;
export const CLEANUP_POLICIES = ['compact', 'delete'] as const;
export const COMPRESSION_TYPES = ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'] as const;

export const logKeys = [
  key('message.max.bytes', int(1048588, { min: 0 }), 'The largest record batch, compressed as it comes.', clusterWide),
  key(
    'compression.type',
    text('producer', { oneOf: COMPRESSION_TYPES }),
    'The codec of stored batches; producer keeps what comes.',
    clusterWide,
  ),
  key(
    'min.insync.replicas',
    int(1, { min: 1 }),
    'Replicas that must have a batch before acks=all is answered; counts at most as many as the partition has.',
    clusterWide,
  ),
  key(
    'log.cleanup.policy',
    list('delete', { oneOf: CLEANUP_POLICIES }),
    'delete removes old segments; compact keeps the last record of each key, and demands keys.',
    clusterWide,
  ),
  key('log.segment.bytes', int(1073741824, { min: 1024 * 1024 }), 'The largest segment file.', clusterWide),
  key(
    'log.roll.ms',
    long(null, { min: 1 }),
    'How long a segment takes records; log.roll.hours when not set.',
    clusterWide,
  ),
  key('log.roll.hours', int(168, { min: 1 }), 'How long a segment takes records.'),
  key(
    'log.roll.jitter.ms',
    long(null),
    'By how much at most that time is shortened at random; log.roll.jitter.hours when not set.',
    clusterWide,
  ),
  key(
    'log.roll.jitter.hours',
    int(0, { min: 0 }),
    'By how much at most the time that a segment takes records is shortened at random.',
  ),
  key('log.index.size.max.bytes', int(10485760, { min: 4 }), 'The largest index file of a segment.', clusterWide),
  key('log.index.interval.bytes', int(4096, { min: 0 }), 'Bytes of a segment between two index entries.', clusterWide),
  key(
    'log.retention.ms',
    long(null),
    'How long segments are kept; log.retention.minutes when not set; -1 for ever.',
    clusterWide,
  ),
  key('log.retention.minutes', int(null), 'How long segments are kept; log.retention.hours when not set.'),
  key('log.retention.hours', int(168), 'How long segments are kept.'),
  key('log.retention.bytes', long(-1), 'The largest size of a partition; -1 is without limit.', clusterWide),
  key(
    'log.retention.check.interval.ms',
    long(300000, { min: 1 }),
    'How often segments are looked through for expired ones.',
  ),
  key(
    'log.segment.delete.delay.ms',
    long(60000, { min: 0 }),
    'How long deleted files stay on disk under another name.',
    clusterWide,
  ),
  key(
    'log.flush.interval.messages',
    long(LONG_MAX, { min: 1 }),
    'Records after which a log is synced to disk.',
    clusterWide,
  ),
  key(
    'log.flush.interval.ms',
    long(null),
    'Time after which a log is synced to disk; never when not set.',
    clusterWide,
  ),
  key(
    'log.flush.offset.checkpoint.interval.ms',
    int(60000, { min: 0 }),
    'How often recovery points and log start offsets are written down.',
  ),
  key(
    'log.message.timestamp.type',
    text('CreateTime', { oneOf: TIMESTAMP_TYPES }),
    'Whose clock the timestamps of records are of.',
    clusterWide,
  ),
  key(
    'log.message.timestamp.before.max.ms',
    long(LONG_MAX, { min: 0 }),
    'How old a timestamp may be when the record comes.',
    clusterWide,
  ),
  key(
    'log.message.timestamp.after.max.ms',
    long(3600000, { min: 0 }),
    'How far in the future a timestamp may be when the record comes.',
    clusterWide,
  ),
  key(
    'producer.id.expiration.ms',
    int(86400000, { min: 1 }),
    'How long the sequence numbers of an idempotent producer are remembered after its last batch.',
    clusterWide,
  ),
  key(
    'log.roll.jitter.ms',
    long(null),
    'How much earlier a segment may roll; log.roll.jitter.hours when not set.',
    clusterWide,
  ),
  key('log.roll.jitter.hours', int(0, { min: 0 }), 'How much earlier a segment may roll.'),
  key('log.flush.scheduler.interval.ms', long(LONG_MAX), 'log.flush.interval.ms where that is not set.'),
] as const;
