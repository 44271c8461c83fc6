/** Consumer groups as an operator sees them: who is in them, and how far behind they are. */

import { type CommittedOffset, committedOffsets } from '../kafka/committed-offsets.ts';
import { batchesOf, describeBatch } from '../kafka/group-batches.ts';
import { type DescribedGroup, describeGroup, type GroupMember, listGroups as listAllGroups } from '../kafka/groups.ts';
import type { Cluster, TopicMetadata } from '../kafka/index.ts';
import { listOffsets } from '../kafka/offsets.ts';
import { CONSUMER_PROTOCOL_TYPE } from '../protocol/consumer-protocol.ts';
import { unknownGroup } from './unknown-group.ts';

export interface GroupSummary {
  group: string;
  /** Null where the broker does not say. */
  state: string | null;
  type: string | null;
  protocolType: string;
  /** Null for groups of the streams protocol. */
  members: number | null;
  coordinator: number;
}

export interface GroupDescription {
  group: string;
  state: string;
  type: DescribedGroup['type'];
  protocolType: string;
  assignor: string | null;
  coordinator: number;
  members: GroupMember[];
  partitions: GroupPartition[];
  /** Null when nothing was ever committed. */
  totalLag: number | null;
}

export interface GroupPartition {
  topic: string;
  partition: number;
  /** The next offset the group will read; null when it never committed one here. */
  committed: number | null;
  /** Null while the partition has no leader, or when the topic is gone. */
  end: number | null;
  lag: number | null;
  /** Of the member that the partition is assigned to. */
  memberId: string | null;
  clientId: string | null;
  host: string | null;
}

export async function listGroups(cluster: Cluster): Promise<GroupSummary[]> {
  const groups = await listAllGroups(cluster);
  const answers = await Promise.all(batchesOf(groups).map(batch => describeBatch(cluster, batch)));
  const members = new Map(
    answers.flatMap(({ found }) => found.map(({ group, members }) => [group, members.length] as const)),
  );
  return groups.map(({ group, state, type, protocolType, coordinator }) => ({
    group,
    state: state || null,
    type: type || null,
    protocolType,
    members: members.get(group) ?? null,
    coordinator,
  }));
}

/** Throws Failure GROUP_ID_NOT_FOUND. */
export async function describeGroupLag(cluster: Cluster, name: string): Promise<GroupDescription> {
  // Offsets only grow: read committed before end, no lag can come out negative.
  const [group, committed] = await Promise.all([describeGroup(cluster, name), committedOffsets(cluster, name)]);
  if (group.state === 'Dead') throw await unknownGroup(cluster, name);
  const whole = topicsReadBy(group, committed);
  const assigned = group.members.flatMap(({ assignment }) => assignment.map(({ topic }) => topic));
  const topics = await topicsNamed(cluster, [...committed.keys(), ...assigned, ...whole]);
  const rows = rowsOf(
    group,
    committed,
    topics.filter(({ name }) => whole.includes(name)),
  );
  const ends = await endOffsets(cluster, rows, topics);
  const partitions = rows.map(row => withLag(row, ends.get(row.topic)?.get(row.partition) ?? null));
  const lags = partitions.flatMap(({ lag }) => lag ?? []);
  return {
    group: name,
    state: group.state,
    type: group.type,
    protocolType: group.protocolType,
    assignor: group.assignor || null,
    coordinator: group.coordinator,
    members: group.members.map(member => ({ ...member, host: member.host.replace(/^\//, '') })),
    partitions,
    totalLag: lags.length > 0 ? lags.reduce((sum, lag) => sum + lag, 0) : null,
  };
}

type Commits = Map<string, Map<number, CommittedOffset>>;

/**
 * Topics of which the group reads every partition: those of its members; without members, where it has committed. Who commits without
 * subscribing (`assign`) reads single partitions, and has no protocol type.
 */
function topicsReadBy({ protocolType, members }: DescribedGroup, committed: Commits): string[] {
  if (protocolType !== CONSUMER_PROTOCOL_TYPE) return [];
  if (members.length === 0) return [...committed.keys()];
  return members.flatMap(({ subscription, assignment }) => subscription ?? assignment.map(({ topic }) => topic));
}

/** A topic may be gone while its commits live on: it has no partitions here then. */
async function topicsNamed(cluster: Cluster, names: readonly string[]): Promise<readonly TopicMetadata[]> {
  const unique = [...new Set(names)];
  return unique.length === 0 ? [] : (await cluster.metadata(unique)).topics;
}

type Row = Omit<GroupPartition, 'end' | 'lag'>;

/** Every partition with a commit or a member, and all of what the group reads whole; by topic and partition. */
function rowsOf(group: DescribedGroup, committed: Commits, whole: readonly TopicMetadata[]): Row[] {
  const rows = new Map<string, Row>();
  const rowAt = (topic: string, partition: number): Row => {
    const key = `${topic}\0${partition}`;
    const row = rows.get(key) ?? { topic, partition, committed: null, memberId: null, clientId: null, host: null };
    rows.set(key, row);
    return row;
  };
  for (const { name, partitions } of whole) for (const { partition } of partitions) rowAt(name, partition);
  for (const [topic, partitions] of committed) {
    for (const [partition, { offset }] of partitions) rowAt(topic, partition).committed = offset;
  }
  for (const { memberId, clientId, host, assignment } of group.members) {
    for (const { topic, partitions } of assignment) {
      for (const partition of partitions)
        Object.assign(rowAt(topic, partition), { memberId, clientId, host: host.replace(/^\//, '') });
    }
  }
  return [...rows.values()].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  );
}

/** Partitions that nobody leads cannot be asked. */
async function endOffsets(
  cluster: Cluster,
  rows: readonly Row[],
  topics: readonly TopicMetadata[],
): Promise<Map<string, Map<number, number | null>>> {
  const ends = await Promise.all(
    topics.map(async ({ name, partitions }) => {
      const wanted = rows
        .filter(({ topic, partition }) => topic === name && (partitions[partition]?.leader ?? -1) >= 0)
        .map(({ partition }) => ({ partition, at: 'latest' as const }));
      const offsets = await listOffsets(cluster, name, wanted);
      return [name, new Map(offsets.map(({ partition, offset }) => [partition, offset]))] as const;
    }),
  );
  return new Map(ends);
}

function withLag(row: Row, end: number | null): GroupPartition {
  const lag = row.committed === null || end === null ? null : Math.max(0, end - row.committed);
  const { topic, partition, committed, memberId, clientId, host } = row;
  return { topic, partition, committed, end, lag, memberId, clientId, host };
}
