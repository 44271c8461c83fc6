/**
 * Writes the end of a transaction into a partition. In __consumer_offsets that is also when the group coordinator takes
 * in what the transaction has committed (Kafka: KafkaApis.handleWriteTxnMarkersRequest, and what the coordinator makes
 * of the answers: TransactionMarkerRequestCompletionHandler).
 */
import type { ErrorName } from '../protocol/errors.ts';
import { controlBatch } from '../protocol/records/control.ts';
import type { MarkerOutcome, PartitionMarker } from './coordinator/transaction/surroundings.ts';
import type { Groups } from './groups.ts';
import { LogError } from './log/log-error.ts';
import { OFFSETS_TOPIC } from './metadata/topic-name.ts';
import type { Topics } from './metadata/topics.ts';

export type MarkerWriter = (marker: PartitionMarker) => MarkerOutcome;

/** NONE, or why the partition did not take it. */
export function writeMarker(marker: PartitionMarker, topics: Topics, groups: Groups, nowMs: number): ErrorName {
  const { topic, index, producerId, type } = marker;
  const partition = topics.byName(topic)?.partitions[index];
  if (partition === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';
  const isOfOffsets = topic === OFFSETS_TOPIC;
  if (isOfOffsets && !groups.coordinator.isLoaded(index)) return 'NOT_LEADER_OR_FOLLOWER';
  try {
    partition.append(controlBatch({ ...marker, timestampMs: nowMs }), 'coordinator');
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return error.error;
  }
  if (isOfOffsets) groups.coordinator.endTransaction(index, producerId, type === 'commit');
  return 'NONE';
}

export function outcomeOf(error: ErrorName): MarkerOutcome {
  switch (error) {
    case 'NONE':
      return 'written';
    case 'UNKNOWN_TOPIC_OR_PARTITION':
      return 'gone';
    case 'INVALID_PRODUCER_EPOCH':
    case 'TRANSACTION_COORDINATOR_FENCED':
      return 'fenced';
    default:
      return 'later';
  }
}
