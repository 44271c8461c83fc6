/**
 * What a server-side assignor (KIP-848) is: a pure function from who wants what, and who had what so far, to who shall
 * have what. It knows neither epochs nor how members get from their present partitions to those of the new assignment.
 */
import type { TopicPartitions } from '../topic-partitions.ts';

export interface MemberSpec {
  readonly memberId: string;
  /** group.instance.id of a static member; it stays the same when the member comes back under another id. */
  readonly instanceId: string | null;
  /** Ids of topics; only such as exist. */
  readonly topicIds: ReadonlySet<string>;
  /** What the last assignment gave to the member. */
  readonly previous: TopicPartitions;
}

export interface GroupSpec {
  readonly members: readonly MemberSpec[];
  /** Whether all members subscribe to the same topics. */
  readonly isHomogeneous: boolean;
  partitionCount(topicId: string): number;
}

export interface Assignor {
  readonly name: string;
  /** The partitions of every member, by member id: each partition of a topic that somebody subscribes to, once. */
  assign(group: GroupSpec): ReadonlyMap<string, TopicPartitions>;
}
