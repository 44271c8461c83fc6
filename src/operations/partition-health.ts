/** What is wrong with a partition, in the words of kafka-topics.sh (--unavailable-partitions, --under-replicated-partitions, …). Pure. */
import type { PartitionMetadata } from '../kafka/index.ts';

export type Trouble =
  | 'offline' // no leader: neither reads nor writes
  | 'under min ISR' // acks=all is refused
  | 'at min ISR' // one more replica lost and acks=all is refused
  | 'under-replicated'; // replicas are missing from the ISR

/** The worst first. `minInsyncReplicas` null: not known, not judged. */
export function troublesOf(partition: PartitionMetadata, minInsyncReplicas: number | null): Trouble[] {
  const { leader, replicas, isr } = partition;
  const troubles: Trouble[] = [];
  if (leader < 0) troubles.push('offline');
  if (minInsyncReplicas !== null) {
    if (isr.length < minInsyncReplicas) troubles.push('under min ISR');
    else if (isr.length === minInsyncReplicas && isr.length < replicas.length) troubles.push('at min ISR');
  }
  if (isr.length < replicas.length) troubles.push('under-replicated');
  return troubles;
}
