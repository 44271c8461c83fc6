/** What replicas, min.insync.replicas and acks survive, counted in brokers. Pure. */

export type Acks = '0' | '1' | 'all';

export interface Choice {
  readonly replicationFactor: number;
  readonly minInSync: number;
  readonly acks: Acks;
}

/** What a choice survives, counted in brokers. */
export interface Survival extends Choice {
  /** That may be away while partitions take writes. */
  readonly forWrites: number;
  /** That may be lost for good at the worst moment without losing an acknowledged record. */
  readonly forDataWorst: number;
  /** The same while all replicas are in sync. */
  readonly forDataInSync: number;
  readonly isAsked: boolean;
}

/** The minimum in force: Kafka takes the number of replicas where it is less (3.7, Partition.effectiveMinIsr; seen on 4.1.1). */
const minimumInForce = ({ replicationFactor, minInSync }: Choice): number => Math.min(replicationFactor, minInSync);

export function survivalOf(choice: Choice): Omit<Survival, 'isAsked'> {
  const { replicationFactor, minInSync, acks } = choice;
  const waits = acks === 'all';
  const minimum = minimumInForce(choice);
  return {
    replicationFactor,
    minInSync,
    acks,
    forWrites: waits ? replicationFactor - minimum : replicationFactor - 1,
    forDataWorst: waits ? minimum - 1 : 0,
    forDataInSync: waits ? replicationFactor - 1 : 0,
  };
}
