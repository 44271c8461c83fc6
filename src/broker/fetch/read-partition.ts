/** Reads one partition for a fetch: the checks, and what goes into the response (Kafka: ReplicaManager.readFromLog). */
import type { ResponseInput } from '../../protocol/api.ts';
import type { fetch } from '../../protocol/apis/01-fetch.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { LogError } from '../log/log-error.ts';
import type { BufferPool } from '../network/buffer-pool.ts';
import { COUNTED_FROM_BYTES } from '../network/connection.ts';
import type { Partition } from '../replication/partition.ts';
import type { WantedPartition } from './fetch-session.ts';

export type PartitionAnswer = NonNullable<ResponseInput<typeof fetch>['responses']>[number]['partitions'][number];

export interface ReadLimits {
  readonly maxBytes: number;
  /** The first batch comes even if it is larger (KIP-74). */
  readonly minOneBatch: boolean;
}

export interface Isolation {
  readonly committedOnly: boolean;
}

export interface PartitionRead {
  readonly answer: PartitionAnswer;
  readonly bytes: number;
}

export const boundOf = ({ log }: Partition, { committedOnly }: Isolation): number =>
  committedOnly ? log.lastStableOffset : log.highWatermark;

/** Why the partition cannot be read from there, whatever is in it. */
export function refusalOf(partition: Partition, wanted: WantedPartition): ErrorName | undefined {
  const { log } = partition;
  const fenced = partition.epochError(wanted.currentLeaderEpoch);
  if (fenced !== undefined) return fenced;
  if (wanted.lastFetchedEpoch >= 0 && log.endOffsetForEpoch(wanted.lastFetchedEpoch).leaderEpoch < 0)
    return 'OFFSET_OUT_OF_RANGE';
  if (divergence(partition, wanted) !== undefined) return undefined;
  const { fetchOffset } = wanted;
  return fetchOffset < log.logStartOffset || fetchOffset > log.logEndOffset ? 'OFFSET_OUT_OF_RANGE' : undefined;
}

/** Where the reader's log parts from ours (KIP-595); undefined when it does not, or does not say. */
export function divergence(
  { log }: Partition,
  { lastFetchedEpoch, fetchOffset }: WantedPartition,
): { epoch: number; endOffset: number } | undefined {
  if (lastFetchedEpoch < 0) return undefined;
  const { leaderEpoch, endOffset } = log.endOffsetForEpoch(lastFetchedEpoch);
  if (leaderEpoch < lastFetchedEpoch || endOffset < fetchOffset) return { epoch: leaderEpoch, endOffset };
  return undefined;
}

export function readPartition(
  partition: Partition,
  wanted: WantedPartition,
  isolation: Isolation,
  limits: ReadLimits,
  pool: BufferPool,
): PartitionRead {
  const refused = refusalOf(partition, wanted);
  if (refused !== undefined) return refusedRead(wanted.partition, refused);
  const { log } = partition;
  // Taken before the read: an append meanwhile must not promise what the read did not see.
  const answer = {
    partitionIndex: wanted.partition,
    errorCode: 0,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.logStartOffset,
    abortedTransactions: isolation.committedOnly ? [] : null,
  };
  const divergingEpoch = divergence(partition, wanted);
  if (divergingEpoch !== undefined) return { answer: { ...answer, divergingEpoch, records: [] }, bytes: 0 };
  const upTo = boundOf(partition, isolation);
  try {
    const allocate = (bytes: number) => pool.take(bytes);
    const { fetchOffset } = wanted;
    const { records, bytes, nextOffset } = log.read(fetchOffset, { ...limits, upTo, allocate });
    const abortedTransactions =
      isolation.committedOnly && bytes > 0
        ? log.abortedTransactions(fetchOffset, nextOffset)
        : answer.abortedTransactions;
    const kept = bytes < COUNTED_FROM_BYTES ? own(records, pool) : records;
    return { answer: { ...answer, abortedTransactions, records: kept }, bytes };
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return refusedRead(wanted.partition, error.error);
  }
}

/** Little that was read into a large buffer does not keep it. */
function own(records: readonly Buffer[], pool: BufferPool): Buffer[] {
  const copies = records.map(slice => Buffer.from(slice));
  for (const slice of records) pool.giveBack(slice);
  return copies;
}

/** `beforeReading`: in front of the log, where Kafka's answer has an empty list in place of none (FetchResponse.partitionResponse). */
export function refusedRead(partitionIndex: number, error: ErrorName, beforeReading = false): PartitionRead {
  const answer = {
    partitionIndex,
    errorCode: errors[error].code,
    highWatermark: -1,
    abortedTransactions: beforeReading ? [] : null,
    records: [],
  };
  return { answer, bytes: 0 };
}
