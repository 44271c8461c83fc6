/**
 * Reading a topic as a member of a consumer group. kafkajs does what makes a member: joining, heartbeats, rebalances, commits with
 * the group's generation. Its own fetching is paused from the start, and fetchBatches reads what is assigned instead, because kafkajs
 * may show aborted records, stops for good at a batch that compaction emptied, and loses the order of headers.
 */
import type { Cluster } from './cluster.ts';
import { committedOffsets } from './committed-offsets.ts';
import { aborted } from './error.ts';
import { type FetchedBatches, fetchBatches } from './fetch.ts';
import { type Assignment, KafkajsMember } from './kafkajs-member.ts';
import { listOffsets } from './offsets.ts';

export interface JoinOptions {
  readonly group: string;
  readonly topic: string;
  /** Where to begin in a partition without a commit, or whose commit is outside of the log; 'latest'. */
  readonly from?: 'earliest' | 'latest' | undefined;
  readonly isolation?: 'read_uncommitted' | 'read_committed' | undefined;
  /** End when the partitions of an assignment are read to where they ended when it came; goes on without end otherwise. */
  readonly toEnd?: boolean | undefined;
  /** Called with the partitions of every assignment. */
  readonly onAssigned?: ((partitions: readonly number[]) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface AssignedBatches extends FetchedBatches {
  /** Records of the partition before this offset are done with. What is never said to be is never committed. */
  handled(nextOffset: number): void;
}

/**
 * Batches of the partitions assigned to this member. What is handled is committed: about once a second, before leaving, and as far
 * as a rebalance allows. What was not committed before a partition went to another member is read again there. Throws KafkaError,
 * ABORTED by the signal.
 */
export async function* joinGroup(
  cluster: Cluster,
  options: JoinOptions,
): AsyncGenerator<AssignedBatches, void, undefined> {
  const { group, topic, isolation, toEnd = false, signal = cluster.signal } = options;
  const member = await KafkajsMember.join(cluster.options, group, topic, signal);
  try {
    for (;;) {
      const assignment = await member.nextAssignment();
      options.onAssigned?.(assignment.partitions);
      const partitions = await startPositions(cluster, options, assignment.partitions);
      try {
        const reading = { topic, partitions, follow: true, isolation, signal: assignment.revoked };
        for await (const chunk of fetchBatches(cluster, reading)) {
          yield { ...chunk, handled: nextOffset => member.handled(assignment, chunk.partition, nextOffset) };
        }
        if (toEnd && !assignment.revoked.aborted) return;
        await member.revoked(assignment);
      } catch (error) {
        if (!assignment.revoked.aborted) throw error;
      }
      if (signal?.aborted) throw aborted(signal, `Reading ${topic} as a member of ${group}`);
    }
  } finally {
    await member.leave();
  }
}

export type { Assignment };

async function startPositions(
  cluster: Cluster,
  { group, topic, from = 'latest', toEnd, isolation, signal }: JoinOptions,
  partitions: readonly number[],
) {
  const ends = (at: 'earliest' | 'latest') =>
    listOffsets(
      cluster,
      topic,
      partitions.map(partition => ({ partition, at })),
      { isolation, signal },
    );
  const [committed, earliest, latest] = await Promise.all([
    committedOffsets(cluster, group, [topic], { signal }),
    ends('earliest'),
    ends('latest'),
  ]);
  return partitions.map((partition, i) => {
    const first = earliest[i]?.offset ?? 0;
    const end = latest[i]?.offset ?? 0;
    const offset = committed.get(topic)?.get(partition)?.offset;
    const usable = offset !== undefined && offset >= first && offset <= end;
    return { partition, from: usable ? offset : from === 'earliest' ? first : end, ...(toEnd ? { to: end } : {}) };
  });
}
