import type { RequestOf } from '../../protocol/api.ts';
import { offsetFetch } from '../../protocol/apis/09-offset-fetch.ts';
import { errors } from '../../protocol/errors.ts';
import { groupContext } from './group-context.ts';
import { mayDo, type RequestContext, row } from './row.ts';

type Request = RequestOf<typeof offsetFetch>;
type Topics = readonly { readonly name?: string; readonly partitionIndexes: readonly number[] }[] | null;

const TOP_LEVEL_ERROR_FROM = 2;
const GROUPS_FROM = 8;

/** The coordinator is asked for what the client may see; the rest is refused, or left out where all was asked for. */
export const offsetFetchRow = row({
  api: offsetFetch,
  serves: '1-9',
  needs: ['DESCRIBE GROUP', 'DESCRIBE TOPIC'],
  handle(request, context) {
    const ask = (visible: Request) => context.broker.groups.coordinator.fetchOffsets(visible, groupContext(context));
    const maySee = ({ groupId }: { groupId: string }) => mayDo(context, 'DESCRIBE', 'GROUP', groupId);
    if (context.version < GROUPS_FROM) {
      if (!maySee(request)) return hiddenGroup(request, context.version);
      const reply = ask({ ...request, topics: seen(request.topics, context) });
      return reply.errorCode ? reply : { ...reply, topics: told(reply.topics, request.topics, context) };
    }
    const visible = request.groups.filter(maySee);
    const { groups = [], ...reply } = ask({
      ...request,
      groups: visible.map(group => ({ ...group, topics: seen(group.topics, context) })),
    });
    const answered = new Map(visible.map((group, i) => [group, groups[i]]));
    const answers = request.groups.map(group => {
      const answer = answered.get(group);
      if (answer === undefined)
        return { groupId: group.groupId, topics: [], errorCode: errors.GROUP_AUTHORIZATION_FAILED.code };
      return answer.errorCode ? answer : { ...answer, topics: told(answer.topics, group.topics, context) };
    });
    return { ...reply, groups: answers };
  },
});

const maySeeTopic = (context: RequestContext, name = ''): boolean => mayDo(context, 'DESCRIBE', 'TOPIC', name);

function seen<T extends Topics>(asked: T, context: RequestContext): T {
  return (asked?.filter(({ name }) => maySeeTopic(context, name)) ?? null) as T;
}

/** What was found and may be seen, and what was asked for and may not. */
function told<T extends { readonly name?: string | undefined }>(
  found: readonly T[] = [],
  asked: Topics,
  context: RequestContext,
) {
  if (asked === null) return found.filter(({ name }) => maySeeTopic(context, name));
  const hidden = asked.filter(({ name }) => !maySeeTopic(context, name));
  return [
    ...found,
    ...hidden.map(({ name = '', partitionIndexes }) => ({ name, partitions: partitionIndexes.map(refused) })),
  ];
}

/** Before version 2 an error has its place with the partitions only. */
function hiddenGroup({ topics }: Request, version: number) {
  const { code: errorCode } = errors.GROUP_AUTHORIZATION_FAILED;
  if (version >= TOP_LEVEL_ERROR_FROM) return { topics: [], errorCode };
  return {
    topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map(partitionIndex => ({ ...refused(partitionIndex), errorCode })),
    })),
  };
}

const refused = (partitionIndex: number) => ({
  partitionIndex,
  committedOffset: -1,
  committedLeaderEpoch: -1,
  metadata: '',
  errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code,
});
