/** The same cluster at several times: what a rule needs for a trend. */

export interface History {
  /** In order of time; the last is now, so there is always one. */
  readonly moments: readonly Moment[];
}

/** Small on purpose: a state file keeps many of them. */
export interface Moment {
  readonly atMs: number;
  /** By topic, in order of partition. */
  readonly topics: Readonly<Record<string, readonly PartitionMoment[]>>;
  readonly groups: Readonly<Record<string, GroupMoment>>;
  /** 'topic-partition' of those that are being reassigned. */
  readonly reassigning: readonly string[];
}

export interface PartitionMoment {
  readonly leader: number;
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  readonly start: number | null;
  readonly end: number | null;
}

export interface GroupMoment {
  readonly state: string;
  readonly members: number;
  /** By topic, in order of partition; null where nothing is committed. */
  readonly committed: Readonly<Record<string, readonly (number | null)[]>>;
}
