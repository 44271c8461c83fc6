/**
 * Moves a group's commits by a plain OffsetCommit (generation −1, no member), which brokers take for a group without members
 * (Kafka: ClassicGroup.validateOffsetCommit). Joining the group to seek, as kafkajs's setOffsets does, would race with its members.
 */
import type { Cluster } from '../../kafka/cluster.ts';
import { commitOffsets, committedOffsets, deleteOffsets } from '../../kafka/committed-offsets.ts';
import { describeGroup } from '../../kafka/groups.ts';
import { Failure } from '../../lib/failure.ts';
import type { OffsetRow } from '../../operations/offsets-file.ts';
import { unknownGroup } from '../../operations/unknown-group.ts';

const POLL_MS = 500;

/** Throws a Failure for a group that nobody has heard of: a commit would silently make one of a misspelt name. */
export async function requireKnown(cluster: Cluster, group: string): Promise<void> {
  const { state } = await describeGroup(cluster, group);
  if (state === 'Dead') throw await unknownGroup(cluster, group);
}

/** Resolves when the group has no members; throws a Failure that names them when it still has some after `waitMs`. */
export async function requireEmpty(
  cluster: Cluster,
  group: string,
  waitMs: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const { state, members } = await describeGroup(cluster, group);
    if (members.length === 0) return;
    if (performance.now() >= deadline) {
      const who = members.slice(0, 3).map(({ clientId, host }) => `${clientId} at ${host}`);
      throw new Failure(
        `Group ${group} is ${state} with ${members.length} member(s): ${who.join(', ')}${members.length > 3 ? ', …' : ''}`,
        {
          code: 'GROUP_NOT_EMPTY',
          where: `group ${group}`,
          advice: [
            'stop its consumers and try again',
            'add --wait-empty 60s to wait until they are gone',
            'or copy the range to another topic: --to TOPIC instead of --group',
          ],
        },
      );
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
    signal.throwIfAborted();
  }
}

/** The group's commits in these partitions as they are now; −1 where there is none. For the way back. */
export async function commitsOf(
  cluster: Cluster,
  group: string,
  topic: string,
  partitions: readonly number[],
): Promise<OffsetRow[]> {
  const committed = (await committedOffsets(cluster, group, [topic])).get(topic);
  return partitions.map(partition => ({ group, topic, partition, offset: committed?.get(partition)?.offset ?? -1 }));
}

/**
 * Sets the commits, removes those of offset −1, and reads them back. The group must be empty; a member that comes back meanwhile
 * makes it a Failure that says what stands now.
 */
export async function setCommits(cluster: Cluster, rows: readonly OffsetRow[]): Promise<void> {
  for (const [group, ofGroup] of Map.groupBy(rows, row => row.group)) {
    const set = ofGroup.filter(({ offset }) => offset >= 0);
    const remove = ofGroup.filter(({ offset }) => offset < 0);
    if (set.length > 0) await commitOffsets(cluster, group, set);
    if (remove.length > 0) await deleteOffsets(cluster, group, remove);
    const { members } = await describeGroup(cluster, group);
    const now = await committedOffsets(cluster, group, [...new Set(ofGroup.map(({ topic }) => topic))]);
    const wrong = ofGroup.filter(
      ({ topic, partition, offset }) => (now.get(topic)?.get(partition)?.offset ?? -1) !== offset,
    );
    if (wrong.length === 0) continue;
    const where = wrong.map(({ topic, partition }) => `${topic}-${partition}`).join(', ');
    throw new Failure(
      `Group ${group} has other commits than were just set in ${where}${members.length > 0 ? ': a member came back' : ''}`,
      {
        code: 'GROUP_NOT_EMPTY',
        advice: 'stop its consumers and run the same command again',
      },
    );
  }
}
