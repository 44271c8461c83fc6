/** Keys of the logs and of __consumer_offsets that nothing comes of here (Kafka: ServerLogConfigs.java). */
import { boolean, clusterWide, harmless, int, internal, key, long } from './declare.ts';

const ownLevel = harmless('each codec has its own level');

export const idleLogKeys = [
  key('compression.gzip.level', int(-1, { min: 1, max: 9, or: -1 }), 'Of recompression.', clusterWide, ownLevel),
  key('compression.lz4.level', int(9, { min: 1, max: 17 }), 'Of recompression.', clusterWide, ownLevel),
  key('compression.zstd.level', int(3, { min: -131072, max: 22 }), 'Of recompression.', clusterWide, ownLevel),
  key('log.preallocate', boolean(false), 'New files in full size.', clusterWide, harmless('files grow')),
  key('log.dir.failure.timeout.ms', long(30000, { min: 1 }), 'Of telling.', harmless('there is one data directory')),
  key(
    'log.flush.start.offset.checkpoint.interval.ms',
    int(60000, { min: 0 }),
    'How often log start offsets are written down.',
    harmless('log.flush.offset.checkpoint.interval.ms is for both'),
  ),
  key('log.initial.task.delay.ms', long(30000, { min: 0 }), 'Of background work.', internal, harmless('not delayed')),
  key('offsets.commit.timeout.ms', int(5000, { min: 1 }), 'Of replicas.', harmless('a commit waits for no replica')),
  key('offsets.load.buffer.size', int(5242880, { min: 1 }), 'Of loading.', harmless('it is read 1 MiB at a time')),
  key('offsets.topic.compression.codec', int(0), 'Of its records.', harmless('they are not compressed')),
] as const;
