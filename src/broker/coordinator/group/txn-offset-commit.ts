/**
 * TxnOffsetCommit: offsets that count when the transaction of their producer is committed
 * (Kafka's OffsetMetadataManager.commitTransactionalOffset).
 */
import type { RequestOf } from '../../../protocol/api.ts';
import type { txnOffsetCommit } from '../../../protocol/apis/28-txn-offset-commit.ts';
import { errors } from '../../../protocol/errors.ts';
import { GroupError } from './group-error.ts';
import { type GroupRecord, offsetRecord } from './records.ts';
import type { Shard } from './shard.ts';

export type TxnCommitRequest = RequestOf<typeof txnOffsetCommit>;

export interface CommittedTopic {
  readonly name: string;
  readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[];
}

/** Stores what is valid; GroupError when nothing can be. That the transaction is open is not looked at here. */
export function commitTransactionalOffsets(shard: Shard, request: TxnCommitRequest): CommittedTopic[] {
  const { groupId, producerId, producerEpoch } = request;
  const isNewGroup = !shard.groups.has(groupId);
  checkCommitter(shard, request);
  const records: GroupRecord[] = [];
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => {
      const metadata = committedMetadata ?? '';
      if (metadata.length > shard.config.offsetMetadataMaxBytes)
        return { partitionIndex, errorCode: errors.OFFSET_METADATA_TOO_LARGE.code };
      const committed = { offset: committedOffset, leaderEpoch: committedLeaderEpoch, metadata };
      const times = { commitTimestampMs: shard.clock.nowMs(), expireTimestampMs: undefined };
      records.push(offsetRecord(groupId, name, partitionIndex, { ...committed, ...times }));
      return { partitionIndex, errorCode: errors.NONE.code };
    }),
  }));
  try {
    shard.commitInTransaction(records, { producerId, producerEpoch });
  } catch (error) {
    if (isNewGroup) shard.removeGroup(groupId);
    throw error;
  }
  return topics;
}

/** Clients before KIP-447 do not say which member they are, and are believed. */
function checkCommitter(shard: Shard, { groupId, memberId, groupInstanceId, generationId }: TxnCommitRequest): void {
  const group = shard.groups.get(groupId);
  if (group === undefined && generationId >= 0) throw new GroupError('ILLEGAL_GENERATION');
  if (group === undefined || (generationId < 0 && group.isEmpty)) return;
  if (generationId < 0 && memberId === '' && groupInstanceId === null) return;
  if (group.type === 'classic') group.memberFor(memberId, groupInstanceId);
  const current = group.type === 'classic' ? group.generationId : group.member(memberId).memberEpoch;
  if (generationId !== current) throw new GroupError('ILLEGAL_GENERATION');
}
