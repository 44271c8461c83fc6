import { offsetCommit } from '../../protocol/apis/08-offset-commit.ts';
import { errors } from '../../protocol/errors.ts';
import { groupContext } from './group-context.ts';
import { row } from './row.ts';

/** Offsets of topics and partitions that do not exist are refused here; the coordinator sees the others. */
export const offsetCommitRow = row({
  api: offsetCommit,
  serves: '2-9',
  handle(request, context) {
    const { topics: known, groups } = context.broker;
    const exists = (name: string, index: number) => known.byName(name)?.partitions[index] !== undefined;
    const topics = request.topics
      .map(topic => ({
        ...topic,
        partitions: topic.partitions.filter(each => exists(topic.name, each.partitionIndex)),
      }))
      .filter(topic => topic.partitions.length > 0);
    if (topics.length === 0 && request.topics.length > 0) return { topics: request.topics.map(refused) };
    const reply = groups.coordinator.commitOffsets({ ...request, topics }, groupContext(context));
    const missing = request.topics
      .map(topic => ({
        ...topic,
        partitions: topic.partitions.filter(each => !exists(topic.name, each.partitionIndex)),
      }))
      .filter(topic => topic.partitions.length > 0);
    return { ...reply, topics: [...reply.topics, ...missing.map(refused)] };
  },
});

const refused = ({ name, partitions }: { name: string; partitions: readonly { partitionIndex: number }[] }) => ({
  name,
  partitions: partitions.map(({ partitionIndex }) => ({
    partitionIndex,
    errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code,
  })),
});
