/**
 * What members of a consumer group have to do in time, or be fenced: heartbeat within the session timeout, give partitions up
 * within their rebalance timeout; and those of the classic protocol rejoin and sync within it.
 */
import { GroupError } from '../group-error.ts';
import type { Shard } from '../shard.ts';
import type { ConsumerGroup, Deadline } from './consumer-group.ts';
import type { ConsumerMember } from './consumer-member.ts';
import { fence } from './fence.ts';

/** CoordinatorRuntime.TIMER_RETRY: when fencing could not be written. */
const RETRY_MS = 500;

/** Lets the session of a member run anew from now. */
export function restartConsumerSession(
  shard: Shard,
  group: ConsumerGroup,
  { memberId, classic }: ConsumerMember,
): void {
  const timeoutMs = classic?.sessionTimeoutMs ?? shard.config.consumer.sessionTimeoutMs(group.groupId);
  watch(shard, group, memberId, 'session', timeoutMs, 'its session timed out');
}

/** A member that was asked to give partitions up has its rebalance timeout for it. Classic ones are held to rejoining instead. */
export function watchRebalance(shard: Shard, group: ConsumerGroup, member: ConsumerMember): void {
  const { memberId, memberEpoch, rebalanceTimeoutMs, classic, state } = member;
  if (classic !== null) return;
  if (state !== 'unrevoked') {
    group.cancelTimer(memberId, 'rebalance');
    return;
  }
  const isStuck = (now: ConsumerMember) => now.memberEpoch === memberEpoch;
  const why = `it did not leave epoch ${memberEpoch} in time`;
  watch(shard, group, memberId, 'rebalance', rebalanceTimeoutMs, why, isStuck);
}

/** Told to join again, once or more often: from the first time on its rebalance timeout runs. */
export function watchJoin(shard: Shard, group: ConsumerGroup, { memberId, rebalanceTimeoutMs }: ConsumerMember): void {
  if (!group.hasTimer(memberId, 'join'))
    watch(shard, group, memberId, 'join', rebalanceTimeoutMs, 'it did not join in time');
}

export function watchSync(shard: Shard, group: ConsumerGroup, { memberId, rebalanceTimeoutMs }: ConsumerMember): void {
  watch(shard, group, memberId, 'sync', rebalanceTimeoutMs, 'it did not sync in time');
}

function watch(
  shard: Shard,
  { groupId }: ConsumerGroup,
  memberId: string,
  deadline: Deadline,
  timeoutMs: number,
  why: string,
  applies: (member: ConsumerMember) => boolean = () => true,
): void {
  const expire = () => {
    // The group may have become another one of the same name meanwhile.
    const group = shard.groups.get(groupId);
    const member = group?.type === 'consumer' ? group.members.get(memberId) : undefined;
    if (group?.type !== 'consumer' || member === undefined) return;
    group.cancelTimer(memberId, deadline);
    if (!applies(member)) return;
    shard.log('info', `group ${groupId}: member ${memberId} is fenced, ${why}`);
    try {
      fence(shard, group, [member]);
    } catch (error) {
      if (!(error instanceof GroupError)) throw error;
      watch(shard, group, memberId, deadline, RETRY_MS, why, applies);
    }
  };
  const group = shard.groups.get(groupId);
  if (group?.type === 'consumer') group.setTimer(memberId, deadline, shard.clock.after(timeoutMs, expire));
}
