/** Keys of topics that nothing comes of here (Kafka: LogConfig.java). */
import { boolean, from, harmless, int, internal, key, list, long, refused } from './declare.ts';

const topic = { scope: 'topic' as const };
const ownLevel = harmless('each codec has its own level');
const noTier = harmless('there is no tiered storage');
const noFollowers = harmless('nothing is replicated: there is one broker');
/** ThrottledReplicaListValidator */
const REPLICAS = { pattern: /^(\*|\d+:\d+)$/ };

export const idleTopicKeys = [
  key(
    'compression.gzip.level',
    int(-1, { min: 1, max: 9, or: -1 }),
    'Of recompression.',
    from('compression.gzip.level'),
    ownLevel,
  ),
  key('compression.lz4.level', int(9, { min: 1, max: 17 }), 'Likewise.', from('compression.lz4.level'), ownLevel),
  key(
    'compression.zstd.level',
    int(3, { min: -131072, max: 22 }),
    'Likewise.',
    from('compression.zstd.level'),
    ownLevel,
  ),
  key('preallocate', boolean(false), 'New files in full size.', from('log.preallocate'), harmless('files grow')),
  key(
    'unclean.leader.election.enable',
    boolean(false),
    'Whether a replica that is not in sync may lead.',
    from('unclean.leader.election.enable'),
    harmless('the only replica leads'),
  ),
  key('leader.replication.throttled.replicas', list('', REPLICAS), 'Of leaders.', topic, noFollowers),
  key('follower.replication.throttled.replicas', list('', REPLICAS), 'Of followers.', topic, noFollowers),
  key('local.retention.ms', long(-2, { min: -2 }), 'Of copied segments.', from('log.local.retention.ms'), noTier),
  key('local.retention.bytes', long(-2, { min: -2 }), 'Likewise.', from('log.local.retention.bytes'), noTier),
  key('remote.log.copy.disable', boolean(false), 'Ends copying (KIP-950).', topic, noTier),
  key('remote.log.delete.on.disable', boolean(false), 'Deletes what was copied.', topic, noTier),
  key('remote.storage.enable', boolean(false), 'Copies segments away.', topic, refused('there is no tiered storage')),
  key('internal.segment.bytes', int(null), 'For tests of Kafka.', topic, internal, harmless('segment.bytes says it')),
] as const;
