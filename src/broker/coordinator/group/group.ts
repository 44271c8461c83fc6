/**
 * A classic group: its members, its state and what follows from them, without clock, log or clients
 * (Kafka's ClassicGroup). What happens to groups is in rebalance.ts, join.ts, sync.ts and membership.ts.
 */
import type { Timer } from '../../../lib/clock.ts';
import { CONSUMER_PROTOCOL_TYPE } from '../../../protocol/consumer-protocol.ts';
import { GroupError } from './group-error.ts';
import { hashMapBucket } from './java-hash.ts';
import type { Member, Protocol } from './member.ts';
import { assertMove, canMove, type GroupState } from './states.ts';
import { subscribedTopicsOf } from './subscription.ts';

export class ClassicGroup {
  readonly type = 'classic';
  readonly groupId: string;
  state: GroupState;
  previousState: GroupState = 'Dead';
  /** When the group came into its state, in ms of the epoch; undefined in records older than version 2. */
  stateSinceMs: number | undefined;
  protocolType: string | null = null;
  protocolName: string | null = null;
  generationId = 0;
  leaderId: string | null = null;
  readonly members = new Map<string, Member>();
  /** Member ids by group.instance.id. */
  readonly staticMembers = new Map<string, string>();
  /** Ids given out with MEMBER_ID_REQUIRED (KIP-394) that have not joined yet, with their expiry. */
  readonly pendingJoin = new Map<string, Timer>();
  /** Members of this generation that have not sent their SyncGroup yet. */
  readonly pendingSync = new Set<string>();
  /** Undefined while unknown: before the first generation, or when the metadata is not a consumer's. */
  subscribedTopics: ReadonlySet<string> | undefined;
  /** A member came while the first rebalance waits: the wait may be made longer. */
  newMemberAdded = false;
  joinTimer: Timer | undefined;
  syncTimer: Timer | undefined;

  constructor(groupId: string, state: GroupState, stateSinceMs: number | undefined) {
    this.groupId = groupId;
    this.state = state;
    this.stateSinceMs = stateSinceMs;
  }

  is(...states: GroupState[]): boolean {
    return states.includes(this.state);
  }

  get isEmpty(): boolean {
    return this.state === 'Empty';
  }

  /** Only there to hold offsets: no record is about it. */
  get isSimple(): boolean {
    return this.isEmpty && this.protocolType === null && this.pendingJoin.size === 0;
  }

  get canRebalance(): boolean {
    return canMove(this.state, 'PreparingRebalance');
  }

  get usesConsumerProtocol(): boolean {
    return this.protocolType === CONSUMER_PROTOCOL_TYPE;
  }

  moveTo(state: GroupState, nowMs: number): void {
    assertMove(this.groupId, this.state, state);
    this.previousState = this.state;
    this.state = state;
    this.stateSinceMs = nowMs;
  }

  add(member: Member): void {
    const { memberId, groupInstanceId, protocolType } = member.identity;
    if (groupInstanceId !== null) {
      if (this.staticMembers.has(groupInstanceId)) throw new Error(`instance ${groupInstanceId} is a member already`);
      this.staticMembers.set(groupInstanceId, memberId);
    }
    if (this.members.size === 0) this.protocolType = protocolType;
    this.leaderId ??= memberId;
    this.members.set(memberId, member);
    this.forgetPending(memberId);
  }

  /** Takes out a member or a pending one; its parked requests have to be answered before. */
  remove(memberId: string): void {
    const member = this.members.get(memberId);
    if (member !== undefined) {
      member.session?.cancel();
      this.members.delete(memberId);
      if (member.identity.groupInstanceId !== null) this.staticMembers.delete(member.identity.groupInstanceId);
    }
    if (this.leaderId === memberId) this.leaderId = this.members.keys().next().value ?? null;
    this.forgetPending(memberId);
    this.pendingSync.delete(memberId);
  }

  /** Puts a static member that came back under a new member id in the place of the old one (KIP-345). */
  replace(old: Member, member: Member): void {
    old.session?.cancel();
    this.members.delete(old.memberId);
    this.members.set(member.memberId, member);
    if (this.leaderId === old.memberId) this.leaderId = member.memberId;
    if (member.identity.groupInstanceId !== null)
      this.staticMembers.set(member.identity.groupInstanceId, member.memberId);
  }

  private forgetPending(memberId: string): void {
    this.pendingJoin.get(memberId)?.cancel();
    this.pendingJoin.delete(memberId);
  }

  /** The member that a request speaks for, or UNKNOWN_MEMBER_ID or FENCED_INSTANCE_ID. */
  memberFor(memberId: string, groupInstanceId: string | null): Member {
    if (groupInstanceId !== null) {
      const existing = this.staticMembers.get(groupInstanceId);
      if (existing === undefined) throw new GroupError('UNKNOWN_MEMBER_ID');
      if (existing !== memberId) throw new GroupError('FENCED_INSTANCE_ID');
    }
    const member = this.members.get(memberId);
    if (member === undefined) throw new GroupError('UNKNOWN_MEMBER_ID');
    return member;
  }

  get membersAwaitingJoin(): number {
    let count = 0;
    for (const member of this.members.values()) if (member.awaitingJoin !== undefined) count++;
    return count;
  }

  get allMembersJoined(): boolean {
    return this.pendingJoin.size === 0 && this.membersAwaitingJoin === this.members.size;
  }

  /** The longest of its members' rebalance timeouts. */
  get rebalanceTimeoutMs(): number {
    let longest = 0;
    for (const member of this.members.values()) longest = Math.max(longest, member.terms.rebalanceTimeoutMs);
    return longest;
  }

  /** Whether every member could go on with at least one of these protocols. */
  supports(protocolType: string, protocols: readonly Protocol[]): boolean {
    if (this.isEmpty) return protocolType !== '' && protocols.length > 0;
    return protocolType === this.protocolType && protocols.some(({ name }) => this.supportedByAll(name));
  }

  private supportedByAll(protocolName: string): boolean {
    for (const member of this.members.values()) if (!member.supports(protocolName)) return false;
    return true;
  }

  /** Each member votes for the first of its protocols that all support; most votes win. */
  selectProtocol(): string {
    const [anyone] = this.members.values();
    if (anyone === undefined) throw new Error(`group ${this.groupId} has no members to select a protocol`);
    const candidates = new Set(
      anyone.terms.protocols.map(({ name }) => name).filter(name => this.supportedByAll(name)),
    );
    const votes = new Map<string, number>();
    for (const member of this.members.values()) {
      const choice = member.vote(candidates);
      votes.set(choice, (votes.get(choice) ?? 0) + 1);
    }
    // Kafka decides a tie by the iteration order of a HashMap.
    const ranking = [...votes].sort(([a, x], [b, y]) => y - x || hashMapBucket(a) - hashMapBucket(b));
    return ranking[0]![0];
  }

  /** Ends a round of joining: CompletingRebalance with the members there are, or Empty. */
  startGeneration(nowMs: number): void {
    this.generationId++;
    this.protocolName = this.members.size > 0 ? this.selectProtocol() : null;
    this.subscribedTopics = this.computeSubscribedTopics();
    this.moveTo(this.members.size > 0 ? 'CompletingRebalance' : 'Empty', nowMs);
    this.pendingSync.clear();
  }

  computeSubscribedTopics(): ReadonlySet<string> | undefined {
    if (!this.usesConsumerProtocol) return undefined;
    if (this.members.size === 0) return new Set();
    if (this.protocolName === null) return undefined;
    const all = new Set<string>();
    for (const member of this.members.values()) {
      const topics = subscribedTopicsOf(member.metadataFor(this.protocolName));
      if (topics === undefined) return undefined;
      for (const topic of topics) all.add(topic);
    }
    return all;
  }

  /** While its topics are not known, a group of consumers counts as subscribed to everything, any other to nothing. */
  isSubscribedTo(topic: string): boolean {
    return this.subscribedTopics?.has(topic) ?? this.usesConsumerProtocol;
  }

  /** The leader if it has rejoined, else another member that has becomes leader; false when nobody has. */
  electJoinedLeader(): boolean {
    if (this.leaderId === null) return false;
    if (this.members.get(this.leaderId)?.awaitingJoin !== undefined) return true;
    for (const member of this.members.values()) {
      if (member.awaitingJoin !== undefined) {
        this.leaderId = member.memberId;
        return true;
      }
    }
    return false;
  }

  cancelTimers(): void {
    this.joinTimer?.cancel();
    this.syncTimer?.cancel();
    for (const expiry of this.pendingJoin.values()) expiry.cancel();
    for (const member of this.members.values()) member.session?.cancel();
  }
}
