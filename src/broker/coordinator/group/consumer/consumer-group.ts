/**
 * A consumer group (KIP-848): its epochs, members and assignments, and what follows from them, without clock, log or
 * clients (Kafka's ConsumerGroup). Only apply.ts changes what is kept in records.
 */
import type { Timer } from '../../../../lib/clock.ts';
import { CONSUMER_PROTOCOL_TYPE } from '../../../../protocol/consumer-protocol.ts';
import { GroupError } from '../group-error.ts';
import { NO_PARTITIONS, type TopicPartitions } from '../topic-partitions.ts';
import { type ConsumerMember, isReconciledTo } from './consumer-member.ts';
import type { ResolvedRegex } from './subscriptions.ts';

export type ConsumerGroupState = 'Empty' | 'Assigning' | 'Reconciling' | 'Stable';

/** What ends when a member does not do something in time. */
export type Deadline = 'session' | 'rebalance' | 'join' | 'sync';

export class ConsumerGroup {
  readonly type = 'consumer';
  readonly protocolType = CONSUMER_PROTOCOL_TYPE;
  readonly groupId: string;
  /** Grows with every change of members, subscriptions or topics. */
  groupEpoch = 0;
  /** Of the topics subscribed to, as of the group epoch. */
  metadataHash = 0;
  /** The group epoch that the target assignment is for. */
  assignmentEpoch = 0;
  readonly members = new Map<string, ConsumerMember>();
  /** Member ids by group.instance.id. */
  readonly staticMembers = new Map<string, string>();
  readonly targets = new Map<string, TopicPartitions>();
  /** What regular expressions match, as far as it is known. */
  readonly regexes = new Map<string, ResolvedRegex>();
  /** A record that Kafka wrote before 4.1 and that is to be taken out. */
  hasPartitionMetadata = false;
  /** Version of the topics that the metadata hash was computed from; undefined until then. */
  topicsVersion: number | undefined;
  /** Runs while regular expressions are about to be looked up. */
  regexRefresh: Timer | undefined;
  /** Member ids of the owners of partitions, also of such that they have to give up. */
  private readonly owners = new Map<string, Map<number, string>>();
  private readonly subscribersByRegex = new Map<string, number>();
  private readonly timers = new Map<string, Partial<Record<Deadline, Timer>>>();

  constructor(groupId: string) {
    this.groupId = groupId;
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  get state(): ConsumerGroupState {
    if (this.isEmpty) return 'Empty';
    if (this.groupEpoch > this.assignmentEpoch) return 'Assigning';
    for (const member of this.members.values()) if (!isReconciledTo(member, this.assignmentEpoch)) return 'Reconciling';
    return 'Stable';
  }

  /** The member of that id, or UNKNOWN_MEMBER_ID. */
  member(memberId: string): ConsumerMember {
    const member = this.members.get(memberId);
    if (member === undefined)
      throw new GroupError('UNKNOWN_MEMBER_ID', `Member ${memberId} is not a member of group ${this.groupId}.`);
    return member;
  }

  staticMember(instanceId: string | null): ConsumerMember | undefined {
    const memberId = instanceId === null ? undefined : this.staticMembers.get(instanceId);
    return memberId === undefined ? undefined : this.members.get(memberId);
  }

  /** What a member shall have; a static one that comes back under another id, what it should have had before. */
  targetOf({ memberId, instanceId }: ConsumerMember): TopicPartitions {
    const id = instanceId === null ? memberId : this.staticMembers.get(instanceId);
    return (id === undefined ? undefined : this.targets.get(id)) ?? NO_PARTITIONS;
  }

  isOwned(topicId: string, partition: number): boolean {
    return this.owners.get(topicId)?.has(partition) === true;
  }

  /** Whether a member still waits for partitions of its target that others own. */
  waitsForRelease({ memberId, state, assigned }: ConsumerMember): boolean {
    if (state !== 'unreleased') return false;
    for (const [topicId, partitions] of this.targets.get(memberId) ?? NO_PARTITIONS)
      for (const partition of partitions)
        if (assigned.get(topicId)?.has(partition) !== true && this.isOwned(topicId, partition)) return true;
    return false;
  }

  isSubscribedTo(topic: string): boolean {
    for (const member of this.members.values()) if (member.subscribedTopicNames.has(topic)) return true;
    for (const { topics } of this.regexes.values()) if (topics.has(topic)) return true;
    return false;
  }

  /** Every expression that members subscribe to, with how many do. */
  get regexSubscribers(): ReadonlyMap<string, number> {
    return this.subscribersByRegex;
  }

  private countRegex({ subscribedTopicRegex: regex }: ConsumerMember, change: number): void {
    if (regex === '') return;
    const count = (this.subscribersByRegex.get(regex) ?? 0) + change;
    if (count === 0) this.subscribersByRegex.delete(regex);
    else this.subscribersByRegex.set(regex, count);
  }

  get classicMembers(): ConsumerMember[] {
    return [...this.members.values()].filter(({ classic }) => classic !== null);
  }

  put(member: ConsumerMember): void {
    const before = this.members.get(member.memberId);
    if (before !== undefined) this.release(before);
    this.countRegex(member, 1);
    this.members.set(member.memberId, member);
    if (member.instanceId !== null) this.staticMembers.set(member.instanceId, member.memberId);
    for (const each of [member.assigned, member.pendingRevocation])
      for (const [topicId, partitions] of each) {
        let owners = this.owners.get(topicId);
        if (owners === undefined) this.owners.set(topicId, (owners = new Map()));
        for (const partition of partitions) owners.set(partition, member.memberId);
      }
  }

  remove(memberId: string): void {
    const member = this.members.get(memberId);
    if (member === undefined) return;
    this.release(member);
    this.members.delete(memberId);
    // Somebody else may have the instance by now.
    if (member.instanceId !== null && this.staticMembers.get(member.instanceId) === memberId)
      this.staticMembers.delete(member.instanceId);
  }

  /** Takes back what counts for a member. Partitions that somebody else has taken over meanwhile stay with that one. */
  private release(member: ConsumerMember): void {
    this.countRegex(member, -1);
    const { memberId, assigned, pendingRevocation } = member;
    for (const each of [assigned, pendingRevocation])
      for (const [topicId, partitions] of each) {
        const owners = this.owners.get(topicId);
        if (owners === undefined) continue;
        for (const partition of partitions) if (owners.get(partition) === memberId) owners.delete(partition);
        if (owners.size === 0) this.owners.delete(topicId);
      }
  }

  hasTimer(memberId: string, deadline: Deadline): boolean {
    return this.timers.get(memberId)?.[deadline] !== undefined;
  }

  setTimer(memberId: string, deadline: Deadline, timer: Timer): void {
    this.cancelTimer(memberId, deadline);
    this.timers.set(memberId, { ...this.timers.get(memberId), [deadline]: timer });
  }

  cancelTimer(memberId: string, deadline: Deadline): void {
    const timers = this.timers.get(memberId);
    timers?.[deadline]?.cancel();
    delete timers?.[deadline];
  }

  cancelTimersOf(memberId: string): void {
    for (const timer of Object.values(this.timers.get(memberId) ?? {})) timer.cancel();
    this.timers.delete(memberId);
  }

  cancelTimers(): void {
    for (const memberId of this.timers.keys()) this.cancelTimersOf(memberId);
    this.regexRefresh?.cancel();
    this.regexRefresh = undefined;
  }
}
