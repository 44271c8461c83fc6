import { deleteRecords } from '../../protocol/apis/21-delete-records.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import type { Broker } from '../broker.ts';
import { LogError } from '../log/log-error.ts';
import { row } from './row.ts';

export const deleteRecordsRow = row({
  api: deleteRecords,
  serves: '0-2',
  handle: ({ topics }, { broker }) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, offset }) => ({
        partitionIndex,
        ...deleteBefore(broker, name, partitionIndex, offset),
      })),
    })),
  }),
});

function deleteBefore({ topics }: Broker, name: string, index: number, offset: number) {
  const topic = topics.byName(name);
  const partition = topic?.partitions[index];
  if (topic === undefined || partition === undefined) return refusal('UNKNOWN_TOPIC_OR_PARTITION');
  if (topic.isInternal) return refusal('INVALID_TOPIC_EXCEPTION');
  try {
    return { lowWatermark: partition.log.deleteRecordsBefore(offset), errorCode: 0 };
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return refusal(error.error);
  }
}

const refusal = (error: ErrorName) => ({ lowWatermark: -1, errorCode: errors[error].code });
