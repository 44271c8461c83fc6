/** What a drain looks at before it plans: the group's backlog, the source, the target. Only types: gateway in, plain values out. */

export interface PartitionBacklog {
  readonly partition: number;
  readonly logStart: number;
  /** Null: the group has no commit here. */
  readonly committed: number | null;
  /** The last stable offset: records of open transactions are not part of the backlog yet. */
  readonly end: number;
  /** Timestamp of the first record of the backlog; null when it is empty. */
  readonly oldestMs: number | null;
  /** Estimate from the partition's size on disk; null when the cluster does not tell. */
  readonly bytes: number | null;
  /** Of the first records of the backlog: how many have no key, how many a key that Java's producer puts elsewhere. */
  readonly sample: { readonly records: number; readonly nullKeys: number; readonly misplaced: number };
}

export interface TopicFacts {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly internal: boolean;
  readonly config: ReadonlyMap<string, string>;
}

export interface DrainEvidence {
  readonly nowMs: number;
  readonly clusterId: string;
  readonly brokers: number;
  readonly source: TopicFacts;
  readonly group: { readonly id: string; readonly state: string; readonly members: number };
  readonly backlog: readonly PartitionBacklog[];
  /** Undefined: it does not exist yet. */
  readonly target: (TopicFacts & { readonly endOffsets: readonly number[] }) | undefined;
}
