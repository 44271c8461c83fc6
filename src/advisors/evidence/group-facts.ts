/** What is known of consumer groups. */

export interface GroupFacts {
  readonly group: string;
  /** As Kafka names it: Stable, Empty, PreparingRebalance, CompletingRebalance, Assigning, Reconciling, Dead. */
  readonly state: string;
  readonly type: 'classic' | 'consumer';
  /** 'consumer' for groups of consumers; 'connect' and others for what uses groups otherwise. */
  readonly protocolType: string;
  /** Empty without members. */
  readonly assignor: string;
  readonly coordinator: number;
  readonly members: readonly MemberFacts[];
}

export interface MemberFacts {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  /** Topics subscribed to by name; null where the protocol does not show them. */
  readonly subscription: readonly string[] | null;
  readonly assignment: readonly TopicPartitions[];
}

export interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

export interface GroupOffsets {
  readonly group: string;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly offset: number }[];
  }[];
}

/** Found by ListOffsets alone, with a bisection over time: no record is read. */
export interface OldestUnread {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly timestampMs: number;
}
