/** Who may do what: asked by the handlers of requests (Kafka: Authorizer.java). */
import type { AclOperation, ResourceType } from './acl-codes.ts';
import type { Acls } from './acls.ts';
import type { Principal } from './principal.ts';

export { type AclOperation, aclOperations, CLUSTER_NAME, type ResourceType } from './acl-codes.ts';

/** Who asks: a connection. `host` is as Kafka prints it, '/127.0.0.1'. */
export interface Client {
  readonly principal: Principal;
  readonly host: string;
}

export interface Authorizer {
  /** The ACLs that it decides by. */
  readonly acls: Acls;
  allows(who: Client, operation: AclOperation, type: ResourceType, name: string): boolean;
  /** Whether it allows that for any resource of the type (KIP-679). */
  allowsAny(who: Client, operation: AclOperation, type: ResourceType): boolean;
}
