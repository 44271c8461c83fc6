/** Deleting groups: who is in the way, which commits go with them, and a file to bring those back. */
import { committedOffsets } from '../kafka/committed-offsets.ts';
import { deleteGroups, describeGroup } from '../kafka/groups.ts';
import type { Cluster } from '../kafka/index.ts';
import { Failure } from '../lib/failure.ts';
import type { OffsetRow } from './offsets-file.ts';
import { unknownGroup } from './unknown-group.ts';

export interface GroupToDelete {
  readonly group: string;
  readonly topics: number;
  readonly commits: readonly OffsetRow[];
}

/** Throws a Failure for a group that does not exist or has members; nothing is deleted then. */
export async function groupsToDelete(cluster: Cluster, names: readonly string[]): Promise<GroupToDelete[]> {
  const found: GroupToDelete[] = [];
  for (const group of new Set(names)) {
    const { state, members } = await describeGroup(cluster, group);
    if (state === 'Dead') throw await unknownGroup(cluster, group, '; nothing was deleted');
    if (members.length > 0) {
      const who = members.slice(0, 3).map(({ clientId, host }) => `${clientId} at ${host}`);
      throw new Failure(
        `Group ${group} is ${state} with ${members.length} member(s): ${who.join(', ')}${members.length > 3 ? ', …' : ''}; nothing was deleted`,
        { code: 'NON_EMPTY_GROUP', where: `group ${group}`, advice: 'stop its consumers and try again' },
      );
    }
    const committed = await committedOffsets(cluster, group);
    const commits = [...committed].flatMap(([topic, partitions]) =>
      [...partitions].map(([partition, { offset }]) => ({ group, topic, partition, offset })),
    );
    found.push({ group, topics: committed.size, commits });
  }
  return found;
}

export const deleteFound = (cluster: Cluster, found: readonly GroupToDelete[]): Promise<void> =>
  deleteGroups(
    cluster,
    found.map(({ group }) => group),
  );
