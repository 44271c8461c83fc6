/** A hundred thousand requests that are a little wrong: each is answered or refused, none makes the broker fail, and memory stays. */
import { describe, expect, it } from 'vitest';
import { fuzz, fuzzConfigs } from '../support/fuzz/fuzz.ts';
import { inventedSeeds, recordedSeeds } from '../support/fuzz/seeds.ts';

const FRAMES = 100_000;

describe('requests of real clients, spoilt', { timeout: 240_000 }, () => {
  it('are answered so that a client can read it, or refused', async () => {
    const recorded = recordedSeeds();
    const seeds = [...recorded, ...recorded, ...recorded, ...inventedSeeds()];
    const told: string[] = [];
    let answers = 0;
    let heapBytes = 0;
    for (const [broker, config] of fuzzConfigs.entries()) {
      const result = await fuzz({ seeds, frames: FRAMES / fuzzConfigs.length, seed: 2026 + broker, config });
      answers += result.answers;
      for (const { frame, error } of result.findings)
        told.push(`${(error as Error).stack ?? error}\n  frame ${frame.toString('base64')}`);
      if (broker === 0) heapBytes = process.memoryUsage().heapTotal;
    }
    expect(told.slice(0, 5)).toEqual([]);
    expect(answers).toBeGreaterThan(FRAMES / 3); // else they would try nothing but the decoder
    expect(process.memoryUsage().heapTotal).toBeLessThan(heapBytes + 300 * 1024 * 1024);
  });
});
