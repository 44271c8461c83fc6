import type { RequestOf, ResponseInput } from '../../protocol/api.ts';
import { offsetCommit } from '../../protocol/apis/08-offset-commit.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { groupContext } from './group-context.ts';
import { mayDo, row } from './row.ts';

type Topic = RequestOf<typeof offsetCommit>['topics'][number];

/** Offsets of topics that may not be read, and of topics and partitions that do not exist, are refused here; the coordinator sees the others. */
export const offsetCommitRow = row({
  api: offsetCommit,
  serves: '2-9',
  needs: ['READ GROUP', 'READ TOPIC'],
  handle(request, context) {
    const { topics, groups } = context.broker;
    if (!mayDo(context, 'READ', 'GROUP', request.groupId))
      return { topics: request.topics.map(topic => refused(topic, 'GROUP_AUTHORIZATION_FAILED')) };
    const mayRead = (topic: Topic) => mayDo(context, 'READ', 'TOPIC', topic.name);
    const exists = (name: string, index: number) => topics.byName(name)?.partitions[index] !== undefined;
    const readable = request.topics.filter(mayRead);
    const known = select(readable, exists);
    const refusals = [
      ...request.topics.filter(topic => !mayRead(topic)).map(topic => refused(topic, 'TOPIC_AUTHORIZATION_FAILED')),
      ...select(readable, (name, index) => !exists(name, index)).map(topic =>
        refused(topic, 'UNKNOWN_TOPIC_OR_PARTITION'),
      ),
    ];
    if (known.length === 0 && refusals.length > 0) return { topics: refusals };
    const reply = groups.coordinator.commitOffsets({ ...request, topics: known }, groupContext(context));
    return { ...reply, topics: merged(refusals, reply.topics) };
  },
});

const select = (topics: readonly Topic[], keep: (name: string, index: number) => boolean): Topic[] =>
  topics
    .map(topic => ({ ...topic, partitions: topic.partitions.filter(each => keep(topic.name, each.partitionIndex)) }))
    .filter(topic => topic.partitions.length > 0);

const refused = ({ name, partitions }: Topic, error: ErrorName) => ({
  name,
  partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: errors[error].code })),
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
