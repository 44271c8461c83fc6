/**
 * `uniform` when members subscribe to different topics: nobody's share can be computed beforehand, so partitions are handed
 * out to whoever has least, and then moved from the fullest to the emptiest until that helps no more (Kafka's
 * UniformHeterogeneousAssignmentBuilder).
 */
import type { TopicPartitions } from '../topic-partitions.ts';
import type { GroupSpec, MemberSpec } from './assignor.ts';
import { Draft } from './draft.ts';

/** Overlapping subscriptions may take many rounds of moving to settle; each about halves what is uneven. */
const MAX_ROUNDS = 16;

export function assignMixedTopics(group: GroupSpec): ReadonlyMap<string, TopicPartitions> {
  return new MixedTopics(group).assign();
}

class MixedTopics {
  private readonly members: readonly MemberSpec[];
  private readonly partitionCount: (topicId: string) => number;
  private readonly draft: Draft;
  /** How many partitions each member has, by its index in `members`. */
  private readonly load: number[];
  /** Indexes of the members that subscribe to a topic. */
  private readonly subscribers = new Map<string, number[]>();
  /** The index of the owner of each partition of a topic, −1 for nobody. */
  private readonly owners = new Map<string, number[]>();

  constructor({ members, partitionCount }: GroupSpec) {
    this.members = members;
    this.partitionCount = partitionCount;
    this.draft = new Draft(members);
    this.load = members.map(() => 0);
    for (const [index, { topicIds }] of members.entries())
      for (const topicId of topicIds) {
        const others = this.subscribers.get(topicId);
        if (others !== undefined) others.push(index);
        else {
          this.subscribers.set(topicId, [index]);
          this.owners.set(topicId, new Array<number>(partitionCount(topicId)).fill(-1));
        }
      }
  }

  assign(): ReadonlyMap<string, TopicPartitions> {
    this.keep();
    const topicIds = this.hardestFirst();
    for (const topicId of topicIds) this.handOut(topicId);
    this.balance(topicIds.filter(topicId => this.subscribers.get(topicId)!.length > 1));
    return this.draft.assignment;
  }

  /** Everybody keeps what it had of the topics it still subscribes to. */
  private keep(): void {
    for (const [index, { topicIds, previous }] of this.members.entries())
      for (const [topicId, partitions] of previous)
        if (topicIds.has(topicId)) for (const partition of partitions) this.give(topicId, partition, index);
  }

  /** Topics with many partitions for each subscriber leave the least choice; they come first. */
  private hardestFirst(): string[] {
    const perSubscriber = (topicId: string) => this.partitionCount(topicId) / this.subscribers.get(topicId)!.length;
    return [...this.subscribers.keys()].sort(
      (a, b) =>
        perSubscriber(b) - perSubscriber(a) ||
        this.subscribers.get(a)!.length - this.subscribers.get(b)!.length ||
        (a < b ? -1 : 1),
    );
  }

  /** Gives each free partition of a topic to the subscriber that has least. */
  private handOut(topicId: string): void {
    const order = this.emptiestFirst(topicId);
    for (const [partition, owner] of this.owners.get(topicId)!.entries())
      if (owner === -1) this.give(topicId, partition, this.emptiest(order));
  }

  /** Goes round the topics, moving partitions, until a whole round has moved nothing. */
  private balance(topicIds: readonly string[]): void {
    let lastMoved = -1;
    for (let round = 0; round < MAX_ROUNDS; round++)
      for (const [index, topicId] of topicIds.entries()) {
        if (index === lastMoved) return;
        if (this.balanceTopic(topicId) || lastMoved === -1) lastMoved = index;
      }
  }

  /** Moves partitions of one topic while the fullest subscriber has two more than the emptiest. True when any moved. */
  private balanceTopic(topicId: string): boolean {
    const owned = this.members.map((): number[] => []);
    for (const [partition, owner] of this.owners.get(topicId)!.entries()) owned[owner]!.push(partition);
    const order = this.emptiestFirst(topicId);
    let givers = order.length;
    let moved = false;
    while (givers > 0) {
      const at = this.fullest(order, givers);
      const giver = order[at]!;
      if (owned[giver]!.length === 0) {
        // It is full of other topics: it goes behind the end of those that may give.
        givers--;
        order[at] = order[givers]!;
        order[givers] = giver;
        continue;
      }
      const receiver = this.emptiest(order);
      if (this.load[giver]! - this.load[receiver]! <= 1) break;
      this.give(topicId, owned[giver]!.pop()!, receiver);
      moved = true;
    }
    return moved;
  }

  private emptiestFirst(topicId: string): number[] {
    return [...this.subscribers.get(topicId)!].sort((a, b) => this.load[a]! - this.load[b]! || a - b);
  }

  /** The member with the least partitions, the first of several. */
  private emptiest(order: readonly number[]): number {
    let best = order[0]!;
    for (const member of order) if (this.load[member]! < this.load[best]!) best = member;
    return best;
  }

  /** The place of the member with the most partitions, the last of several, among the first `end`. */
  private fullest(order: readonly number[], end: number): number {
    let best = end - 1;
    for (let at = end - 2; at >= 0; at--) if (this.load[order[at]!]! > this.load[order[best]!]!) best = at;
    return best;
  }

  private give(topicId: string, partition: number, member: number): void {
    const owners = this.owners.get(topicId)!;
    const before = owners[partition]!;
    if (before !== -1) {
      this.draft.take(this.members[before]!.memberId, topicId, partition);
      this.load[before]!--;
    }
    this.draft.give(this.members[member]!.memberId, topicId, partition);
    owners[partition] = member;
    this.load[member]!++;
  }
}
