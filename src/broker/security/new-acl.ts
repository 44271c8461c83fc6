/** Makes an ACL of what a client asks for (Kafka: AclApis.handleCreateAcls, AclControlManager.validateNewAcl). Throws MetadataError. */
import { MetadataError } from '../metadata/metadata-error.ts';
import type { Acl } from './acl.ts';
import { CLUSTER_NAME, operationCodes, patternTypeCodes, permissionTypeCodes, resourceTypeCodes } from './acl-codes.ts';

/** As on the wire. */
export interface AclCreation {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly resourcePatternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

/** Whether it says ANY or MATCH, which have meaning in filters only. */
export const isFilter = ({ resourceType, resourcePatternType, operation, permissionType }: AclCreation): boolean =>
  resourceTypeCodes.nameOf(resourceType) === 'ANY' ||
  ['ANY', 'MATCH'].includes(patternTypeCodes.nameOf(resourcePatternType)) ||
  operationCodes.nameOf(operation) === 'ANY' ||
  permissionTypeCodes.nameOf(permissionType) === 'ANY';

/** What of a creation has no meaning at all is refused. */
export function newAcl({ resourceName, principal, host, ...codes }: AclCreation): Acl {
  const resourceType = resourceTypeCodes.nameOf(codes.resourceType);
  const patternType = patternTypeCodes.nameOf(codes.resourcePatternType);
  const operation = operationCodes.nameOf(codes.operation);
  const permissionType = permissionTypeCodes.nameOf(codes.permissionType);
  if (resourceType === 'CLUSTER' && resourceName !== CLUSTER_NAME)
    throw invalid(`The only valid name for the CLUSTER resource is ${CLUSTER_NAME}`);
  if (resourceName === '') throw invalid('Invalid empty resource name');
  if (resourceType === 'UNKNOWN' || resourceType === 'ANY') throw invalid(`Invalid resourceType ${resourceType}`);
  if (patternType !== 'LITERAL' && patternType !== 'PREFIXED') throw invalid(`Invalid patternType ${patternType}`);
  if (operation === 'UNKNOWN' || operation === 'ANY') throw invalid(`Invalid operation ${operation}`);
  if (permissionType !== 'DENY' && permissionType !== 'ALLOW')
    throw invalid(`Invalid permissionType ${permissionType}`);
  if (!principal.includes(':'))
    throw invalid(
      `Could not parse principal from \`${principal}\` (no colon is present separating the principal type from the principal name)`,
    );
  return { resourceType, resourceName, patternType, principal, host, operation, permissionType };
}

const invalid = (message: string): MetadataError => new MetadataError('INVALID_REQUEST', message);
