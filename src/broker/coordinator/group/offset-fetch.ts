/** OffsetFetch (Kafka's OffsetMetadataManager.fetchOffsets and fetchAllOffsets). */
import type { RequestOf, ResponseInput } from '../../../protocol/api.ts';
import type { offsetFetch } from '../../../protocol/apis/09-offset-fetch.ts';
import { errors } from '../../../protocol/errors.ts';
import { checkMemberEpoch } from './offset-commit.ts';
import type { CommittedOffset } from './offset-store.ts';
import type { Shard } from './shard.ts';

export type FetchRequest = RequestOf<typeof offsetFetch>;
export type FetchReply = ResponseInput<typeof offsetFetch>;

/** The answer about one group: topics, or an error code for the whole group. */
interface GroupReply {
  readonly groupId: string;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly PartitionReply[] }[];
  readonly errorCode: number;
}

interface PartitionReply {
  readonly partitionIndex: number;
  readonly committedOffset: number;
  readonly committedLeaderEpoch: number;
  readonly metadata: string;
  readonly errorCode: number;
}

/** The question about one group, the same in all versions. */
export interface GroupQuestion {
  readonly groupId: string;
  /** From version 9 on, with which a member asks for itself; null and −1 for anybody else. */
  readonly memberId?: string | null;
  readonly memberEpoch?: number;
  /** Null for everything the group has committed. */
  readonly topics: readonly { readonly name: string; readonly partitionIndexes: readonly number[] }[] | null;
}

/** First version that asks about several groups (KIP-709). */
const GROUPS_VERSION = 8;
/** First version with an error for the whole answer. */
const TOP_LEVEL_ERROR_VERSION = 2;

/** `answer` gives one group's topics or an error code for the group. */
export function fetchOffsets(
  request: FetchRequest,
  apiVersion: number,
  answer: (question: GroupQuestion) => GroupReply,
): FetchReply {
  if (apiVersion >= GROUPS_VERSION) return { groups: request.groups.map(answer) };
  const { groupId, topics } = request;
  const { errorCode, topics: found } = answer({ groupId, topics });
  if (errorCode === errors.NONE.code || apiVersion >= TOP_LEVEL_ERROR_VERSION) return { topics: found, errorCode };
  const failed = (partitionIndex: number) => ({ ...nothing(partitionIndex), errorCode });
  return {
    topics: (topics ?? []).map(({ name, partitionIndexes }) => ({ name, partitions: partitionIndexes.map(failed) })),
  };
}

/** An unknown group has simply committed nothing. Members of a consumer group have to be in its epoch. */
export function offsetsOf(shard: Shard, question: GroupQuestion, requireStable: boolean): GroupReply {
  const { groupId, topics, memberId = null, memberEpoch = -1 } = question;
  const group = shard.groups.get(groupId);
  if (group?.type === 'consumer' && (memberId !== null || memberEpoch >= 0))
    checkMemberEpoch(group.member(memberId ?? ''), memberEpoch);
  const committed = shard.offsets.of(groupId);
  const asked =
    topics ?? [...committed].map(([name, partitions]) => ({ name, partitionIndexes: [...partitions.keys()] }));
  return {
    groupId,
    topics: asked.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map(partition => {
        // The transaction may be about to move it (KIP-447).
        if (requireStable && shard.pending.has(groupId, name, partition))
          return { ...nothing(partition), errorCode: errors.UNSTABLE_OFFSET_COMMIT.code };
        const found = committed.get(name)?.get(partition);
        return found === undefined ? nothing(partition) : partitionReply(partition, found);
      }),
    })),
    errorCode: errors.NONE.code,
  };
}

const partitionReply = (
  partitionIndex: number,
  { offset, leaderEpoch, metadata }: CommittedOffset,
): PartitionReply => ({
  partitionIndex,
  committedOffset: offset,
  committedLeaderEpoch: leaderEpoch,
  metadata,
  errorCode: errors.NONE.code,
});

const nothing = (partitionIndex: number): PartitionReply => ({
  partitionIndex,
  committedOffset: -1,
  committedLeaderEpoch: -1,
  metadata: '',
  errorCode: errors.NONE.code,
});
