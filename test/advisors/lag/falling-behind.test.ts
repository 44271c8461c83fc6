import { describe, expect, it } from 'vitest';
import { fallingBehind } from '../../../src/advisors/lag/falling-behind.ts';
import { comparable } from '../../../src/advisors/lag/point.ts';
import { type Scene, simulated } from '../../support/simulated-reader.ts';

const autoCommit: Omit<Scene, 'samples' | 'intervalMs'> = {
  traffic: 'steady',
  writtenPerSec: 500,
  capacity: 2,
  commitMs: 5000,
};

const healthy: Readonly<Record<string, Partial<Scene>>> = {
  'that keeps up': {},
  'of batches': { traffic: 'batches' },
  'of bursts': { traffic: 'bursts', capacity: 4 },
  'of traffic that rises or falls': { traffic: 'ramp', capacity: 3 },
  'of traffic that goes up and down': { traffic: 'sine' },
  'of a quiet topic': { writtenPerSec: 2, capacity: 20 },
  'that only just keeps up': { capacity: 1.05 },
  'that commits every second': { commitMs: 1000 },
  'that commits every 10 s': { commitMs: 10_000 },
  'that commits every minute': { commitMs: 60_000 },
  'that commits after each poll': { commitMs: 0 },
};

const samplings: readonly (readonly [samples: number, intervalMs: number])[] = [
  [120, 1000],
  [12, 1000],
  [61, 2000],
  [12, 5000],
  [13, 10_000],
  [13, 30_000],
  [13, 60_000],
];

/** Of each kind; 2 of 19,800 were told of when so many were tried. */
const READERS = 15;

/** Of so many readers that differ by chance, those of which it is told. */
function told(scene: Scene, readers: number): number {
  const seeds = Array.from({ length: readers }, (_, seed) => seed);
  return seeds.filter(seed => fallingBehind(comparable(simulated(scene, seed))) > 0).length;
}

describe('falling behind', () => {
  it('is told of no more than one healthy reader in a thousand', () => {
    const alarms = Object.entries(healthy).flatMap(([reader, scene]) =>
      samplings.flatMap(([samples, intervalMs]) => {
        const count = told({ ...autoCommit, ...scene, samples, intervalMs }, READERS);
        return count === 0 ? [] : [`${count} of ${READERS} ${reader}, seen ${samples} times every ${intervalMs} ms`];
      }),
    );
    expect(alarms.length).toBeLessThanOrEqual((Object.keys(healthy).length * samplings.length * READERS) / 1000);
  });

  it.each([
    ['2 % too slow, seen every second for two minutes', 0.98, 120, 1000],
    ['3 % too slow, seen every two seconds for two minutes', 0.97, 61, 2000],
    ['3 % too slow, seen every ten seconds for four minutes', 0.97, 25, 10_000],
    ['2 % too slow, seen every minute for twelve', 0.98, 13, 60_000],
    ['10 % too slow, seen every ten seconds for two minutes', 0.9, 13, 10_000],
  ])('is told of a reader that is %s', (_, capacity, samples, intervalMs) => {
    expect(told({ ...autoCommit, capacity, samples, intervalMs }, 50)).toBeGreaterThanOrEqual(43);
  });

  it('is told of a reader with an old backlog that grows', () => {
    const scene = { ...autoCommit, capacity: 0.97, samples: 61, intervalMs: 2000 };
    const late = simulated(scene, 1).map(point => ({ ...point, end: point.end! + 1e6 }));
    expect(fallingBehind(comparable(late))).toBeGreaterThan(0);
  });

  it('goes by the moments of this run, however many days a state file remembers', () => {
    const now = simulated({ ...autoCommit, capacity: 0.95, samples: 61, intervalMs: 2000 }, 2);
    const days = Array.from({ length: 30 }, (_, i) => ({
      ...now[0]!,
      atMs: now[0]!.atMs - (30 - i) * 86_400_000,
      committed: i,
      end: i,
    }));
    expect(fallingBehind(comparable([...days, ...now]))).toBe(fallingBehind(comparable(now)));
    expect(fallingBehind(comparable(now))).toBeGreaterThan(0);
  });

  it('is as fast as what is written and not read', () => {
    const scene = { ...autoCommit, capacity: 0.9, samples: 121, intervalMs: 1000 };
    expect(fallingBehind(comparable(simulated(scene, 3)))).toBeCloseTo(50, -1);
  });
});
