/** The topic settings that rules read: DescribeConfigs asks for no others, so that ten thousand topics stay quick. Add what a rule needs. */
export const topicKeys = [
  'cleanup.policy',
  'compression.type',
  'flush.messages',
  'flush.ms',
  'follower.replication.throttled.replicas',
  'leader.replication.throttled.replicas',
  'local.retention.bytes',
  'local.retention.ms',
  'max.message.bytes',
  'message.format.version',
  'message.timestamp.difference.max.ms',
  'message.timestamp.type',
  'min.insync.replicas',
  'remote.storage.enable',
  'retention.bytes',
  'retention.ms',
  'segment.bytes',
  'segment.ms',
  'unclean.leader.election.enable',
] as const;

export type TopicKey = (typeof topicKeys)[number];
