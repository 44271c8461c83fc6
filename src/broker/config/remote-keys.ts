/** Keys of tiered storage (KIP-405; Kafka: RemoteLogManagerConfig.java). All records stay in the data directory. */
import { boolean, clusterWide, double, harmless, int, internal, key, long, refused, text } from './declare.ts';
import { LONG_MAX } from './key.ts';

const noTier = harmless('there is no tiered storage');
const local = refused('there is no tiered storage');
const one = { min: 1 };
const METADATA_MANAGER = 'org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager';

export const remoteKeys = [
  key('remote.log.storage.system.enable', boolean(false), 'Whether segments go to a remote storage.', local),
  key('remote.log.storage.manager.class.name', text(null), 'The class that stores segments.', local),
  key('remote.log.storage.manager.class.path', text(null), 'Where that class is found.', local),
  key('remote.log.storage.manager.impl.prefix', text('rsm.config.'), 'Prefix of its settings.', noTier),
  key('remote.log.metadata.manager.class.name', text(METADATA_MANAGER), 'Keeps the list of segments.', noTier),
  key('remote.log.metadata.manager.class.path', text(null), 'Where that class is found.', local),
  key('remote.log.metadata.manager.impl.prefix', text('rlmm.config.'), 'Prefix of its settings.', noTier),
  key('remote.log.metadata.manager.listener.name', text(null), 'The listener it connects to.', noTier),
  key('remote.log.metadata.custom.metadata.max.bytes', int(128, { min: 0 }), 'Of one segment.', noTier),
  key(
    'remote.log.index.file.cache.total.size.bytes',
    long(1073741824, one),
    'Of fetched indexes.',
    clusterWide,
    noTier,
  ),
  key('remote.log.manager.thread.pool.size', int(2, one), 'Threads that manage segments.', noTier),
  key('remote.log.manager.copier.thread.pool.size', int(10, one), 'Threads that copy.', clusterWide, noTier),
  key('remote.log.manager.expiration.thread.pool.size', int(10, one), 'Threads that delete.', clusterWide, noTier),
  key('remote.log.manager.task.interval.ms', long(30000, one), 'How often there is something to do.', noTier),
  key('remote.log.manager.task.retry.backoff.ms', long(500, one), 'Between two tries.', internal, noTier),
  key('remote.log.manager.task.retry.backoff.max.ms', long(30000, one), 'At most.', internal, noTier),
  key('remote.log.manager.task.retry.jitter', double(0.2, { min: 0, max: 0.5 }), 'Of it.', internal, noTier),
  key('remote.log.manager.copy.max.bytes.per.second', long(LONG_MAX, one), 'Copied.', clusterWide, noTier),
  key('remote.log.manager.copy.quota.window.num', int(11, one), 'Samples of copying.', noTier),
  key('remote.log.manager.copy.quota.window.size.seconds', int(1, one), 'The time of a sample.', noTier),
  key('remote.log.manager.fetch.max.bytes.per.second', long(LONG_MAX, one), 'Fetched.', clusterWide, noTier),
  key('remote.log.manager.fetch.quota.window.num', int(11, one), 'Samples of fetching.', noTier),
  key('remote.log.manager.fetch.quota.window.size.seconds', int(1, one), 'The time of a sample.', noTier),
  key('remote.log.reader.threads', int(10, one), 'Threads that read.', clusterWide, noTier),
  key('remote.log.reader.max.pending.tasks', int(100, one), 'Reads that wait for a thread.', noTier),
  key('remote.fetch.max.wait.ms', int(500, one), 'How long a fetch waits for the remote.', clusterWide, noTier),
  key('remote.list.offsets.request.timeout.ms', long(30000, one), 'And ListOffsets.', clusterWide, noTier),
  key('log.local.retention.ms', long(-2, { min: -2 }), 'How long copied segments stay.', clusterWide, noTier),
  key('log.local.retention.bytes', long(-2, { min: -2 }), 'How many bytes of them.', clusterWide, noTier),
] as const;
