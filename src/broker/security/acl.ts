/** One access control entry and the resources it is about (Kafka: AclBinding.java). In memory and on disk it has names, on the wire codes. */
import type { AclOperation, PatternType, PermissionType, ResourceType } from './acl-codes.ts';

export interface Acl {
  readonly resourceType: ResourceType;
  readonly resourceName: string;
  readonly patternType: PatternType;
  /** 'User:alice', or 'User:*' for everybody. */
  readonly principal: string;
  /** An address, or '*' for every one. */
  readonly host: string;
  readonly operation: AclOperation | 'ALL';
  readonly permissionType: PermissionType;
}

/** As a name of a literal resource, or as a host: all there are. */
export const WILDCARD = '*';
export const EVERYBODY = 'User:*';

/** The same for the same entry and different for any other. */
export const aclKey = (acl: Acl): string =>
  JSON.stringify([
    acl.resourceType,
    acl.resourceName,
    acl.patternType,
    acl.principal,
    acl.host,
    acl.operation,
    acl.permissionType,
  ]);
