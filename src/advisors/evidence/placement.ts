/** Where replicas are, where they lead, and which of them are about to move. */
import type { PartitionFacts, ReassignmentFacts, TopicFacts } from './topic-facts.ts';

/** Replicas on each broker, of brokers that have any. */
export const replicasByBroker = (topics: readonly TopicFacts[]): Map<number, number> =>
  tally(topics, ({ replicas }) => replicas);

/** Partitions that each broker leads. */
export const leadersByBroker = (topics: readonly TopicFacts[]): Map<number, number> =>
  tally(topics, ({ leader }) => (leader < 0 ? [] : [leader]));

export function tally(
  topics: readonly TopicFacts[],
  brokersOf: (partition: PartitionFacts) => readonly number[],
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { partitions } of topics) {
    for (const partition of partitions) {
      for (const broker of brokersOf(partition)) counts.set(broker, (counts.get(broker) ?? 0) + 1);
    }
  }
  return counts;
}

/** Answers for a partition which of its replicas a reassignment is still adding; they are in `replicas` already, without being in sync. */
export function replicasComing(
  reassignments: readonly ReassignmentFacts[] | undefined,
): (topic: string, partition: number) => readonly number[] {
  const coming = new Map((reassignments ?? []).map(each => [`${each.topic}-${each.partition}`, each.adding]));
  return (topic, partition) => coming.get(`${topic}-${partition}`) ?? [];
}

/** The topics as they will be when reassignments are through, without the replicas that these take away. */
export function whenMoved(
  topics: readonly TopicFacts[],
  reassignments: readonly ReassignmentFacts[] | undefined,
): readonly TopicFacts[] {
  if (reassignments === undefined || reassignments.length === 0) return topics;
  const leaving = new Map(reassignments.map(each => [`${each.topic}-${each.partition}`, each.removing]));
  return topics.map(topic => ({
    ...topic,
    partitions: topic.partitions.map(partition => {
      const removing = leaving.get(`${topic.name}-${partition.partition}`) ?? [];
      return { ...partition, replicas: partition.replicas.filter(id => !removing.includes(id)) };
    }),
  }));
}

/** Copies of the partition that has fewest. */
export const replicationFactor = ({ partitions }: TopicFacts): number =>
  partitions.reduce((least, { replicas }) => Math.min(least, replicas.length), partitions[0]?.replicas.length ?? 0);
