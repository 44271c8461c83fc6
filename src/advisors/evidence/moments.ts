/** The state of a cluster at one time, small enough to keep many of them. */
import type { Moment } from './history.ts';
import type { EvidenceKinds } from './kinds.ts';

export const momentKinds = ['topics', 'groups', 'committed', 'offsets', 'reassignments'] as const;

export function momentOf(kinds: Pick<EvidenceKinds, (typeof momentKinds)[number]>, atMs: number): Moment {
  const { topics, groups, committed, offsets, reassignments } = kinds;
  const commits = new Map(committed.map(({ group, topics }) => [group, topics]));
  return {
    atMs,
    topics: Object.fromEntries(
      topics.flatMap(({ name, partitions }) => {
        const ends = offsets[name];
        if (ends === undefined) return []; // not asked about
        const row = partitions.map(({ partition, leader, isr, replicas }) => {
          const { start = null, end = null } = ends[partition] ?? {};
          return { leader, isr, replicas, start, end };
        });
        return [[name, row]];
      }),
    ),
    groups: Object.fromEntries(
      groups.map(({ group, state, members }) => [
        group,
        { state, members: members.length, committed: Object.fromEntries((commits.get(group) ?? []).map(byPartition)) },
      ]),
    ),
    reassigning: reassignments.map(({ topic, partition }) => `${topic}-${partition}`),
  };
}

function byPartition({
  topic,
  partitions,
}: EvidenceKinds['committed'][number]['topics'][number]): [string, (number | null)[]] {
  const row: (number | null)[] = [];
  for (const { partition, offset } of partitions) row[partition] = offset;
  return [topic, Array.from(row, offset => offset ?? null)];
}
