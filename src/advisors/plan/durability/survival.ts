/** What replicas, min.insync.replicas and acks survive, counted in brokers. Pure. */

export type Acks = '0' | '1' | 'all';

export interface Choice {
  readonly replicationFactor: number;
  readonly minInSync: number;
  readonly acks: Acks;
}

/** What a choice survives, counted in brokers. */
export interface Survival extends Choice {
  /** That may be away while partitions take writes; −1 when none are ever taken. */
  readonly forWrites: number;
  /** That may be lost for good at the worst moment without losing an acknowledged record. */
  readonly forDataWorst: number;
  /** The same while all replicas are in sync. */
  readonly forDataInSync: number;
  readonly isAsked: boolean;
}

export function survivalOf({ replicationFactor: factor, minInSync, acks }: Choice): Omit<Survival, 'isAsked'> {
  const waits = acks === 'all';
  return {
    replicationFactor: factor,
    minInSync,
    acks,
    forWrites: waits ? Math.max(-1, factor - minInSync) : factor - 1,
    forDataWorst: waits ? Math.min(minInSync, factor) - 1 : 0,
    forDataInSync: waits ? factor - 1 : 0,
  };
}
