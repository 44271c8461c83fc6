/** What may be asked of an authorizer, with Kafka's names and codes (AclOperation.java, ResourceType.java). */
import type { Principal } from './principal.ts';

export const aclOperations = {
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
  CREATE_TOKENS: 13,
  DESCRIBE_TOKENS: 14,
  TWO_PHASE_COMMIT: 15,
} as const;

export type AclOperation = keyof typeof aclOperations;

export const resourceTypes = {
  TOPIC: 2,
  GROUP: 3,
  CLUSTER: 4,
  TRANSACTIONAL_ID: 5,
  DELEGATION_TOKEN: 6,
  USER: 7,
} as const;

export type ResourceType = keyof typeof resourceTypes;

/** The name of the one resource of type CLUSTER. */
export const CLUSTER_NAME = 'kafka-cluster';

/** `host` is an address without a slash, such as 127.0.0.1. */
export interface Authorizer {
  allows(
    who: { principal: Principal; host: string },
    operation: AclOperation,
    type: ResourceType,
    name: string,
  ): boolean;
}
