/** One member of a consumer group (Kafka's ConsumerGroupMember). A value: what happens to a member makes another one. */
import { isDeepStrictEqual } from 'node:util';
import { isSame, NO_PARTITIONS, type TopicPartitions } from '../topic-partitions.ts';

/**
 * How far a member is on its way to its target: there (stable); asked to give partitions up and not heard back
 * (unrevoked); in the target's epoch, without those partitions that others still own (unreleased).
 */
export type MemberState = 'stable' | 'unrevoked' | 'unreleased' | 'unknown';

/** Numbers of the states in records (Kafka's MemberState). */
export const stateCodes: Readonly<Record<MemberState, number>> = {
  stable: 0,
  unrevoked: 1,
  unreleased: 2,
  unknown: 127,
};

export const stateOf = (code: number): MemberState =>
  (Object.keys(stateCodes) as MemberState[]).find(state => stateCodes[state] === code) ?? 'unknown';

/** Who a member is and what it asks for: kept in its ConsumerGroupMemberMetadata record. */
export interface MemberProfile {
  /** group.instance.id of a static member. */
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly subscribedTopicNames: ReadonlySet<string>;
  /** Empty for none. */
  readonly subscribedTopicRegex: string;
  /** −1 until the member has said. */
  readonly rebalanceTimeoutMs: number;
  readonly serverAssignor: string | null;
  /** Set while the member speaks the classic protocol, on its way from or to it. */
  readonly classic: ClassicSide | null;
}

export interface ClassicSide {
  readonly sessionTimeoutMs: number;
  readonly supportedProtocols: readonly { readonly name: string; readonly metadata: Buffer }[];
}

/** What a member has, and how far it is: kept in its ConsumerGroupCurrentMemberAssignment record. */
export interface MemberProgress {
  readonly memberEpoch: number;
  /** Accepted once more from a member that has not received the answer with the new one. */
  readonly previousMemberEpoch: number;
  readonly state: MemberState;
  readonly assigned: TopicPartitions;
  readonly pendingRevocation: TopicPartitions;
}

export interface ConsumerMember extends MemberProfile, MemberProgress {
  readonly memberId: string;
}

/** Epochs of heartbeats that say goodbye. */
export const LEAVE_EPOCH = -1;
export const LEAVE_FOR_A_WHILE_EPOCH = -2;

export const newMember = (memberId: string): ConsumerMember => ({
  memberId,
  instanceId: null,
  rackId: null,
  clientId: '',
  clientHost: '',
  subscribedTopicNames: new Set(),
  subscribedTopicRegex: '',
  rebalanceTimeoutMs: -1,
  serverAssignor: null,
  classic: null,
  memberEpoch: 0,
  previousMemberEpoch: -1,
  state: 'stable',
  assigned: NO_PARTITIONS,
  pendingRevocation: NO_PARTITIONS,
});

export const isReconciledTo = ({ state, memberEpoch }: ConsumerMember, assignmentEpoch: number): boolean =>
  state === 'stable' && memberEpoch === assignmentEpoch;

/** Neither is looked at but for what a member asks for. */
export const isSameProfile = (a: ConsumerMember, b: ConsumerMember): boolean =>
  a.instanceId === b.instanceId &&
  a.rackId === b.rackId &&
  a.clientId === b.clientId &&
  a.clientHost === b.clientHost &&
  a.subscribedTopicRegex === b.subscribedTopicRegex &&
  a.rebalanceTimeoutMs === b.rebalanceTimeoutMs &&
  a.serverAssignor === b.serverAssignor &&
  isDeepStrictEqual(a.subscribedTopicNames, b.subscribedTopicNames) &&
  isDeepStrictEqual(a.classic, b.classic);

export const isSameProgress = (a: ConsumerMember, b: ConsumerMember): boolean =>
  a.memberEpoch === b.memberEpoch &&
  a.previousMemberEpoch === b.previousMemberEpoch &&
  a.state === b.state &&
  isSame(a.assigned, b.assigned) &&
  isSame(a.pendingRevocation, b.pendingRevocation);

/** Names and types of the protocol that a member who speaks the classic one was told to use: its first. */
export function classicProtocolOf({ memberId, classic }: ConsumerMember): {
  readonly name: string;
  readonly metadata: Buffer;
} {
  const [first] = classic?.supportedProtocols ?? [];
  if (first === undefined) throw new Error(`member ${memberId} does not speak the classic protocol`);
  return first;
}
