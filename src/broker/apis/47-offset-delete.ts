import { offsetDelete } from '../../protocol/apis/47-offset-delete.ts';
import { errors } from '../../protocol/errors.ts';
import { row } from './row.ts';

/** Topics and partitions that do not exist are refused here; the coordinator sees the others. */
export const offsetDeleteRow = row({
  api: offsetDelete,
  serves: '0',
  handle(request, { broker }) {
    const exists = (name: string, index: number) => broker.topics.byName(name)?.partitions[index] !== undefined;
    const topics = request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.filter(each => exists(name, each.partitionIndex)),
    }));
    const reply = broker.groups.coordinator.deleteOffsets({ ...request, topics });
    if (reply.errorCode !== 0) return reply;
    return {
      ...reply,
      topics: request.topics.map(({ name, partitions }, i) => ({
        name,
        partitions: [
          ...(reply.topics[i]?.partitions ?? []),
          ...partitions
            .filter(each => !exists(name, each.partitionIndex))
            .map(({ partitionIndex }) => ({ partitionIndex, errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code })),
        ],
      })),
    };
  },
});
