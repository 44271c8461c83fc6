import { describe, expect, it } from 'vitest';
import { type PlacementOrder, place } from '../../../src/operations/reassign/placement.ts';
import { type Random, seededRandom } from '../../support/random.ts';

const brokers = (count: number, racks: readonly string[] = []) =>
  Array.from({ length: count }, (_, i) => ({ nodeId: i + 1, rack: racks[i % Math.max(1, racks.length)] ?? null }));
const order = (given: Partial<PlacementOrder> & Pick<PlacementOrder, 'current' | 'targets'>): PlacementOrder => ({
  mayStay: [],
  load: new Map(),
  ...given,
});
const countsOf = (assignment: readonly (readonly number[])[]) =>
  [...Map.groupBy(assignment.flat(), broker => broker).values()].map(list => list.length).sort();
const leadersOf = (assignment: readonly (readonly number[])[]) => countsOf(assignment.map(([leader]) => [leader!]));
const moved = (before: readonly (readonly number[])[], after: readonly (readonly number[])[]) =>
  after.flatMap((replicas, p) => replicas.filter(broker => !before[p]!.includes(broker))).length;

const someOf = (brokers: number, count: number, random: Random): number[] => {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(1 + random.below(brokers));
  return [...chosen];
};

describe('the placement of replicas', () => {
  it('leaves what is right as it is', () => {
    const current = [
      [1, 2],
      [2, 3],
      [3, 1],
    ];
    expect(place(order({ current, targets: brokers(3) }))).toEqual(current);
  });

  it('adds replicas evenly and keeps who leads', () => {
    const current = [[1], [2], [3], [1], [2], [3]];
    const placed = place(order({ current, targets: brokers(3), replicationFactor: 2 }));
    expect(placed.map(([leader]) => leader)).toEqual([1, 2, 3, 1, 2, 3]);
    expect(countsOf(placed)).toEqual([4, 4, 4]);
    expect(moved(current, placed)).toBe(6);
  });

  it('takes replicas away from where there are most, never the preferred leader', () => {
    const current = [
      [1, 2, 3],
      [2, 1, 3],
      [1, 2, 4],
    ];
    const placed = place(order({ current, targets: brokers(4), replicationFactor: 2 }));
    expect(placed.every(replicas => replicas.length === 2)).toBe(true);
    expect(moved(current, placed)).toBe(0);
    expect(countsOf(placed).at(-1)).toBeLessThanOrEqual(2);
  });

  it('moves all of a broker that may not stay, and nothing else', () => {
    const current = [
      [1, 2],
      [2, 3],
      [3, 1],
    ];
    const placed = place(order({ current, targets: brokers(2) }));
    expect(placed).toEqual([
      [1, 2],
      [2, 1],
      [expect.any(Number), expect.any(Number)],
    ]);
    expect(moved(current, placed)).toBe(2);
  });

  it('gives a new broker its share', () => {
    const current = Array.from({ length: 12 }, (_, p) => [(p % 3) + 1, ((p + 1) % 3) + 1]);
    const placed = place(order({ current, targets: brokers(4) }));
    expect(countsOf(placed)).toEqual([6, 6, 6, 6]);
    expect(leadersOf(placed)).toEqual([3, 3, 3, 3]);
    expect(moved(current, placed)).toBe(6);
  });

  it('spreads a partition over racks, moving only what is too much in one', () => {
    const targets = brokers(6, ['a', 'b', 'c']); // 1 and 4 in a, 2 and 5 in b, 3 and 6 in c
    const placed = place(order({ current: [[1, 4, 2]], targets }));
    expect(placed[0]?.slice(0, 1)).toEqual([1]);
    expect(new Set(placed[0]?.map(broker => targets[broker - 1]?.rack)).size).toBe(3);
    expect(moved([[1, 4, 2]], placed)).toBe(1);
  });

  it('does not go by racks that only some brokers have', () => {
    const targets = [
      { nodeId: 1, rack: 'a' },
      { nodeId: 2, rack: 'a' },
      { nodeId: 3, rack: null },
    ];
    expect(place(order({ current: [[1, 2]], targets }))).toEqual([[1, 2]]);
  });

  it('lets replicas stay on a broker that is away, and puts none there', () => {
    const current = [[1, 9], [9, 2], [1]];
    const placed = place(order({ current, targets: brokers(2), mayStay: [9], replicationFactor: 2 }));
    expect(placed.slice(0, 2)).toEqual(current.slice(0, 2));
    expect(placed[2]).toEqual(expect.arrayContaining([1, 2]));
  });

  it('chooses the broker that has less of other topics when the topic has no preference', () => {
    const load = new Map([
      [1, 50],
      [2, 50],
      [3, 10],
    ]);
    expect(place(order({ current: [[1]], targets: brokers(3), replicationFactor: 2, load }))).toEqual([[1, 3]]);
  });

  it('is right for any cluster: size, no broker twice, only targets, racks, evenness', () => {
    const random = seededRandom(20261122);
    for (let round = 0; round < 200; round++) {
      const racks = ['a', 'b', 'c'].slice(0, random.below(4));
      const targets = brokers(1 + random.below(8), racks);
      const replicationFactor = 1 + random.below(targets.length);
      const current = Array.from({ length: 1 + random.below(29) }, () => someOf(10, 1 + random.below(3), random));
      const placed = place(order({ current, targets, replicationFactor }));
      for (const replicas of placed) {
        expect(replicas).toHaveLength(replicationFactor);
        expect(new Set(replicas).size).toBe(replicationFactor);
        expect(replicas.every(broker => broker <= targets.length)).toBe(true);
      }
      if (racks.length > 1) continue; // racks of different sizes may stand against evenness
      const counts = targets.map(({ nodeId }) => placed.flat().filter(broker => broker === nodeId).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      const leaders = targets.map(({ nodeId }) => placed.filter(([first]) => first === nodeId).length);
      expect(Math.max(...leaders) - Math.min(...leaders)).toBeLessThanOrEqual(1);
    }
  });
});
