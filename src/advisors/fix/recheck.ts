/** Whether a fix has helped: the rules of what was done are asked again. */
import { setTimeout } from 'node:timers/promises';
import type { Cluster } from '../../kafka/index.ts';
import { type DoctorOptions, examineCluster } from '../doctor.ts';
import { type Finding, subjectText } from '../finding.ts';
import type { FixOutcome } from './apply.ts';

const TRIES = 5;
/** Other brokers than the one that was asked hear of a change in their own time. */
const BETWEEN_MS = 400;

/** The findings that were to be mended and are still there. */
export async function stillFound(
  cluster: Cluster,
  outcomes: readonly FixOutcome[],
  options: DoctorOptions,
): Promise<Finding[]> {
  const done = outcomes.filter(({ outcome }) => outcome === 'done');
  if (done.length === 0) return [];
  const only = [...new Set(done.map(({ rule }) => rule))];
  for (let tries = 1; ; tries++) {
    const { examination } = await examineCluster(cluster, { ...options, only, skip: undefined });
    const still = examination.findings.filter(({ rule, subject }) =>
      done.some(step => step.rule === rule && step.subject === subjectText(subject)),
    );
    if (still.length === 0 || tries === TRIES) return still;
    await setTimeout(BETWEEN_MS, undefined, { signal: options.signal });
  }
}
