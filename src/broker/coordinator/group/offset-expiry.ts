/**
 * When offsets get too old (KIP-211): a group of members keeps them while it has members, and
 * offsets.retention.minutes longer; consumers that assign themselves, and topics that a group has unsubscribed from,
 * lose them that long after the last commit (Kafka's OffsetMetadataManager.cleanupExpiredOffsets).
 */
import type { Group } from './any-group.ts';
import { tombstonesOf } from './delete-groups.ts';
import type { CommittedOffset } from './offset-store.ts';
import { type GroupRecord, offsetTombstone } from './records.ts';
import type { Shard } from './shard.ts';

/** Deletes expired offsets, and empty groups that have none left. */
export function expireOffsets(shard: Shard): void {
  const records: GroupRecord[] = [];
  for (const group of shard.groups.values()) {
    const { expired, allExpired } = expiredOffsets(shard, group);
    for (const { topic, partition } of expired) records.push(offsetTombstone(group.groupId, topic, partition));
    if (allExpired && group.isEmpty && !shard.pending.hasGroup(group.groupId)) records.push(...tombstonesOf(group));
  }
  shard.commitEach(records);
}

function expiredOffsets(shard: Shard, group: Group) {
  const expired: { topic: string; partition: number }[] = [];
  const since = retainedSince(group);
  const retentionMs = shard.config.offsetsRetentionMinutes * 60_000;
  const nowMs = shard.clock.nowMs();
  let allExpired = true;
  for (const [topic, partitions] of shard.offsets.of(group.groupId)) {
    const kept = since === undefined || group.isSubscribedTo(topic);
    for (const [partition, committed] of partitions) {
      const endMs = kept ? Number.POSITIVE_INFINITY : (committed.expireTimestampMs ?? since(committed) + retentionMs);
      if (nowMs >= endMs && !shard.pending.has(group.groupId, topic, partition)) expired.push({ topic, partition });
      else allExpired = false;
    }
  }
  return { expired, allExpired };
}

/** From when on the retention of an offset counts; undefined while nothing of the group expires. */
function retainedSince(group: Group): ((committed: CommittedOffset) => number) | undefined {
  const lastCommit = (committed: CommittedOffset) => committed.commitTimestampMs;
  // A consumer group always knows what it is subscribed to.
  if (group.type === 'consumer' || group.protocolType === null) return lastCommit;
  if (group.isEmpty) return committed => group.stateSinceMs ?? lastCommit(committed);
  if (group.usesConsumerProtocol && group.subscribedTopics !== undefined && group.is('Stable')) return lastCommit;
  return undefined;
}
