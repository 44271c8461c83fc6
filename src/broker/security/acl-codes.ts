/** The words of authorization with Kafka's names and codes (AclOperation.java, ResourceType.java, PatternType.java, AclPermissionType.java). */
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

export type PatternType = 'LITERAL' | 'PREFIXED';
export type PermissionType = 'DENY' | 'ALLOW';

/** What the wire can say of each part of an ACL: a value, or in filters more than one. 0 and what is not here is UNKNOWN. */
export const resourceTypeCodes = codes({ ANY: 1, ...resourceTypes });
export const patternTypeCodes = codes({ ANY: 1, MATCH: 2, LITERAL: 3, PREFIXED: 4 });
export const operationCodes = codes({ ANY: 1, ALL: 2, ...aclOperations });
export const permissionTypeCodes = codes({ ANY: 1, DENY: 2, ALLOW: 3 });

export interface Codes<Name extends string> {
  codeOf(name: Name): number;
  nameOf(code: number): Name | 'UNKNOWN';
}

function codes<Name extends string>(table: Readonly<Record<Name, number>>): Codes<Name> {
  const names = new Map(Object.entries<number>(table).map(([name, code]) => [code, name as Name]));
  return { codeOf: name => table[name], nameOf: code => names.get(code) ?? 'UNKNOWN' };
}
