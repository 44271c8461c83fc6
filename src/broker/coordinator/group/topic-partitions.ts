/** Partitions by topic id: what members own, are to own, and have to give up. Values are never changed, only replaced. */

export type TopicPartitions = ReadonlyMap<string, ReadonlySet<number>>;

/** As requests and records carry them. */
export type TopicPartitionsList = readonly { readonly topicId: string; readonly partitions: readonly number[] }[];

export const NO_PARTITIONS: TopicPartitions = new Map();

export function partitionsOf(list: TopicPartitionsList): TopicPartitions {
  const all = new Map<string, Set<number>>();
  for (const { topicId, partitions } of list) {
    const known = all.get(topicId) ?? new Set();
    for (const partition of partitions) known.add(partition);
    if (known.size > 0) all.set(topicId, known);
  }
  return all;
}

export const listOf = (all: TopicPartitions): { topicId: string; partitions: number[] }[] =>
  [...all].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions].sort((a, b) => a - b) }));

export const isSameSet = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean =>
  a === b || (a.size === b.size && [...a].every(item => b.has(item)));

/** Those that `keep` says yes to. */
export function select(all: TopicPartitions, keep: (topicId: string, partition: number) => boolean): TopicPartitions {
  const kept = new Map<string, ReadonlySet<number>>();
  for (const [topicId, partitions] of all) {
    const some = new Set([...partitions].filter(partition => keep(topicId, partition)));
    if (some.size > 0) kept.set(topicId, some);
  }
  return kept;
}

export const has = (all: TopicPartitions, topicId: string, partition: number): boolean =>
  all.get(topicId)?.has(partition) === true;

export const intersection = (a: TopicPartitions, b: TopicPartitions): TopicPartitions =>
  select(a, (topicId, partition) => has(b, topicId, partition));

export const without = (a: TopicPartitions, b: TopicPartitions): TopicPartitions =>
  select(a, (topicId, partition) => !has(b, topicId, partition));

export function union(a: TopicPartitions, b: TopicPartitions): TopicPartitions {
  const all = new Map(a);
  for (const [topicId, partitions] of b) all.set(topicId, new Set([...(all.get(topicId) ?? []), ...partitions]));
  return all;
}

export function isSubset(part: TopicPartitions, whole: TopicPartitions): boolean {
  for (const [topicId, partitions] of part)
    for (const partition of partitions) if (!has(whole, topicId, partition)) return false;
  return true;
}

export const isSame = (a: TopicPartitions, b: TopicPartitions): boolean =>
  a === b || (count(a) === count(b) && isSubset(a, b));

export function count(all: TopicPartitions): number {
  let sum = 0;
  for (const partitions of all.values()) sum += partitions.size;
  return sum;
}
