/** Taking a fix back: values as they were, the last change first, unless somebody has changed them since. */
import type { Cluster } from '../../kafka/index.ts';
import { Failure } from '../../lib/failure.ts';
import type { FixFile, KeptChange } from './fix-file.ts';
import { setValue, valueNow } from './settings.ts';

export interface UndoStep {
  readonly change: KeptChange;
  /** Set for the thing itself; null when nothing is. */
  readonly now: string | null;
  readonly state: 'to be taken back' | 'is so already' | 'changed since';
}

/** Throws a Failure (code USAGE) when the file is about another cluster. */
export async function planUndo(cluster: Cluster, { clusterId, changes }: FixFile): Promise<UndoStep[]> {
  const here = (await cluster.metadata([])).clusterId;
  if (here !== clusterId)
    throw new Failure(`the fix was made on cluster ${clusterId}, and this is ${here}`, {
      code: 'USAGE',
      where: '--undo',
    });
  const steps: UndoStep[] = [];
  for (const change of changes.toReversed()) {
    const now = await valueNow(cluster, change);
    steps.push({ change, now, state: stateOf(change, now) });
  }
  return steps;
}

function stateOf({ before, value }: KeptChange, now: string | null): UndoStep['state'] {
  if (now === before) return 'is so already';
  return now === value ? 'to be taken back' : 'changed since';
}

/** Throws a Failure before anything is changed when a value is neither the one before nor the one that was set, unless forced. */
export function requireUntouched(steps: readonly UndoStep[], { force }: { force: boolean }): void {
  const touched = steps.filter(({ state }) => state === 'changed since');
  if (touched.length === 0 || force) return;
  const [first] = touched;
  const others = touched.length > 1 ? ` (and ${touched.length - 1} more)` : '';
  throw new Failure(
    `${first!.change.key} of ${thingText(first!.change)} has been changed since, to ${first!.now ?? 'its default'}${others}; nothing was taken back`,
    { code: 'REFUSED', where: thingText(first!.change), advice: '--force takes it back all the same' },
  );
}

export async function undoFix(cluster: Cluster, steps: readonly UndoStep[]): Promise<void> {
  for (const { change, state } of steps) if (state !== 'is so already') await setValue(cluster, change, change.before);
}

export const thingText = (change: KeptChange): string => {
  if (change.type === 'set-topic-config') return `topic ${change.topic}`;
  return change.broker === '' ? 'all brokers' : `broker ${change.broker}`;
};
