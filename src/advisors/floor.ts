/** min.insync.replicas: how many replicas have to be in sync for a write with acks=all. */

import { counted } from '../lib/counted.ts';
import type { Configs } from './evidence/cluster-facts.ts';
import { numberOf } from './evidence/setting.ts';
import type { PartitionFacts } from './evidence/topic-facts.ts';

const KEY = 'min.insync.replicas';

/** What Kafka asks for since 3.7: never more than there are replicas, those that a reassignment adds included (Partition.effectiveMinIsr). */
export function floorInForce(configs: Configs | undefined, { replicas }: PartitionFacts): number | undefined {
  const floor = numberOf(configs, KEY);
  return floor === undefined ? undefined : Math.min(floor, replicas.length);
}

/**
 * Replicas that are added count as soon as they are announced: a topic with fewer than its floor refuses writes until enough have arrived (seen
 * on 4.1.1). A sentence for the advice to add them, with a space before it; nothing where writes go on.
 */
export function refusedWhileCopying(configs: Configs | undefined, replicas: number): string {
  const floor = numberOf(configs, KEY);
  if (floor === undefined || floor <= replicas) return '';
  return ` Until ${floor} are in sync, producers with acks=all are refused: the new replicas count at once against ${KEY}=${floor}. To spare them, set it to ${replicas} on the topic before, and back when all have arrived.`;
}

/** 'min.insync.replicas is 2', and what is in force where that is less. */
export const floorText = (configs: Configs | undefined, inForce: number): string => {
  const floor = numberOf(configs, KEY);
  return `${KEY} is ${floor}${floor === inForce ? '' : `, of ${counted(inForce, 'replica')}`}`;
};
