/** An examination that remembers: the moments of earlier runs in a file, those of this run, and now. */
import type { Cluster } from '../kafka/index.ts';
import { type DoctorOptions, type Examined, examineCluster } from './doctor.ts';
import type { Given } from './evidence/collect/collection.ts';
import type { Moment } from './evidence/history.ts';
import { sampleMoments } from './evidence/sampling.ts';
import { readState, writeState } from './evidence/state-file.ts';
import type { MetricSources } from './given/metrics.ts';

export interface OverTime extends Omit<DoctorOptions, 'given' | 'also'> {
  readonly given: Omit<Given, 'earlier'>;
  /** Where the metrics given are from, to be looked at again at the end. */
  readonly metrics?: MetricSources | undefined;
  /** The file of earlier runs, and of this one. */
  readonly state?: string | undefined;
  readonly samples: number;
  readonly intervalMs: number;
  readonly onSample?: (taken: number) => void;
}

/** Whatever interrupts it, the file keeps what was seen until then. */
export async function examineOverTime(cluster: Cluster, options: OverTime): Promise<Examined> {
  const { state, samples, intervalMs, onSample, given, metrics, ...judging } = options;
  const { clusterId } = await cluster.metadata([]);
  const remembered = state ? await readState(state, clusterId) : [];
  const remember = (moments: readonly Moment[]) => {
    if (state) writeState(state, clusterId, [...remembered, ...moments]);
  };
  const seen: Moment[] = [];
  const onMoment = (moment: Moment) => {
    seen.push(moment);
    remember(seen);
    onSample?.(seen.length);
  };
  const { topics, groups, signal } = options;
  await sampleMoments(cluster, { samples, intervalMs, onMoment }, { topics, groups, signal });
  const again = metrics && samples > 1 ? { metrics: await metrics.read() } : {};
  const answer = await examineCluster(cluster, {
    ...judging,
    given: { ...given, ...again, earlier: [...remembered, ...seen] },
    also: state ? ['history'] : [],
  });
  const now = answer.evidence.kinds.history?.moments.at(-1);
  if (now) remember([...seen, now]);
  onSample?.(samples);
  return answer;
}
