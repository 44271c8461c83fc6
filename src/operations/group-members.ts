/** How many members groups have, asked for many groups at once: clusters with thousands of groups are listed in seconds. */
import type { ListedGroup } from '../kafka/groups.ts';
import type { Cluster } from '../kafka/index.ts';
import { describeGroups } from '../protocol/apis/15-describe-groups.ts';
import { consumerGroupDescribe } from '../protocol/apis/69-consumer-group-describe.ts';

/** Answers carry what every member subscribes to and is assigned: enough for a request, not too much for an answer. */
const GROUPS_PER_REQUEST = 200;

/** By group. Share groups, and groups that vanish meanwhile, are absent. */
export async function memberCounts(cluster: Cluster, groups: readonly ListedGroup[]): Promise<Map<string, number>> {
  const portions = [...Map.groupBy(groups, ({ coordinator, type }) => `${coordinator} ${type}`).values()].flatMap(
    inPortions,
  );
  const counted = await Promise.all(portions.map(portion => countIn(cluster, portion)));
  return new Map(counted.flat());
}

const inPortions = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / GROUPS_PER_REQUEST) }, (_, index) =>
    items.slice(index * GROUPS_PER_REQUEST, (index + 1) * GROUPS_PER_REQUEST),
  );

/** The groups of a portion share coordinator and type. */
async function countIn(cluster: Cluster, portion: readonly ListedGroup[]): Promise<[string, number][]> {
  const { coordinator = -1, type = '' } = portion[0] ?? {};
  const names = portion.map(({ group }) => group);
  if (/^share$|^streams$/i.test(type)) return [];
  const response = /^consumer$/i.test(type)
    ? await cluster.call(consumerGroupDescribe, { groupIds: names, includeAuthorizedOperations: false }, coordinator)
    : await cluster.call(describeGroups, { groups: names, includeAuthorizedOperations: false }, coordinator);
  return response.groups
    .filter(({ errorCode }) => errorCode === 0)
    .map(({ groupId, members }) => [groupId, members.length]);
}
