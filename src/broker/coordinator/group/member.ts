/** One member of a classic group: who it is, what it asked for, and its request that waits (Kafka's ClassicGroupMember). */
import type { Timer } from '../../../lib/clock.ts';
import type { RequestOf, ResponseInput } from '../../../protocol/api.ts';
import type { joinGroup } from '../../../protocol/apis/11-join-group.ts';
import type { syncGroup } from '../../../protocol/apis/14-sync-group.ts';
import type { Reply } from './reply.ts';

export type JoinRequest = RequestOf<typeof joinGroup>;
export type JoinReply = ResponseInput<typeof joinGroup>;
export type SyncRequest = RequestOf<typeof syncGroup>;
export type SyncReply = ResponseInput<typeof syncGroup>;

/** A way of assigning that a member can take part in; consumers put their ConsumerProtocolSubscription into `metadata`. */
export interface Protocol {
  readonly name: string;
  readonly metadata: Buffer;
}

export const NO_BYTES: Buffer = Buffer.alloc(0);

export interface MemberIdentity {
  readonly memberId: string;
  /** Set for static members (KIP-345). */
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly protocolType: string;
}

/** What a member may change whenever it joins again. */
export interface MemberTerms {
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  /** By preference, the best first. */
  readonly protocols: readonly Protocol[];
}

export class Member {
  readonly identity: MemberIdentity;
  terms: MemberTerms;
  assignment: Buffer = NO_BYTES;
  /** Joined for the first time and not answered yet: such a member cannot heartbeat, for it does not know its id. */
  isNew = false;
  awaitingJoin: Reply<JoinReply> | undefined;
  awaitingSync: Reply<SyncReply> | undefined;
  session: Timer | undefined;

  constructor(identity: MemberIdentity, terms: MemberTerms) {
    this.identity = identity;
    this.terms = terms;
  }

  get memberId(): string {
    return this.identity.memberId;
  }

  get isStatic(): boolean {
    return this.identity.groupInstanceId !== null;
  }

  /** A member whose request is parked here is alive by that; a new one is not, lest lost clients stay for ever. */
  get isAlive(): boolean {
    return !this.isNew && (this.awaitingJoin !== undefined || this.awaitingSync !== undefined);
  }

  supports(protocolName: string): boolean {
    return this.terms.protocols.some(protocol => protocol.name === protocolName);
  }

  metadataFor(protocolName: string): Buffer {
    const protocol = this.terms.protocols.find(candidate => candidate.name === protocolName);
    if (protocol === undefined) throw new Error(`member ${this.memberId} does not support protocol ${protocolName}`);
    return protocol.metadata;
  }

  /** Whether the protocols are the same ones, in the same order, with the same metadata. */
  matches(protocols: readonly Protocol[]): boolean {
    const mine = this.terms.protocols;
    return (
      mine.length === protocols.length &&
      mine.every((protocol, index) => {
        const other = protocols[index];
        return other !== undefined && other.name === protocol.name && other.metadata.equals(protocol.metadata);
      })
    );
  }

  /** The first protocol of its preference that is a candidate. */
  vote(candidates: ReadonlySet<string>): string {
    const choice = this.terms.protocols.find(protocol => candidates.has(protocol.name));
    if (choice === undefined) throw new Error(`member ${this.memberId} supports none of ${[...candidates].join(', ')}`);
    return choice.name;
  }
}

/** The terms of a request. What is kept is copied: the request is a view on the bytes received. */
export function termsOf(request: JoinRequest): MemberTerms {
  return {
    // v0 has no rebalance timeout; its session timeout is used for both (JoinGroupRequest.maybeOverrideRebalanceTimeout)
    rebalanceTimeoutMs: request.rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
    sessionTimeoutMs: request.sessionTimeoutMs,
    protocols: request.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) })),
  };
}
