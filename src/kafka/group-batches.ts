/** Many groups of one coordinator in one request: for callers that look at all groups of a cluster. */

import { portions } from '../lib/portions.ts';
import { offsetFetch } from '../protocol/apis/09-offset-fetch.ts';
import { describeGroups } from '../protocol/apis/15-describe-groups.ts';
import type { CallOptions, Cluster } from './cluster.ts';
import { type KafkaError, refusal } from './error.ts';
import { type DescribedGroup, describingModern, type ListedGroup, readClassic, readModern } from './groups.ts';

type Options = Pick<CallOptions, 'signal' | 'attempts'>;

/** What was found, and what was refused, by group. */
export interface OfGroups<T> {
  readonly found: readonly T[];
  readonly refused: readonly { readonly group: string; readonly error: KafkaError }[];
}

/** Answers carry what every member subscribes to and is assigned: enough for a request, not too much for an answer. */
const GROUPS_PER_REQUEST = 100;

/** Groups that one request can ask about. */
export interface GroupBatch {
  readonly coordinator: number;
  readonly type: DescribedGroup['type'];
  readonly groups: readonly string[];
}

/** Groups of the streams protocol (KIP-1071) are left out: what describes them is not spoken here. */
export function batchesOf(listed: readonly ListedGroup[]): GroupBatch[] {
  const described = listed.filter(({ type }) => !/^streams$/i.test(type));
  const alike = Map.groupBy(described, ({ coordinator, type }) => `${coordinator} ${typeOf(type)}`);
  return [...alike.values()].flatMap(some => {
    const { coordinator, type } = some[0]!;
    return portions(some, GROUPS_PER_REQUEST).map(portion => ({
      coordinator,
      type: typeOf(type),
      groups: portion.map(({ group }) => group),
    }));
  });
}

/** Brokers before 3.8 do not say, and know classic groups only. */
const typeOf = (listed: string): DescribedGroup['type'] =>
  (['consumer', 'share'] as const).find(type => type === listed.toLowerCase()) ?? 'classic';

/** Groups of one batch. Those that have vanished meanwhile are left out. */
export async function describeBatch(
  cluster: Cluster,
  { coordinator, type, groups }: GroupBatch,
  options: Options = {},
): Promise<OfGroups<DescribedGroup>> {
  const what = (group: string) => `Describing group ${group}`;
  if (type !== 'classic') {
    const body = { groupIds: [...groups], includeAuthorizedOperations: false };
    const response = await cluster.call(describingModern[type], body, coordinator, options);
    return foundAndRefused(
      response.groups,
      ({ groupId, errorCode, errorMessage }) => refusal(errorCode, what(groupId), {}, errorMessage),
      found => readModern(found, type, coordinator),
    );
  }
  const response = await cluster.call(describeGroups, { groups: [...groups] }, coordinator, options);
  return foundAndRefused(
    response.groups,
    ({ groupId, errorCode, errorMessage }) => refusal(errorCode, what(groupId), {}, errorMessage),
    found => readClassic(found, coordinator),
  );
}

export interface GroupCommits {
  readonly group: string;
  /** Without partitions that nothing is committed for. */
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly offset: number }[];
  }[];
}

/** All commits of groups of one coordinator: topics that the user may not describe are left out by the broker. */
export async function committedOffsetsAt(
  cluster: Cluster,
  coordinator: number,
  groups: readonly string[],
  options: Options = {},
): Promise<OfGroups<GroupCommits>> {
  // Before v8 a request is about one group (KIP-709); from v10 on it names topics by id.
  const version = (await cluster.versionOf(offsetFetch, coordinator)) ?? 0;
  const asked = version >= 8 ? [groups] : groups.map(group => [group]);
  const answers = await Promise.all(
    asked.map(async list => {
      const response = await cluster.call(
        offsetFetch,
        version =>
          version >= 8
            ? { groups: list.map(groupId => ({ groupId, topics: null })) }
            : { groupId: list[0]!, topics: null },
        coordinator,
        { ...options, minVersion: 2, maxVersion: 9 },
      );
      return response.groups.length > 0 ? response.groups : [{ ...response, groupId: list[0]! }];
    }),
  );
  return foundAndRefused(
    answers.flat(),
    ({ groupId, errorCode }) => refusal(errorCode, `Reading the offsets of group ${groupId}`),
    ({ groupId, topics }) => ({
      group: groupId,
      topics: topics.flatMap(({ name, partitions }) => {
        const committed = partitions
          .filter(({ errorCode, committedOffset }) => errorCode === 0 && committedOffset >= 0)
          .map(({ partitionIndex, committedOffset }) => ({ partition: partitionIndex, offset: committedOffset }));
        return committed.length > 0 ? [{ topic: name, partitions: committed }] : [];
      }),
    }),
  );
}

function foundAndRefused<Answer extends { readonly groupId: string }, T>(
  answers: readonly Answer[],
  refusalOf: (answer: Answer) => KafkaError | undefined,
  read: (answer: Answer) => T,
): OfGroups<T> {
  const found: T[] = [];
  const refused: { group: string; error: KafkaError }[] = [];
  for (const answer of answers) {
    const error = refusalOf(answer);
    if (error === undefined) found.push(read(answer));
    else if (error.code !== 'GROUP_ID_NOT_FOUND') refused.push({ group: answer.groupId, error });
  }
  return { found, refused };
}
