/** What the server-side assignors do, in numbers. */
import { describe, expect, it } from 'vitest';
import type { Assignor, MemberSpec } from '../../../../src/broker/coordinator/group/assignor/assignor.ts';
import { range } from '../../../../src/broker/coordinator/group/assignor/range.ts';
import { uniform } from '../../../../src/broker/coordinator/group/assignor/uniform.ts';
import {
  count,
  NO_PARTITIONS,
  type TopicPartitions,
} from '../../../../src/broker/coordinator/group/topic-partitions.ts';
import { seededRandom } from '../../../support/random.ts';

type Topics = Record<string, number>;
type Assignment = ReadonlyMap<string, TopicPartitions>;

/** Members by id with the topics they subscribe to; without a list, to all. */
function assign(
  assignor: Assignor,
  topics: Topics,
  members: Record<string, string[] | undefined>,
  previous: Assignment = new Map(),
  instances: Record<string, string> = {},
): Assignment {
  const specs = Object.entries(members).map(
    ([memberId, subscribed]): MemberSpec => ({
      memberId,
      instanceId: instances[memberId] ?? null,
      topicIds: new Set(subscribed ?? Object.keys(topics)),
      previous: previous.get(memberId) ?? NO_PARTITIONS,
    }),
  );
  const isHomogeneous = Object.values(members).every(subscribed => subscribed === undefined);
  return assignor.assign({ members: specs, isHomogeneous, partitionCount: topicId => topics[topicId]! });
}

const sizes = (assignment: Assignment): Record<string, number> =>
  Object.fromEntries([...assignment].map(([memberId, partitions]) => [memberId, count(partitions)]));

const shown = (assignment: Assignment): Record<string, string> =>
  Object.fromEntries(
    [...assignment].map(([memberId, partitions]) => [
      memberId,
      [...partitions]
        .sort()
        .map(([topic, indexes]) => `${topic}:${[...indexes].sort((a, b) => a - b).join(',')}`)
        .join(' '),
    ]),
  );

/** How many partitions have another owner than before. */
function moved(before: Assignment, after: Assignment): number {
  let kept = 0;
  for (const [memberId, partitions] of before)
    for (const [topicId, indexes] of partitions)
      for (const index of indexes) if (after.get(memberId)?.get(topicId)?.has(index)) kept++;
  return [...after.values()].reduce((sum, partitions) => sum + count(partitions), 0) - kept;
}

const nothing = { a: undefined, b: undefined, c: undefined };
const tenTopics: Topics = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`t${i}`, 4]));

describe('range', () => {
  it('cuts each topic into contiguous pieces, in the order of member ids', () => {
    expect(shown(assign(range, { t1: 5, t2: 3 }, { b: undefined, a: undefined }))).toEqual({
      a: 't1:0,1,2 t2:0,1',
      b: 't1:3,4 t2:2',
    });
  });

  it('skews over many topics: what does not divide goes to the same members every time', () => {
    expect(sizes(assign(range, tenTopics, nothing))).toEqual({ a: 20, b: 10, c: 10 });
  });

  it('leaves members without anything when each topic has fewer partitions than members, however many topics there are', () => {
    const topics = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`t${i}`, 2]));
    expect(sizes(assign(range, topics, nothing))).toEqual({ a: 30, b: 30, c: 0 });
  });

  it('co-partitions topics of the same size', () => {
    const assignment = assign(range, { orders: 6, payments: 6 }, nothing);
    for (const partitions of assignment.values()) expect(partitions.get('orders')).toEqual(partitions.get('payments'));
  });

  it('moves half of all partitions when a member comes that sorts first, where a quarter would do', () => {
    const before = assign(range, { t: 12 }, { b: undefined, c: undefined, d: undefined });
    const after = assign(range, { t: 12 }, { a: undefined, b: undefined, c: undefined, d: undefined }, before);
    expect(moved(before, after)).toBe(6);
  });

  it('goes by instance ids, which outlive a restart', () => {
    const before = assign(range, { t: 4 }, { x: undefined, y: undefined }, new Map(), { x: 'i1', y: 'i2' });
    const after = assign(range, { t: 4 }, { z: undefined, y: undefined }, before, { z: 'i1', y: 'i2' });
    expect(shown(before)).toEqual({ x: 't:0,1', y: 't:2,3' });
    expect(shown(after)).toEqual({ z: 't:0,1', y: 't:2,3' });
  });

  it('gives to subscribers only', () => {
    expect(shown(assign(range, { t1: 4, t2: 2 }, { a: ['t1'], b: ['t1', 't2'], c: [] }))).toEqual({
      a: 't1:0,1',
      b: 't1:2,3 t2:0,1',
      c: '',
    });
  });
});

describe('uniform', () => {
  it('balances over all topics together, where range skews', () => {
    expect(Object.values(sizes(assign(uniform, tenTopics, nothing))).sort()).toEqual([13, 13, 14]);
  });

  it('is sticky: of 12 partitions a fourth member takes 3, one from each', () => {
    const before = assign(uniform, { t: 12 }, { b: undefined, c: undefined, d: undefined });
    const after = assign(uniform, { t: 12 }, { a: undefined, b: undefined, c: undefined, d: undefined }, before);
    expect(sizes(after)).toEqual({ a: 3, b: 3, c: 3, d: 3 });
    expect(moved(before, after)).toBe(3);
  });

  it('moves only what a member leaves behind', () => {
    const before = assign(uniform, { t: 12 }, nothing);
    const after = assign(uniform, { t: 12 }, { a: undefined, b: undefined }, before);
    expect(moved(before, after)).toBe(4);
  });

  it('leaves the extra partition with whoever has it', () => {
    const before: Assignment = new Map([
      ['a', new Map([['t', new Set([0])]])],
      ['b', new Map([['t', new Set([1, 2])]])],
    ]);
    expect(moved(before, assign(uniform, { t: 3 }, { a: undefined, b: undefined }, before))).toBe(0);
  });

  it('forgets partitions of topics that are no longer subscribed to', () => {
    const before = assign(uniform, { old: 4, t: 2 }, { a: undefined, b: undefined });
    expect(sizes(assign(uniform, { t: 2 }, { a: undefined, b: undefined }, before))).toEqual({ a: 1, b: 1 });
  });

  it('evens out overlapping subscriptions topic by topic: the subscribers of each differ by one at most', () => {
    const assignment = assign(uniform, { t1: 6, t2: 6 }, { a: ['t1'], b: ['t1', 't2'], c: ['t2'] });
    expect(sizes(assignment)).toEqual({ a: 3, b: 4, c: 5 });
  });

  it('moves partitions to a member that comes with a subscription of its own, and no more than that', () => {
    const before = assign(uniform, { t1: 6, t2: 6 }, { a: undefined, b: undefined });
    const after = assign(uniform, { t1: 6, t2: 6 }, { a: ['t1', 't2'], b: ['t1', 't2'], c: ['t1'] }, before);
    expect(sizes(after)).toEqual({ a: 4, b: 5, c: 3 });
    expect(moved(before, after)).toBe(4);
  });
});

describe.each([range, uniform])('$name', assignor => {
  const seeds = Array.from({ length: 200 }, (_, index) => index + 1);

  it('gives each partition that somebody subscribes to to exactly one subscriber, whatever was before', () => {
    for (const seed of seeds) {
      const random = seededRandom(seed);
      const topics = Object.fromEntries(
        Array.from({ length: 1 + random.below(4) }, (_, i) => [`t${i}`, 1 + random.below(9)]),
      );
      let previous: Assignment = new Map();
      for (let round = 0; round < 4; round++) {
        const same = random.chance(0.5);
        const ids = ['a', 'b', 'c', 'd', 'e', 'f'].filter(() => random.chance(0.6));
        const members = Object.fromEntries(
          ids.map(id => [id, same ? undefined : Object.keys(topics).filter(() => random.chance(0.6))]),
        );
        if (ids.length === 0) continue;
        previous = assign(assignor, topics, members, previous);
        check(previous, topics, members);
        for (const name of Object.keys(topics)) if (random.chance(0.2)) topics[name]! += random.below(3);
      }
    }
  });

  function check(assignment: Assignment, topics: Topics, members: Record<string, string[] | undefined>): void {
    const owned = new Set<string>();
    for (const [memberId, partitions] of assignment)
      for (const [topicId, indexes] of partitions)
        for (const index of indexes) {
          expect(members[memberId] ?? Object.keys(topics)).toContain(topicId);
          expect(index).toBeLessThan(topics[topicId]!);
          expect(owned).not.toContain(`${topicId}-${index}`);
          owned.add(`${topicId}-${index}`);
        }
    const wanted = new Set(Object.values(members).flatMap(subscribed => subscribed ?? Object.keys(topics)));
    expect(owned.size).toBe([...wanted].reduce((sum, topicId) => sum + topics[topicId]!, 0));
    const loads = [...assignment.values()].map(count);
    const isHomogeneous = Object.values(members).every(subscribed => subscribed === undefined);
    if (assignor === uniform && isHomogeneous) expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
  }
});
