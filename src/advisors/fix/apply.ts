/** Safe changes made one at a time, each with its outcome; what was before is in a file before the first. */
import type { Cluster } from '../../kafka/index.ts';
import { elect, planPreferred } from '../../operations/elections.ts';
import type { Change } from '../finding.ts';
import { type KeptChange, keepFix } from './fix-file.ts';
import type { FixStep } from './plan.ts';
import { setValue, valueNow } from './settings.ts';

export interface FixOutcome extends FixStep {
  readonly outcome: 'done' | 'failed' | 'by hand' | 'not done';
  /** Why it failed. */
  readonly reason: string | undefined;
}

export interface Applied {
  readonly outcomes: readonly FixOutcome[];
  /** Null when nothing that was changed has a value to go back to. */
  readonly undo: string | null;
}

export const nothingDone = (step: FixStep): FixOutcome => ({
  ...step,
  outcome: step.changes.length > 0 ? 'not done' : 'by hand',
  reason: undefined,
});

/** A step that fails does not keep the others from being made: they are about other things. */
export async function applyFixes(
  cluster: Cluster,
  steps: readonly FixStep[],
  { signal }: { signal: AbortSignal },
): Promise<Applied> {
  const { clusterId } = await cluster.metadata([]);
  const kept = await keptBefore(
    cluster,
    steps.flatMap(({ changes }) => changes),
  );
  const undo = kept.length > 0 ? keepFix(clusterId, kept) : null;
  const outcomes: FixOutcome[] = [];
  for (const step of steps) outcomes.push(signal.aborted ? nothingDone(step) : await applied(cluster, step));
  return { outcomes, undo };
}

/** Leaders have no value to go back to: where they were is where the controller would move them away from. */
async function keptBefore(cluster: Cluster, changes: readonly Change[]): Promise<KeptChange[]> {
  const kept: KeptChange[] = [];
  for (const change of changes)
    if (change.type !== 'elect-preferred-leaders') kept.push({ ...change, before: await valueNow(cluster, change) });
  return kept;
}

async function applied(cluster: Cluster, step: FixStep): Promise<FixOutcome> {
  if (step.changes.length === 0) return nothingDone(step);
  try {
    for (const change of step.changes) await make(cluster, change);
    return { ...step, outcome: 'done', reason: undefined };
  } catch (error) {
    return { ...step, outcome: 'failed', reason: (error as Error).message };
  }
}

async function make(cluster: Cluster, change: Change): Promise<void> {
  if (change.type !== 'elect-preferred-leaders') return setValue(cluster, change, change.value);
  const wanted = new Set(change.partitions.map(({ topic, partition }) => `${topic}-${partition}`));
  const plans = (await planPreferred(cluster, {})).filter(each => wanted.has(`${each.topic}-${each.partition}`));
  const refused = (await elect(cluster, 'preferred', plans)).find(({ error }) => error !== undefined);
  if (refused?.error) throw refused.error;
}
