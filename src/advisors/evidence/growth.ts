/** Topics that have other numbers of partitions now than at an earlier moment. */
import type { History } from './history.ts';
import type { TopicFacts } from './topic-facts.ts';

export interface Growth {
  readonly topic: string;
  readonly from: number;
  readonly to: number;
  /** The last moment that saw fewer. */
  readonly seenMs: number;
}

/** The latest change of each. A topic whose ends went back was deleted and made again: it has not grown. */
export function grownTopics(topics: readonly TopicFacts[], { moments }: History): Growth[] {
  return topics.flatMap(({ name, partitions }) => {
    const to = partitions.length;
    const before = moments.findLast(moment => {
      const then = moment.topics[name];
      return then !== undefined && then.length > 0 && then.length < to;
    });
    if (before === undefined) return [];
    const then = before.topics[name]!;
    const now = moments.at(-1)!.topics[name] ?? [];
    const madeAgain = then.some(({ end }, partition) => end !== null && (now[partition]?.end ?? end) < end);
    return madeAgain ? [] : [{ topic: name, from: then.length, to, seenMs: before.atMs }];
  });
}
