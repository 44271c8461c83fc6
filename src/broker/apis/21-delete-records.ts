import { deleteRecords } from '../../protocol/apis/21-delete-records.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { LogError } from '../log/log-error.ts';
import { mayDo, type RequestContext, row } from './row.ts';

export const deleteRecordsRow = row({
  api: deleteRecords,
  serves: '0-2',
  needs: ['DELETE TOPIC'],
  handle: ({ topics }, context) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, offset }) => ({
        partitionIndex,
        ...deleteBefore(context, name, partitionIndex, offset),
      })),
    })),
  }),
});

function deleteBefore(context: RequestContext, name: string, index: number, offset: number) {
  if (!mayDo(context, 'DELETE', 'TOPIC', name)) return refusal('TOPIC_AUTHORIZATION_FAILED');
  const topic = context.broker.topics.byName(name);
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
