/** The same cluster several times in one run, for rules that need a trend. */

import type { Cluster } from '../../kafka/index.ts';
import { sleep } from '../../kafka/retry.ts';
import { collectEvidence } from './collect/collect.ts';
import type { CollectOptions } from './collect/collection.ts';
import type { Moment } from './history.ts';

export interface Sampling {
  /** How many in all; the last is the examination itself. */
  readonly samples: number;
  readonly intervalMs: number;
  /** After each: what was seen so far, to be kept. */
  readonly onMoment?: (moment: Moment, taken: number) => void;
}

/** All moments but the last, each followed by the interval. */
export async function sampleMoments(
  cluster: Cluster,
  { samples, intervalMs, onMoment }: Sampling,
  options: Omit<CollectOptions, 'given'>,
): Promise<Moment[]> {
  const moments: Moment[] = [];
  while (moments.length < samples - 1) {
    const { kinds } = await collectEvidence(cluster, new Set(['history']), options);
    const moment = kinds.history?.moments.at(-1);
    if (moment === undefined) return moments; // the examination says why
    moments.push(moment);
    onMoment?.(moment, moments.length);
    await sleep(intervalMs, options.signal);
  }
  return moments;
}
