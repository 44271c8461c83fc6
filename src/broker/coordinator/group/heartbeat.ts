/** Heartbeats of the members of a classic group (Kafka's GroupMetadataManager.classicGroupHeartbeat). */
import type { RequestOf } from '../../../protocol/api.ts';
import type { heartbeat as heartbeatApi } from '../../../protocol/apis/12-heartbeat.ts';
import { heartbeatConsumerGroup } from './consumer/classic-requests.ts';
import { GroupError } from './group-error.ts';
import { restartSession } from './rebalance.ts';
import type { Shard } from './shard.ts';

/**
 * Keeps the member's session alive, or throws what it has to know. While the leader assigns (CompletingRebalance)
 * heartbeats are answered like those of a stable group, contrary to the comment at Kafka's ClassicGroupState.
 */
export function heartbeat(shard: Shard, request: RequestOf<typeof heartbeatApi>): void {
  const group = shard.groups.get(request.groupId);
  if (group === undefined) throw new GroupError('UNKNOWN_MEMBER_ID');
  if (group.type === 'consumer') {
    heartbeatConsumerGroup(shard, group, request);
    return;
  }
  const member = group.memberFor(request.memberId, request.groupInstanceId);
  if (request.generationId !== group.generationId) throw new GroupError('ILLEGAL_GENERATION');
  restartSession(shard, group, member);
  if (group.is('PreparingRebalance')) throw new GroupError('REBALANCE_IN_PROGRESS');
}
