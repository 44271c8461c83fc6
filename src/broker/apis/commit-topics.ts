/** What commits of offsets have in common: some topics are refused here, the group coordinator sees the others. */
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { mayDo, type RequestContext } from './row.ts';

interface Asked {
  readonly name: string;
  readonly partitions: readonly { readonly partitionIndex: number }[];
}

export interface Answered {
  readonly name: string;
  readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[];
}

/** Topics that may not be read, and topics and partitions that do not exist, are refused. */
export function sortOut<T extends Asked>(
  asked: readonly T[],
  context: RequestContext,
): { readonly known: T[]; readonly refusals: Answered[] } {
  const { topics } = context.broker;
  const mayRead = (topic: T) => mayDo(context, 'READ', 'TOPIC', topic.name);
  const exists = (name: string, index: number) => topics.byName(name)?.partitions[index] !== undefined;
  const readable = asked.filter(mayRead);
  const known = select(readable, exists);
  const missing = select(readable, (name, index) => !exists(name, index));
  const refusals = [
    ...asked.filter(topic => !mayRead(topic)).map(topic => refusedTopic(topic, 'TOPIC_AUTHORIZATION_FAILED')),
    ...missing.map(topic => refusedTopic(topic, 'UNKNOWN_TOPIC_OR_PARTITION')),
  ];
  return { known, refusals };
}

const select = <T extends Asked>(topics: readonly T[], keep: (name: string, index: number) => boolean): T[] =>
  topics
    .map(topic => ({ ...topic, partitions: topic.partitions.filter(each => keep(topic.name, each.partitionIndex)) }))
    .filter(topic => topic.partitions.length > 0);

export const refusedTopic = ({ name, partitions }: Asked, error: ErrorName): Answered => ({
  name,
  partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: errors[error].code })),
});

/** One entry for each topic, as clients expect. */
export function merged(
  refusals: readonly Answered[],
  committed: readonly (Pick<Answered, 'partitions'> & { readonly name?: string | undefined })[],
): Answered[] {
  const left = new Map(refusals.map(topic => [topic.name, topic.partitions]));
  const topics = committed.map(({ name = '', partitions }) => {
    const refusedToo = left.get(name) ?? [];
    left.delete(name);
    return { name, partitions: [...refusedToo, ...partitions] };
  });
  return [...topics, ...[...left].map(([name, partitions]) => ({ name, partitions }))];
}
