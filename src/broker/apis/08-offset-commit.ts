import type { RequestOf, ResponseInput } from '../../protocol/api.ts';
import { offsetCommit } from '../../protocol/apis/08-offset-commit.ts';
import { errors } from '../../protocol/errors.ts';
import { groupContext } from './group-context.ts';
import { row } from './row.ts';

type Topic = RequestOf<typeof offsetCommit>['topics'][number];

/** Offsets of topics and partitions that do not exist are refused here; the coordinator sees the others. */
export const offsetCommitRow = row({
  api: offsetCommit,
  serves: '2-9',
  handle(request, context) {
    const { topics, groups } = context.broker;
    const exists = (name: string, index: number) => topics.byName(name)?.partitions[index] !== undefined;
    const known = select(request.topics, exists);
    const missing = select(request.topics, (name, index) => !exists(name, index)).map(refused);
    if (known.length === 0 && missing.length > 0) return { topics: missing };
    const reply = groups.coordinator.commitOffsets({ ...request, topics: known }, groupContext(context));
    return { ...reply, topics: merged(missing, reply.topics) };
  },
});

const select = (topics: readonly Topic[], keep: (name: string, index: number) => boolean): Topic[] =>
  topics
    .map(topic => ({ ...topic, partitions: topic.partitions.filter(each => keep(topic.name, each.partitionIndex)) }))
    .filter(topic => topic.partitions.length > 0);

const refused = ({ name, partitions }: Topic) => ({
  name,
  partitions: partitions.map(({ partitionIndex }) => ({
    partitionIndex,
    errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code,
  })),
});

/** One entry for each topic, as clients expect. */
function merged(refusals: ReturnType<typeof refused>[], committed: ResponseInput<typeof offsetCommit>['topics']) {
  const left = new Map(refusals.map(topic => [topic.name, topic.partitions]));
  const topics = committed.map(({ name = '', partitions, ...topic }) => {
    const refusedToo = left.get(name) ?? [];
    left.delete(name);
    return { ...topic, name, partitions: [...refusedToo, ...partitions] };
  });
  return [...topics, ...[...left].map(([name, partitions]) => ({ name, partitions }))];
}
