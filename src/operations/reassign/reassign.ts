/** Partitions go where the plan says: started, waited for, taken back, and never with a throttle left behind. */
import { alterReassignments } from '../../kafka/admin/reassignments.ts';
import { type Cluster, KafkaError } from '../../kafka/index.ts';
import { Failure } from '../../lib/failure.ts';
import { keepForUndo, readForUndo } from '../undo-file.ts';
import type { Assignment } from './moves.ts';
import type { ReassignmentPlan } from './plan.ts';
import { arrived, type Moving, movingNow } from './progress.ts';
import { clearThrottle, setThrottle } from './throttle.ts';

/** Where the partitions are now, in a file as kafka-reassign-partitions.sh reads it too. */
export function keepAssignment({ topics, moves }: ReassignmentPlan): string {
  const partitions = moves.map(({ topic, partition, before }) => ({ topic, partition, replicas: before }));
  return keepForUndo(`reassign.${topics.join('.')}`, { version: 1, partitions });
}

/** Throws a Failure (code USAGE) when it is no such file. */
export const readAssignment = (file: string): Assignment[] =>
  readForUndo(file, content => {
    const { partitions } = content as { partitions?: unknown };
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
  /** Waits until all have arrived: without a throttle one may go away before. */
  readonly throttleBytesPerSec: number | undefined;
  readonly wait: boolean;
  readonly signal: AbortSignal;
  readonly onMoving: (moving: readonly Moving[]) => void;
}

/**
 * With a throttle it always waits, and takes back what has not arrived when the signal comes first: the moves would go on at full speed without it,
 * or slow the cluster down for good with it. The cluster must not be bound to that signal.
 */
export async function carryOut(cluster: Cluster, plan: ReassignmentPlan, options: CarryOptions): Promise<Carried> {
  const { throttleBytesPerSec, wait } = options;
  const isThrottled = throttleBytesPerSec !== undefined;
  const topics = [...new Set(plan.moves.map(({ topic }) => topic))];
  try {
    if (isThrottled) await setThrottle(cluster, plan.moves, throttleBytesPerSec);
    const wanted = plan.moves.map(({ topic, partition, after }) => ({ topic, partition, replicas: after }));
    await alterReassignments(cluster, wanted, { mayChangeFactor: plan.factorChanges });
    if (!wait && !isThrottled) return { outcome: 'begun' };
    if (await arrived(cluster, topics, options)) return { outcome: 'arrived' };
    if (!isThrottled) return { outcome: 'left moving' };
    await takeBack(cluster, topics);
    return { outcome: 'taken back' };
  } catch (error) {
    if (isThrottled) await takeBack(cluster, topics);
    throw error;
  } finally {
    if (isThrottled) await clearSurely(cluster, topics);
  }
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

async function clearSurely(cluster: Cluster, topics: readonly string[]): Promise<void> {
  try {
    await clearThrottle(cluster, topics);
  } catch (cause) {
    throw new Failure(`the throttle of ${topics.join(', ')} is still set: ${(cause as Error).message}`, {
      code: 'THROTTLE_LEFT',
      advice: `mq topic reassign ${topics.join(' ')} --status takes it away`,
      cause,
    });
  }
}
