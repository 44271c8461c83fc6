/** The committed offsets of groups: read, and written from outside of the group. */
import { offsetCommit } from '../protocol/apis/08-offset-commit.ts';
import { offsetFetch } from '../protocol/apis/09-offset-fetch.ts';
import { offsetDelete } from '../protocol/apis/47-offset-delete.ts';
import type { Cluster } from './cluster.ts';
import { type KafkaError, raise, refusal, refuse } from './error.ts';

export interface CommittedOffset {
  /** The next offset to read. */
  readonly offset: number;
  /** −1 when not known. */
  readonly leaderEpoch: number;
  readonly metadata: string;
}

export interface OffsetToCommit {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to read. */
  readonly offset: number;
  readonly leaderEpoch?: number | undefined;
  readonly metadata?: string | undefined;
}

/** From v10 on both APIs name topics by id only. */
const BY_NAME = { maxVersion: 9 };

/** By topic and partition, of the topics named or of all; partitions without a commit are absent. */
export async function committedOffsets(
  cluster: Cluster,
  group: string,
  topics?: readonly string[],
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Map<string, Map<number, CommittedOffset>>> {
  const response = await cluster.call(
    offsetFetch,
    version => (version >= 8 ? { groups: [{ groupId: group, topics: null }] } : { groupId: group, topics: null }),
    { group },
    { ...options, ...BY_NAME, minVersion: 2 },
  );
  const found = response.groups[0] ?? response;
  refuse(found.errorCode, `Reading the offsets of group ${group}`);
  const failures: KafkaError[] = [];
  const byTopic = new Map<string, Map<number, CommittedOffset>>();
  for (const { name, partitions } of found.topics) {
    if (topics !== undefined && !topics.includes(name)) continue;
    const committed = new Map<number, CommittedOffset>();
    for (const { partitionIndex, errorCode, committedOffset, committedLeaderEpoch, metadata } of partitions) {
      const where = { topic: name, partition: partitionIndex };
      const failure = refusal(errorCode, `Reading the offset of group ${group} in ${name}-${partitionIndex}`, where);
      if (failure) failures.push(failure);
      else if (committedOffset >= 0) {
        committed.set(partitionIndex, {
          offset: committedOffset,
          leaderEpoch: committedLeaderEpoch,
          metadata: metadata ?? '',
        });
      }
    }
    if (committed.size > 0) byTopic.set(name, committed);
  }
  raise(failures);
  return byTopic;
}

/**
 * Commits as an outsider (no member, generation −1): brokers allow it while the group has no members and otherwise answer
 * UNKNOWN_MEMBER_ID, for each partition. Throws when any partition was refused, naming all that were.
 */
export async function commitOffsets(
  cluster: Cluster,
  group: string,
  offsets: readonly OffsetToCommit[],
  options: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  if (offsets.length === 0) return;
  const topics = [...Map.groupBy(offsets, ({ topic }) => topic)].map(([name, partitions]) => ({
    name,
    partitions: partitions.map(({ partition, offset, leaderEpoch = -1, metadata = '' }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedLeaderEpoch: leaderEpoch,
      committedMetadata: metadata,
    })),
  }));
  const body = { groupId: group, topics };
  const response = await cluster.call(offsetCommit, body, { group }, { ...options, ...BY_NAME });
  raise(
    response.topics.flatMap(({ name, partitions }) =>
      partitions.flatMap(
        ({ partitionIndex, errorCode }) => commitRefusal(group, name, partitionIndex, errorCode) ?? [],
      ),
    ),
  );
}

function commitRefusal(group: string, topic: string, partition: number, errorCode: number): KafkaError | undefined {
  const refused = refusal(errorCode, `Committing for group ${group} in ${topic}-${partition}`, { topic, partition });
  if (refused?.code !== 'UNKNOWN_MEMBER_ID') return refused;
  return refusal(
    errorCode,
    `Committing for group ${group} in ${topic}-${partition}`,
    { topic, partition, advice: 'stop the consumers of the group; one that died stays for its session timeout' },
    'the group has active members, so that only they may commit',
  );
}

/** Forgets commits, so that the group has none in these partitions (KIP-496). Throws when any partition was refused, naming all that were. */
export async function deleteOffsets(
  cluster: Cluster,
  group: string,
  partitions: readonly { readonly topic: string; readonly partition: number }[],
  options: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  if (partitions.length === 0) return;
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([name, ofTopic]) => ({
    name,
    partitions: ofTopic.map(({ partition }) => ({ partitionIndex: partition })),
  }));
  const what = (topic: string, partition: number) => `Deleting the commit of group ${group} in ${topic}-${partition}`;
  const response = await cluster.call(offsetDelete, { groupId: group, topics }, { group }, options);
  refuse(response.errorCode, `Deleting commits of group ${group}`);
  raise(
    response.topics.flatMap(({ name: topic, partitions }) =>
      partitions.flatMap(
        ({ partitionIndex: partition, errorCode }) =>
          refusal(errorCode, what(topic, partition), { topic, partition }) ?? [],
      ),
    ),
  );
}
