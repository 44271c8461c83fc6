/** How much topics hold, by the log directories of the brokers that lead their partitions. */
import type { LogDirFacts } from './cluster-facts.ts';
import type { TopicFacts } from './topic-facts.ts';

/** Bytes of each partition by topic, in order of partition, one replica of each; 0 where the leader's directory is not known. */
export function bytesByTopic(
  topics: readonly TopicFacts[],
  logDirs: readonly LogDirFacts[],
): Map<string, readonly number[]> {
  const found = new Map<string, number>();
  for (const { node, replicas } of logDirs)
    for (const { topic, partition, sizeBytes } of replicas) found.set(`${node} ${topic} ${partition}`, sizeBytes);
  return new Map(
    topics.map(({ name, partitions }) => [
      name,
      partitions.map(({ leader, partition }) => found.get(`${leader} ${name} ${partition}`) ?? 0),
    ]),
  );
}

export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
