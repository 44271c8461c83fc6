/** How long the oldest unread record of a group has been waiting. */
import type { OldestUnread } from '../evidence/group-facts.ts';
import type { History } from '../evidence/history.ts';
import type { TopicSample } from '../evidence/topic-facts.ts';
import { mayBeMarker } from './markers.ts';
import type { Reading } from './reading.ts';

type Samples = Readonly<Record<string, TopicSample>>;

export interface Waiting {
  readonly partition: number;
  readonly ageMs: number;
}

/**
 * Ages by partition, the oldest first. A record's own time may be older than its arrival (relays and devices keep it): where an earlier moment
 * shows that the partition ended before the record, it has not waited longer than since then. What may be a marker does not wait.
 */
export function waitingOf(
  nowMs: number,
  oldestUnread: readonly OldestUnread[],
  { history, samples }: { readonly history?: History | undefined; readonly samples?: Samples | undefined } = {},
) {
  const byReader = Map.groupBy(oldestUnread, ({ group, topic }) => keyOf(group, topic));
  return ({ group, topic, positions }: Reading): Waiting[] => {
    const known = new Map(positions.map(each => [each.partition, each]));
    const waits = (partition: number) => known.has(partition) && !mayBeMarker(known.get(partition)!, samples?.[topic]);
    return (byReader.get(keyOf(group.group, topic)) ?? [])
      .filter(({ partition }) => waits(partition))
      .map(({ partition, timestampMs }) => ({
        partition,
        ageMs: Math.max(
          0,
          nowMs - Math.max(timestampMs, arrivedAfter(history, topic, partition, known.get(partition)!.committed)),
        ),
      }))
      .sort((a, b) => b.ageMs - a.ageMs);
  };
}

const keyOf = (group: string, topic: string) => `${group}\n${topic}`;

/** The last moment that the partition ended before that offset. */
function arrivedAfter(
  history: History | undefined,
  topic: string,
  partition: number,
  offset: number | undefined,
): number {
  if (offset === undefined) return Number.NEGATIVE_INFINITY;
  const before = history?.moments.findLast(({ topics }) => {
    const end = topics[topic]?.[partition]?.end ?? null;
    return end !== null && end <= offset;
  });
  return before?.atMs ?? Number.NEGATIVE_INFINITY;
}
