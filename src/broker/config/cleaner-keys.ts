/** Keys of log compaction: the cleaner itself, and the defaults of its topic keys (Kafka: CleanerConfig.java). */
import { boolean, clusterWide, double, int, key, long } from './declare.ts';
import { LONG_MAX } from './key.ts';

export const cleanerKeys = [
  key(
    'log.cleaner.enable',
    boolean(true),
    'Whether topics with cleanup.policy=compact are compacted; without it they keep all their records.',
  ),
  key(
    'log.cleaner.threads',
    int(1, { min: 0 }),
    'How many partitions are compacted at a time: here one, in slices between requests; 0 compacts nothing.',
    clusterWide,
  ),
  key(
    'log.cleaner.io.max.bytes.per.second',
    double('1.7976931348623157E308'),
    'Bytes that compaction reads and writes in a second, on average.',
    clusterWide,
  ),
  key(
    'log.cleaner.dedupe.buffer.size',
    long(134217728),
    'Memory for the keys of one pass, 24 bytes a key; less is taken where fewer keys can come.',
    clusterWide,
  ),
  key(
    'log.cleaner.io.buffer.size',
    int(524288, { min: 0 }),
    'Memory for reading and writing; a batch that does not fit gets more.',
    clusterWide,
  ),
  key(
    'log.cleaner.io.buffer.load.factor',
    double(0.9),
    'How full the memory for keys may become; a fuller one is searched longer.',
    clusterWide,
  ),
  key(
    'log.cleaner.backoff.ms',
    long(15000, { min: 0 }),
    'How long to wait when there is nothing to compact.',
    clusterWide,
  ),
  key(
    'log.cleaner.min.cleanable.ratio',
    double(0.5, { min: 0, max: 1 }),
    'The part of a log that is not compacted yet from which on it is worth a pass.',
    clusterWide,
  ),
  key(
    'log.cleaner.delete.retention.ms',
    long(86400000, { min: 0 }),
    'How long tombstones and transaction markers stay after they were first compacted.',
    clusterWide,
  ),
  key(
    'log.cleaner.min.compaction.lag.ms',
    long(0, { min: 0 }),
    'How long every record stays at least, by the timestamps of its segment.',
    clusterWide,
  ),
  key(
    'log.cleaner.max.compaction.lag.ms',
    long(LONG_MAX, { min: 1 }),
    'How long a record waits for compaction at most, however little of the log is dirty.',
    clusterWide,
  ),
] as const;
