import { describe, expect, it } from 'vitest';
import { pausesMs, sampleMoments } from '../../../src/advisors/evidence/sampling.ts';
import { type Cluster, KafkaError } from '../../../src/kafka/index.ts';
import { seededRandom } from '../../support/random.ts';

const random = seededRandom(7);
const chance = () => random.below(1e6) / 1e6;

describe('pauses between samples', () => {
  it('differ, and take as long together as even ones', () => {
    const pauses = pausesMs(13, 10_000, chance);
    expect(pauses).toHaveLength(12);
    expect(new Set(pauses).size).toBe(12);
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(120_000);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(20_000);
  });

  it('differ by two auto commits at most', () => {
    const pauses = pausesMs(100, 60_000, chance);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(50_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(70_000);
  });

  it('are the interval for two samples, and none for one', () => {
    expect(pausesMs(2, 30_000, chance)).toEqual([30_000]);
    expect(pausesMs(1, 30_000, chance)).toEqual([]);
  });

  it('say what they were for when somebody stops them', async () => {
    const stopping = new AbortController();
    const cluster = {
      metadata: async () => ({ topics: [] }),
      call: refuse,
      versionOf: async () => 1,
    } as unknown as Cluster;
    const sampling = sampleMoments(
      cluster,
      { samples: 2, intervalMs: 600_000, onMoment: () => stopping.abort() },
      { signal: stopping.signal },
    );
    await expect(sampling).rejects.toThrow(/^Waiting for the next sample: stopped/);
  });
});

const refuse = async () => {
  throw new KafkaError('SECURITY_DISABLED', 'no authorizer');
};
