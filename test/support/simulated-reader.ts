/** One partition with a writer and a reader that commits now and then, as samples see it: for tests of what is told from lag. */
import { pausesMs } from '../../src/advisors/evidence/sampling.ts';
import type { Point } from '../../src/advisors/lag/point.ts';
import { type Random, seededRandom } from './random.ts';

export interface Scene {
  /** Share of a second's records that are written in a second: 'bursts' write up to six times as much for some seconds, 'ramp' changes throughout. */
  readonly traffic: 'steady' | 'batches' | 'bursts' | 'ramp' | 'sine';
  readonly writtenPerSec: number;
  /** At most; records per record written on average. 0.97 is a deficit of 3 %. */
  readonly capacity: number;
  /** Between two commits; 0: after each poll. */
  readonly commitMs: number;
  readonly samples: number;
  readonly intervalMs: number;
}

const STEP_MS = 100;

/** What samples see; the first after half a minute and more. */
export function simulated(scene: Scene, seed: number): Point[] {
  const random = seededRandom(seed * 7919 + 13);
  const chance = () => random.below(1e6) / 1e6;
  const sampledAt = momentsOf(scene, chance);
  const written = writer(scene, random, sampledAt[0]!, sampledAt.at(-1)!);
  const pollMs = STEP_MS * (1 + random.below(5));
  let [end, position, committed] = [1000, 1000, 1000];
  let nextCommitMs = random.below(Math.max(1, scene.commitMs));
  const points: Point[] = [];
  for (let atMs = 0; points.length < sampledAt.length; atMs += STEP_MS) {
    end += written(atMs);
    if (atMs % pollMs === 0) {
      if (atMs >= nextCommitMs) {
        committed = Math.floor(position);
        nextCommitMs = atMs + scene.commitMs;
      }
      const most = ((scene.writtenPerSec * scene.capacity * pollMs) / 1000) * (0.8 + 0.4 * chance());
      position += Math.min(end - position, most);
    }
    while (points.length < sampledAt.length && atMs >= sampledAt[points.length]!)
      points.push({ atMs: sampledAt[points.length]!, committed, start: 0, end: Math.floor(end) });
  }
  return points;
}

/** Each sample takes a while, too. */
function momentsOf({ samples, intervalMs, commitMs }: Scene, chance: () => number): number[] {
  let atMs = 2 * commitMs + 20_000 + 20_000 * chance();
  const takesMs = 50 + 250 * chance();
  return [atMs, ...pausesMs(samples, intervalMs, chance).map(ms => (atMs += ms + takesMs + 60 * chance()))];
}

/** Records that are written in the step that begins at a time. */
function writer({ traffic, writtenPerSec }: Scene, random: Random, fromMs: number, toMs: number) {
  const chance = () => random.below(1e6) / 1e6;
  const perStep = (writtenPerSec * STEP_MS) / 1000;
  const periodMs = 20_000 + 200_000 * chance();
  const rampTo = 0.4 + 1.8 * chance();
  let [burstFromMs, burstToMs, level] = [random.below(40_000), 0, 1];
  let [heldBack, batchAtMs] = [0, 0];
  const batchMs = 100 + random.below(2000);
  return (atMs: number): number => {
    switch (traffic) {
      case 'steady':
        return perStep * (0.9 + 0.2 * chance());
      case 'batches':
        heldBack += perStep;
        if (atMs < batchAtMs) return 0;
        batchAtMs = atMs + batchMs * (0.5 + chance());
        return heldBack - (heldBack = 0);
      case 'bursts':
        if (atMs >= burstFromMs) {
          burstToMs = burstFromMs + 500 + random.below(8000);
          burstFromMs = burstToMs + 5000 + random.below(50_000);
          level = 2 + 4 * chance();
        }
        return perStep * (atMs < burstToMs ? level : 0.7);
      case 'ramp':
        return perStep * (1 + (rampTo - 1) * Math.max(0, (atMs - fromMs) / (toMs - fromMs)));
      case 'sine':
        return perStep * (1 + 0.6 * Math.sin((2 * Math.PI * atMs) / periodMs));
    }
  };
}
