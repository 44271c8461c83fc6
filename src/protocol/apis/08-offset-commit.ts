import { api } from '../api.ts';
import { array, int16, int32, int64, string, uuid } from '../schema.ts';

/**
 * Stores how far a group has read, from a member or (generation -1, no members) by hand.
 * - v2-4: carry a retention time
 * - v6: leader epochs (KIP-320)
 * - v7: static members (KIP-345)
 * - v9: consumer groups (KIP-848) with the epoch in generationIdOrMemberEpoch; errors STALE_MEMBER_EPOCH and
 *   GROUP_ID_NOT_FOUND
 * - v10: topic ids instead of names
 */
export const offsetCommit = api({
  key: 8,
  name: 'OffsetCommit',
  versions: '2-10',
  flexible: '8+',
  latestVersionUnstable: true,
  request: {
    groupId: string('0+'),
    generationIdOrMemberEpoch: int32('1+', { default: -1, ignorable: true, about: '-1 from outside of the group' }),
    memberId: string('1+', { ignorable: true }),
    groupInstanceId: string('7+', { nullable: '7+', default: null }),
    retentionTimeMs: int64('2-4', {
      default: -1,
      ignorable: true,
      about: "-1 for the broker's offsets.retention.minutes",
    }),
    topics: array('0+', {
      name: string('0-9', { ignorable: true }),
      topicId: uuid('10+', { ignorable: true }),
      partitions: array('0+', {
        partitionIndex: int32('0+'),
        committedOffset: int64('0+', { about: 'the next offset to read' }),
        committedLeaderEpoch: int32('6+', { default: -1, ignorable: true }),
        committedMetadata: string('0+', { nullable: '0+' }),
      }),
    }),
  },
  response: {
    throttleTimeMs: int32('3+', { ignorable: true }),
    topics: array('0+', {
      name: string('0-9', { ignorable: true }),
      topicId: uuid('10+', { ignorable: true }),
      partitions: array('0+', {
        partitionIndex: int32('0+'),
        errorCode: int16('0+'),
      }),
    }),
  },
});
