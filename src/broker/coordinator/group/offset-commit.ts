/** OffsetCommit, from members and from outside of a group (Kafka's OffsetMetadataManager.commitOffset). */

import type { RequestOf, ResponseInput } from '../../../protocol/api.ts';
import type { offsetCommit } from '../../../protocol/apis/08-offset-commit.ts';
import { errors } from '../../../protocol/errors.ts';
import { INT64_MAX } from '../../../protocol/schema.ts';
import type { Group } from './any-group.ts';
import type { ConsumerGroup } from './consumer/consumer-group.ts';
import type { ConsumerMember } from './consumer/consumer-member.ts';
import { GroupError } from './group-error.ts';
import { restartSession } from './rebalance.ts';
import { type GroupRecord, offsetRecord } from './records.ts';
import type { RequestContext } from './request-context.ts';
import type { Shard } from './shard.ts';

export type CommitRequest = RequestOf<typeof offsetCommit>;
export type CommitReply = ResponseInput<typeof offsetCommit>;

/** First version whose clients know GROUP_ID_NOT_FOUND. */
const NOT_FOUND_VERSION = 9;

/** Stores what is valid; GroupError when nothing can be. Whether topics exist is not looked at here. */
export function commitOffsets(shard: Shard, request: CommitRequest, { apiVersion }: RequestContext): CommitReply {
  const isNewGroup = !shard.groups.has(request.groupId);
  const group = committingGroup(shard, request, apiVersion);
  const nowMs = shard.clock.nowMs();
  const { retentionTimeMs } = request;
  const expireTimestampMs = retentionTimeMs === -1 ? undefined : Math.min(nowMs + retentionTimeMs, INT64_MAX);
  const records: GroupRecord[] = [];
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => {
      const metadata = committedMetadata ?? '';
      if (metadata.length > shard.config.offsetMetadataMaxBytes)
        return { partitionIndex, errorCode: errors.OFFSET_METADATA_TOO_LARGE.code };
      records.push(
        offsetRecord(group.groupId, name, partitionIndex, {
          offset: committedOffset,
          leaderEpoch: committedLeaderEpoch,
          metadata,
          commitTimestampMs: nowMs,
          expireTimestampMs,
        }),
      );
      return { partitionIndex, errorCode: errors.NONE.code };
    }),
  }));
  try {
    shard.commit(records);
  } catch (error) {
    if (isNewGroup) shard.removeGroup(request.groupId);
    throw error;
  }
  return { topics };
}

/** The group, if whoever asks may commit to it now. Commits keep the session of a member alive. */
function committingGroup(shard: Shard, request: CommitRequest, apiVersion: number): Group {
  const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generationId } = request;
  const group = shard.groups.get(groupId);
  if (group === undefined) {
    // Without a generation it comes from an administrator or a consumer that assigns itself: a "simple" group.
    if (generationId < 0) return shard.groupOrNew(groupId);
    throw new GroupError(apiVersion >= NOT_FOUND_VERSION ? 'GROUP_ID_NOT_FOUND' : 'ILLEGAL_GENERATION');
  }
  if (generationId < 0 && group.isEmpty) return group;
  if (group.type === 'consumer') {
    checkCommit(group, request, apiVersion);
    return group;
  }
  const fromOutside = generationId < 0 && memberId === '' && groupInstanceId === null;
  if (fromOutside) throw new GroupError('UNKNOWN_MEMBER_ID');
  const member = group.memberFor(memberId, groupInstanceId);
  if (generationId !== group.generationId) throw new GroupError('ILLEGAL_GENERATION');
  // It has got this generation from its JoinGroup and no assignment yet. What was read in the generation before
  // can be committed until then, in PreparingRebalance.
  if (group.is('CompletingRebalance')) throw new GroupError('REBALANCE_IN_PROGRESS');
  restartSession(shard, group, member);
  return group;
}

/** First version in which members of the consumer protocol can be told that their epoch is old. */
const MEMBER_EPOCH_VERSION = 9;

/** Commits do not keep the session of a member of a consumer group alive; its own heartbeats do. */
function checkCommit(group: ConsumerGroup, request: CommitRequest, apiVersion: number): void {
  const member = group.member(request.memberId);
  if (member.classic === null && apiVersion < MEMBER_EPOCH_VERSION)
    throw new GroupError(
      'UNSUPPORTED_VERSION',
      'OffsetCommit version 9 or above must be used by members using the modern group protocol',
    );
  checkMemberEpoch(member, request.generationIdOrMemberEpoch);
}

/** Each is told in the words of the protocol that it speaks. */
export function checkMemberEpoch({ memberEpoch, classic }: ConsumerMember, received: number): void {
  if (received === memberEpoch) return;
  if (classic !== null)
    throw new GroupError(
      'ILLEGAL_GENERATION',
      `The received generation id ${received} does not match the expected member epoch ${memberEpoch}.`,
    );
  throw new GroupError(
    'STALE_MEMBER_EPOCH',
    `The received member epoch ${received} does not match the expected member epoch ${memberEpoch}.`,
  );
}
