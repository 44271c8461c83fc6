/** Takes members out of a consumer group: they left, or failed to do something in time (consumerGroupFenceMembers). */
import type { Shard } from '../shard.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerMember } from './consumer-member.ts';
import { epochRecord, memberTombstones, regexTombstone } from './consumer-records.ts';
import { canDowngradeWithout, downgrade } from './downgrade.ts';
import { hashOfSubscriptions } from './subscriptions.ts';

/** When only members of the classic protocol are left, the group becomes a classic one, if it may. */
export function fence(shard: Shard, group: ConsumerGroup, gone: readonly ConsumerMember[]): void {
  if (gone.length === 0) return;
  if (canDowngradeWithout(shard, group, gone)) {
    downgrade(shard, group, { gone });
    return;
  }
  const { groupId } = group;
  const ids = new Set(gone.map(({ memberId }) => memberId));
  const left = [...group.members.values()].filter(({ memberId }) => !ids.has(memberId));
  const regexesInUse = new Set(left.map(({ subscribedTopicRegex }) => subscribedTopicRegex));
  const regexesGone = new Set(
    gone
      .map(({ subscribedTopicRegex }) => subscribedTopicRegex)
      .filter(regex => regex !== '' && !regexesInUse.has(regex)),
  );
  const regexes = new Map([...group.regexes].filter(([regex]) => !regexesGone.has(regex)));
  shard.commit([
    ...[...ids].flatMap(memberId => memberTombstones(groupId, memberId)),
    ...[...regexesGone].map(regex => regexTombstone(groupId, regex)),
    epochRecord(groupId, group.groupEpoch + 1, hashOfSubscriptions(left, regexes, shard.topics)),
  ]);
  for (const memberId of ids) group.cancelTimersOf(memberId);
}
