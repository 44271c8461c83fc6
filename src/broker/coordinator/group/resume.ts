/** What happens to the groups of a shard when the broker becomes their coordinator and when it stops being it. */
import { restartConsumerSession, watchRebalance } from './consumer/deadlines.ts';
import { answerJoin, answerSync, joinError, prepareRebalance, restartSession, syncError } from './rebalance.ts';
import type { Shard } from './shard.ts';

/** All members get a whole session to show that they are still there (GroupMetadataManager.onLoaded). */
export function resume(shard: Shard): void {
  for (const group of shard.groups.values()) {
    if (group.type === 'consumer') {
      for (const member of group.members.values()) {
        restartConsumerSession(shard, group, member);
        watchRebalance(shard, group, member);
      }
      continue;
    }
    for (const member of group.members.values()) restartSession(shard, group, member);
    if (group.members.size > shard.config.maxSize)
      prepareRebalance(shard, group, `has ${group.members.size} members, group.max.size is ${shard.config.maxSize}`);
  }
}

/** Sends everyone who waits to look for the next coordinator (GroupMetadataManager.onUnloaded). */
export function abandon(shard: Shard): void {
  for (const group of shard.groups.values()) {
    group.cancelTimers();
    // Nobody waits in a consumer group: its members are answered at once.
    if (group.type === 'consumer') continue;
    group.moveTo('Dead', shard.clock.nowMs());
    for (const member of group.members.values()) {
      answerJoin(member, joinError('NOT_COORDINATOR', member.memberId));
      answerSync(member, syncError('NOT_COORDINATOR'));
    }
  }
}
