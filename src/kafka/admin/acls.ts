/** Access control lists, in the words of kafka-acls.sh (AclOperation.java, ResourceType.java, PatternType.java). */
import { describeAcls } from '../../protocol/apis/29-describe-acls.ts';
import type { CallOptions, Cluster } from '../cluster.ts';
import { refuse } from '../error.ts';

export interface Acl {
  readonly resourceType: string;
  readonly resourceName: string;
  readonly patternType: string;
  readonly principal: string;
  readonly host: string;
  readonly operation: string;
  readonly permission: 'ALLOW' | 'DENY';
}

const ANY = 1;
const ALLOW = 3;

const resourceTypes = ['', '', 'TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID', 'DELEGATION_TOKEN', 'USER'];
const patternTypes = ['', '', '', 'LITERAL', 'PREFIXED'];
const operations = [
  '',
  '',
  'ALL',
  'READ',
  'WRITE',
  'CREATE',
  'DELETE',
  'ALTER',
  'DESCRIBE',
  'CLUSTER_ACTION',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
  'IDEMPOTENT_WRITE',
  'CREATE_TOKENS',
  'DESCRIBE_TOKENS',
  'TWO_PHASE_COMMIT',
];
const nameIn = (names: readonly string[], code: number): string => names[code] || `UNKNOWN(${code})`;

/** All of them. Throws SECURITY_DISABLED where the brokers have no authorizer. */
export async function listAcls(
  cluster: Cluster,
  options: Pick<CallOptions, 'signal' | 'attempts'> = {},
): Promise<Acl[]> {
  const all = {
    resourceTypeFilter: ANY,
    resourceNameFilter: null,
    patternTypeFilter: ANY,
    principalFilter: null,
    hostFilter: null,
    operation: ANY,
    permissionType: ANY,
  };
  const response = await cluster.call(describeAcls, all, 'any', options);
  refuse(response.errorCode, 'Listing ACLs', {}, response.errorMessage);
  return response.resources.flatMap(({ resourceType, resourceName, patternType, acls }) =>
    acls.map(({ principal, host, operation, permissionType }) => ({
      resourceType: nameIn(resourceTypes, resourceType),
      resourceName,
      patternType: nameIn(patternTypes, patternType),
      principal,
      host,
      operation: nameIn(operations, operation),
      permission: permissionType === ALLOW ? 'ALLOW' : 'DENY',
    })),
  );
}
