/** Partitions go where the plan says: started, waited for, taken back, and never with a throttle left behind. */
import { alterReassignments } from '../../kafka/admin/reassignments.ts';
import { type Cluster, KafkaError } from '../../kafka/index.ts';
import { Failure } from '../../lib/failure.ts';
import { keepForUndo, readForUndo } from '../undo-file.ts';
import { batchesOf } from './batches.ts';
import type { Assignment, Move } from './moves.ts';
import type { ReassignmentPlan } from './plan.ts';
import { arrived, type Moving, movingNow } from './progress.ts';
import { clearThrottle, setThrottle } from './throttle.ts';

/** Where the partitions are now, in a file as kafka-reassign-partitions.sh reads it too. */
export function keepAssignment({ topics, moves }: ReassignmentPlan): string {
  const partitions = moves.map(({ topic, partition, before }) => ({ topic, partition, replicas: before }));
  return keepForUndo(
    `reassign.${topics.join('.')}`,
    'json',
    `${JSON.stringify({ version: 1, partitions }, null, 2)}\n`,
  );
}

/** Throws a Failure (code USAGE) when it is no such file. */
export const readAssignment = (file: string): Assignment[] =>
  readForUndo(file, text => {
    const { partitions } = JSON.parse(text) as { partitions?: unknown };
    if (!Array.isArray(partitions) || partitions.length === 0) throw new Error('it has no list of partitions');
    for (const { topic, partition, replicas } of partitions)
      if (
        typeof topic !== 'string' ||
        !Number.isInteger(partition) ||
        !Array.isArray(replicas) ||
        replicas.length === 0
      )
        throw new Error('a partition needs topic, partition and replicas');
    return partitions;
  });

export interface Carried {
  readonly outcome: 'begun' | 'arrived' | 'taken back' | 'left moving';
}

export interface CarryOptions {
  readonly throttleBytesPerSec: number | undefined;
  /** Until all have arrived; goes without saying with a throttle. */
  readonly wait: boolean;
  readonly signal: AbortSignal;
  readonly onCopied: (bytes: number) => void;
}

/**
 * With a throttle it always waits, and takes back what has not arrived when the signal comes first: the moves would go on at full speed without it,
 * or slow the cluster down for good with it. The cluster must not be bound to that signal.
 */
export async function carryOut(cluster: Cluster, plan: ReassignmentPlan, options: CarryOptions): Promise<Carried> {
  const { throttleBytesPerSec, wait } = options;
  const topics = [...new Set(plan.moves.map(({ topic }) => topic))];
  const begin = (moves: readonly Move[]) =>
    alterReassignments(
      cluster,
      moves.map(({ topic, partition, after }) => ({ topic, partition, replicas: after })),
      { mayChangeFactor: plan.factorChanges },
    );
  if (throttleBytesPerSec === undefined && !wait) {
    await begin(plan.moves);
    return { outcome: 'begun' };
  }
  if (throttleBytesPerSec === undefined) {
    const all = await oneBatchAfterTheOther(cluster, plan, begin, options);
    return { outcome: all ? 'arrived' : 'left moving' };
  }
  const throttled = async (): Promise<Carried> => {
    await setThrottle(cluster, plan.moves, throttleBytesPerSec);
    return { outcome: (await oneBatchAfterTheOther(cluster, plan, begin, options)) ? 'arrived' : 'taken back' };
  };
  const result = await throttled().catch((failure: Error) => ({ failure }));
  await leaveClean(cluster, topics, 'failure' in result ? result.failure : undefined);
  if ('failure' in result) throw result.failure;
  return result;
}

/** Nothing moves and no throttle is left afterwards, or a Failure says what is. */
async function leaveClean(cluster: Cluster, topics: readonly string[], failure: Error | undefined): Promise<void> {
  try {
    await takeBack(cluster, topics);
    await clearThrottle(cluster, topics);
  } catch (cause) {
    const first = failure === undefined ? '' : `${failure.message}; and `;
    throw new Failure(`${first}the throttle of ${topics.join(', ')} may still be set: ${(cause as Error).message}`, {
      code: 'THROTTLE_LEFT',
      advice: `mq topic reassign ${topics.join(' ')} --cancel takes both away`,
      cause,
    });
  }
}

/** Resolves with whether all have arrived before the signal came. */
async function oneBatchAfterTheOther(
  cluster: Cluster,
  { moves }: ReassignmentPlan,
  begin: (moves: readonly Move[]) => Promise<void>,
  { signal, onCopied }: CarryOptions,
): Promise<boolean> {
  let copied = 0;
  for (const batch of batchesOf(moves)) {
    const bytes = batch.reduce((sum, move) => sum + move.bytes, 0);
    const topics = [...new Set(batch.map(({ topic }) => topic))];
    const onMoving = (moving: readonly Moving[]) => {
      const left = moving.reduce((sum, { copiedBytes, totalBytes }) => sum + totalBytes - copiedBytes, 0);
      onCopied(copied + Math.max(0, bytes - left));
    };
    await begin(batch);
    if (!(await arrived(cluster, topics, { signal, onMoving }))) return false;
    copied += bytes;
  }
  return true;
}

/** What has not arrived stays where it was; resolves with it. */
export async function takeBack(cluster: Cluster, topics: readonly string[]): Promise<Moving[]> {
  const moving = await movingNow(cluster, topics);
  const back = moving.map(({ topic, partition }) => ({ topic, partition, replicas: null }));
  if (back.length > 0) await alterReassignments(cluster, back).catch(hasArrivedMeanwhile);
  return moving;
}

function hasArrivedMeanwhile(error: unknown): void {
  const failures = error instanceof KafkaError && error.failures.length > 0 ? error.failures : [error];
  if (!failures.every(each => each instanceof KafkaError && each.code === 'NO_REASSIGNMENT_IN_PROGRESS')) throw error;
}
