import { offsetDelete } from '../../protocol/apis/47-offset-delete.ts';
import { errors } from '../../protocol/errors.ts';
import { mayDo, row } from './row.ts';

/** Topics that may not be read, and topics and partitions that do not exist, are refused here; the coordinator sees the others. */
export const offsetDeleteRow = row({
  api: offsetDelete,
  serves: '0',
  needs: ['DELETE GROUP', 'READ TOPIC'],
  handle(request, context) {
    const { broker } = context;
    if (!mayDo(context, 'DELETE', 'GROUP', request.groupId))
      return { errorCode: errors.GROUP_AUTHORIZATION_FAILED.code, throttleTimeMs: 0, topics: [] };
    const mayRead = (name: string) => mayDo(context, 'READ', 'TOPIC', name);
    const exists = (name: string, index: number) => broker.topics.byName(name)?.partitions[index] !== undefined;
    const isSeen = (name: string, index: number) => mayRead(name) && exists(name, index);
    const refusal = (name: string) =>
      mayRead(name) ? errors.UNKNOWN_TOPIC_OR_PARTITION.code : errors.TOPIC_AUTHORIZATION_FAILED.code;
    const topics = request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.filter(each => isSeen(name, each.partitionIndex)),
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
            .filter(each => !isSeen(name, each.partitionIndex))
            .map(({ partitionIndex }) => ({ partitionIndex, errorCode: refusal(name) })),
        ],
      })),
    };
  },
});
