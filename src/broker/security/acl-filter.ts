/** Which ACLs DescribeAcls shows and DeleteAcls deletes (Kafka: ResourcePatternFilter.java, AccessControlEntryFilter.java). */
import { type Acl, WILDCARD } from './acl.ts';
import { operationCodes, patternTypeCodes, permissionTypeCodes, resourceTypeCodes } from './acl-codes.ts';

/** As on the wire. null matches everything. */
export interface AclFilter {
  readonly resourceTypeFilter: number;
  readonly resourceNameFilter: string | null;
  readonly patternTypeFilter: number;
  readonly principalFilter: string | null;
  readonly hostFilter: string | null;
  readonly operation: number;
  readonly permissionType: number;
}

/** The part of a filter whose code has no meaning: such a filter matches nothing. */
export function unknownPart(filter: AclFilter): 'patternFilter' | 'entryFilter' | undefined {
  const { resourceType, patternType, operation, permissionType } = namesIn(filter);
  if (resourceType === 'UNKNOWN' || patternType === 'UNKNOWN') return 'patternFilter';
  return operation === 'UNKNOWN' || permissionType === 'UNKNOWN' ? 'entryFilter' : undefined;
}

/** Whether an ACL passes the filter. */
export function matcherOf(filter: AclFilter): (acl: Acl) => boolean {
  const { resourceType, patternType, operation, permissionType } = namesIn(filter);
  const { resourceNameFilter: name, principalFilter: principal, hostFilter: host } = filter;
  const isPattern = (acl: Acl): boolean => {
    if (patternType === 'MATCH') return name === null || affects(acl, name);
    return (patternType === 'ANY' || patternType === acl.patternType) && (name === null || name === acl.resourceName);
  };
  return acl =>
    (resourceType === 'ANY' || resourceType === acl.resourceType) &&
    isPattern(acl) &&
    (principal === null || principal === acl.principal) &&
    (host === null || host === acl.host) &&
    (operation === 'ANY' || operation === acl.operation) &&
    (permissionType === 'ANY' || permissionType === acl.permissionType);
}

/** Whether an ACL counts for the resource of that name (its type apart). */
function affects({ patternType, resourceName }: Acl, name: string): boolean {
  if (patternType === 'PREFIXED') return name.startsWith(resourceName);
  return resourceName === name || resourceName === WILDCARD;
}

const namesIn = (filter: AclFilter) => ({
  resourceType: resourceTypeCodes.nameOf(filter.resourceTypeFilter),
  patternType: patternTypeCodes.nameOf(filter.patternTypeFilter),
  operation: operationCodes.nameOf(filter.operation),
  permissionType: permissionTypeCodes.nameOf(filter.permissionType),
});
