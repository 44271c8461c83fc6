/** Committed offsets by group, topic and partition (OffsetMetadataManager.Offsets). */

export interface CommittedOffset {
  readonly offset: number;
  /** −1 when the client did not say. */
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestampMs: number;
  /** Set by clients that ask for a retention of their own (OffsetCommit v2-4); undefined for the broker's. */
  readonly expireTimestampMs: number | undefined;
  /** The place of its record in the partition of `__consumer_offsets`: the later of two commits has the higher one. */
  readonly recordOffset: number;
}

export type OffsetsOfTopics = ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>>;

const none: OffsetsOfTopics = new Map();

export class OffsetStore {
  private readonly byGroup = new Map<string, Map<string, Map<number, CommittedOffset>>>();

  get groupIds(): Iterable<string> {
    return this.byGroup.keys();
  }

  of(groupId: string): OffsetsOfTopics {
    return this.byGroup.get(groupId) ?? none;
  }

  get(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.byGroup.get(groupId)?.get(topic)?.get(partition);
  }

  set(groupId: string, topic: string, partition: number, committed: CommittedOffset): void {
    let topics = this.byGroup.get(groupId);
    if (topics === undefined) this.byGroup.set(groupId, (topics = new Map()));
    let partitions = topics.get(topic);
    if (partitions === undefined) topics.set(topic, (partitions = new Map()));
    partitions.set(partition, committed);
  }

  delete(groupId: string, topic: string, partition: number): void {
    const topics = this.byGroup.get(groupId);
    const partitions = topics?.get(topic);
    if (topics === undefined || partitions === undefined) return;
    partitions.delete(partition);
    if (partitions.size === 0) topics.delete(topic);
    if (topics.size === 0) this.byGroup.delete(groupId);
  }
}
