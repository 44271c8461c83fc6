/** What the broker does for one API: a file of this folder exports one row, and needs no other registration. */
import type { AnyApi, Api, RequestOf, ResponseInput } from '../../protocol/api.ts';
import type { Fields } from '../../protocol/schema.ts';
import type { Span } from '../../protocol/span.ts';
import type { Broker } from '../broker.ts';
import type { Peer } from '../network/peer.ts';
import type { AclOperation, ResourceType } from '../security/authorizer.ts';

export interface Row<A extends AnyApi = AnyApi> {
  readonly api: A;
  /** Versions that are answered. */
  readonly serves: Span;
  /** Versions that ApiVersions shows, where it shows more than is served. */
  readonly advertises?: Span;
  /** All that `handle` may ask of the authorizer, nothing when empty; some of it only in some versions or cases. */
  readonly needs: readonly Need[];
  /** The quota that the bytes of the request count for. */
  readonly countsAs?: 'produced';
  /** Bytes of the request are of no interest once `handle` has returned: it gets views on what was received, not copies. */
  readonly keepsNothing?: true;
  /** Answers at once or later. A promise holds up the requests behind it on the same connection. */
  handle(request: RequestOf<A>, context: RequestContext): Outcome<A> | Promise<Outcome<A>>;
}

/** An operation on a type of resource: 'WRITE TOPIC'. */
export type Need = `${AclOperation} ${ResourceType}`;

export type Outcome<A> = ResponseInput<A> | typeof NO_REPLY;

/** Produce with acks=0 is the only request without an answer. */
export const NO_REPLY = Symbol('no reply');

export interface RequestContext {
  readonly broker: Broker;
  readonly version: number;
  /** '' when the client gives none. */
  readonly clientId: string;
  readonly peer: Peer;
}

/** Whether the client may do that to the resource (KafkaApis: authHelper.authorize); without an authorizer it may. */
export function mayDo(
  { broker: { authorizer }, peer }: RequestContext,
  operation: AclOperation,
  type: ResourceType,
  name: string,
): boolean {
  return authorizer === undefined || authorizer.allows(peer, operation, type, name);
}

/** Whether the client may do that to any resource of the type (KIP-679). */
export function mayDoToAny(
  { broker: { authorizer }, peer }: RequestContext,
  operation: AclOperation,
  type: ResourceType,
): boolean {
  return authorizer === undefined || authorizer.allowsAny(peer, operation, type);
}

/** Thrown by a handler when Kafka's only answer is to close the connection. */
export class CloseConnection extends Error {
  override name = 'CloseConnection';
  /** What the client would have been told if it had asked for an answer (acks=0). */
  readonly withheld: unknown;

  constructor(message: string, withheld?: unknown) {
    super(message);
    this.withheld = withheld;
  }
}

/** Gives a row the types of its API. */
export const row = <Req extends Fields, Res extends Fields>(declared: Row<Api<Req, Res>>): Row<Api<Req, Res>> =>
  declared;
