/** The same cluster several times in one run, for rules that need a trend. */

import type { Cluster } from '../../kafka/index.ts';
import { sleep } from '../../kafka/retry.ts';
import { collectEvidence } from './collect/collect.ts';
import type { CollectOptions } from './collect/collection.ts';
import type { Moment } from './history.ts';

export interface Sampling {
  /** How many in all; the last is the examination itself. */
  readonly samples: number;
  /** On average. */
  readonly intervalMs: number;
  /** After each: what was seen so far, to be kept. */
  readonly onMoment?: (moment: Moment, taken: number) => void;
}

/** Two auto commits of Java's and librdkafka's consumers. */
const SPREAD_MS = 10_000;

/**
 * Samples at even distances drift against the commits of consumers, and show a lag that grows where none does. So each but the first and the
 * last is put off by chance, by as much as the interval or two auto commits; all together they take as long as without.
 */
export function pausesMs(samples: number, intervalMs: number, random: () => number = Math.random): number[] {
  const spread = Math.min(intervalMs, SPREAD_MS);
  const putOff = Array.from({ length: samples }, (_, i) => (i === 0 || i === samples - 1 ? 0.5 : random()) * spread);
  return putOff.slice(1).map((ms, i) => intervalMs + ms - putOff[i]!);
}

/** All moments but the last, each followed by a pause. */
export async function sampleMoments(
  cluster: Cluster,
  { samples, intervalMs, onMoment }: Sampling,
  options: Omit<CollectOptions, 'given'>,
): Promise<Moment[]> {
  const moments: Moment[] = [];
  for (const pauseMs of pausesMs(samples, intervalMs)) {
    const { kinds } = await collectEvidence(cluster, new Set(['history']), options);
    const moment = kinds.history?.moments.at(-1);
    if (moment === undefined) return moments; // the examination says why
    moments.push(moment);
    onMoment?.(moment, moments.length);
    await sleep(pauseMs, options.signal, 'Waiting for the next sample');
  }
  return moments;
}
