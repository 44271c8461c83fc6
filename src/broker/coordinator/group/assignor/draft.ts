/** An assignment while it is being made: partitions are given to members and taken back. */
import type { TopicPartitions } from '../topic-partitions.ts';
import type { MemberSpec } from './assignor.ts';

export class Draft {
  private readonly byMember: Map<string, Map<string, Set<number>>>;

  /** Nobody has anything. */
  constructor(members: readonly MemberSpec[]) {
    this.byMember = new Map(members.map(({ memberId }) => [memberId, new Map()]));
  }

  give(memberId: string, topicId: string, partition: number): void {
    const topics = this.byMember.get(memberId)!;
    let partitions = topics.get(topicId);
    if (partitions === undefined) topics.set(topicId, (partitions = new Set()));
    partitions.add(partition);
  }

  take(memberId: string, topicId: string, partition: number): void {
    const topics = this.byMember.get(memberId)!;
    const partitions = topics.get(topicId)!;
    partitions.delete(partition);
    if (partitions.size === 0) topics.delete(topicId);
  }

  get assignment(): ReadonlyMap<string, TopicPartitions> {
    return this.byMember;
  }
}
