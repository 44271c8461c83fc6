/** How long the oldest record that a group has yet to read has been there, where there is lag: found in ListOffsets, no record is read. */
import { lookUpOffsets } from '../../../kafka/offset-lookups.ts';
import type { PartitionOffsets } from '../topic-facts.ts';
import type { Collection, Collector } from './collection.ts';
import { isFound, narrowed, nextTimeMs, type Search, search } from './search-by-time.ts';

/** Each costs a broker a handful of index lookups. */
const MOST_SEARCHED = 5_000;
/** Halving a hundred years down to a second takes thirty-two. */
const MOST_ROUNDS = 40;

interface Target {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  readonly search: Search;
}

export const oldestUnread: Collector<'oldestUnread'> = {
  permission: 'DESCRIBE on topic',
  async collect(run) {
    const targets = await lagging(run, Date.now());
    if (targets.length > MOST_SEARCHED) {
      const needs = '--group NAME or --topic NAME';
      const subject = `${targets.length - MOST_SEARCHED} of ${targets.length} partitions with lag`;
      run.missing.push({ kind: 'oldestUnread', subject, reason: 'too many to look all up', needs });
    }
    const done = await settle(run, targets.slice(0, MOST_SEARCHED));
    return done.flatMap(({ group, topic, partition, search: { knownMs } }) =>
      knownMs === null ? [] : [{ group, topic, partition, timestampMs: knownMs }],
    );
  },
};

/** Where a group has yet to read something, from the log start on when what it would read next is gone. */
async function lagging(run: Collection, nowMs: number): Promise<Target[]> {
  const [topics, committed, offsets] = await Promise.all([
    run.need('topics'),
    run.need('committed'),
    run.need('offsets'),
  ]);
  const leaders = new Map(topics.map(({ name, partitions }) => [name, partitions]));
  return committed.flatMap(({ group, topics }) =>
    topics.flatMap(({ topic, partitions }) =>
      partitions.flatMap(({ partition, offset }): Target[] => {
        const ends: PartitionOffsets | undefined = offsets[topic]?.[partition];
        const leader = leaders.get(topic)?.[partition]?.leader ?? -1;
        if (ends === undefined || ends.start === null || ends.end === null || leader < 0) return [];
        const next = Math.max(offset, ends.start);
        return next < ends.end ? [{ group, topic, partition, leader, search: search(next, nowMs) }] : [];
      }),
    ),
  );
}

/** Narrows all searches side by side, a round of requests at a time. A partition that fails meanwhile stays unknown. */
async function settle(run: Collection, targets: readonly Target[]): Promise<readonly Target[]> {
  let all = targets;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const open = all.filter(({ search }) => !isFound(search));
    if (open.length === 0) break;
    const answers = await lookUpOffsets(
      run.cluster,
      open.map(({ topic, partition, leader, search }) => ({
        topic,
        partition,
        leader,
        timestamp: nextTimeMs(search),
      })),
      run.request,
    );
    const after = new Map(open.map((target, at) => [target, narrowed(target.search, answers[at]!)]));
    all = all.map(target => ({ ...target, search: after.get(target) ?? target.search }));
  }
  return all;
}
