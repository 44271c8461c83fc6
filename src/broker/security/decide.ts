/**
 * What a set of ACLs says, without any state (Kafka: StandardAuthorizerData.java, and Authorizer.authorizeByResourceType).
 * An ACL that denies wins over any that allows. A resource that any ACL is about, for whomever, is closed to all others;
 * only one that no ACL is about falls to `ifNoAcl` (allow.everyone.if.no.acl.found).
 */
import { type Acl, EVERYBODY, WILDCARD } from './acl.ts';
import type { AclOperation, ResourceType } from './acl-codes.ts';
import type { AclIndex } from './acl-index.ts';

/** `principal` as its text, `host` as an address. */
export interface Asker {
  readonly principal: string;
  readonly host: string;
}

/** Who may read, write, delete or alter may describe. A denial implies nothing. */
const IMPLY_DESCRIBE: ReadonlySet<AclOperation | 'ALL'> = new Set(['DESCRIBE', 'READ', 'WRITE', 'DELETE', 'ALTER']);
const IMPLY_DESCRIBE_CONFIGS: ReadonlySet<AclOperation | 'ALL'> = new Set(['DESCRIBE_CONFIGS', 'ALTER_CONFIGS']);

export function decide(
  acls: AclIndex,
  asker: Asker,
  operation: AclOperation,
  type: ResourceType,
  name: string,
  ifNoAcl: boolean,
): boolean {
  let isAllowed: boolean | undefined;
  for (const acl of acls.affecting(type, name)) {
    isAllowed ??= false;
    if (!isAbout(acl, asker) || !speaksOf(acl, operation)) continue;
    if (acl.permissionType === 'DENY') return false;
    isAllowed = true;
  }
  return isAllowed ?? ifNoAcl;
}

/** Whether there is any resource of a type that the ACLs let the asker use so. Implied operations do not count. */
export function decideForAny(
  acls: AclIndex,
  asker: Asker,
  operation: AclOperation,
  type: ResourceType,
  ifNoAcl: boolean,
): boolean {
  if (decide(acls, asker, operation, type, 'hardcode', ifNoAcl)) return true;
  const said = acls
    .ofType(type)
    .filter(acl => isAbout(acl, asker) && (acl.operation === operation || acl.operation === 'ALL'));
  const names = (permission: string, pattern: string) =>
    said
      .filter(acl => acl.permissionType === permission && acl.patternType === pattern)
      .map(({ resourceName }) => resourceName);
  const denied = new Set(names('DENY', 'LITERAL'));
  const deniedPrefixes = names('DENY', 'PREFIXED');
  if (denied.has(WILDCARD)) return false;
  const literal = names('ALLOW', 'LITERAL');
  if (literal.includes(WILDCARD)) return true;
  const isUnderDenied = (name: string) => deniedPrefixes.some(prefix => name.startsWith(prefix));
  return (
    literal.some(name => !denied.has(name) && !isUnderDenied(name)) ||
    names('ALLOW', 'PREFIXED').some(prefix => !isUnderDenied(prefix))
  );
}

const isAbout = (acl: Acl, { principal, host }: Asker): boolean =>
  (acl.principal === principal || acl.principal === EVERYBODY) && (acl.host === host || acl.host === WILDCARD);

function speaksOf(acl: Acl, operation: AclOperation): boolean {
  if (acl.operation === 'ALL' || acl.operation === operation) return true;
  if (acl.permissionType === 'DENY') return false;
  if (operation === 'DESCRIBE') return IMPLY_DESCRIBE.has(acl.operation);
  return operation === 'DESCRIBE_CONFIGS' && IMPLY_DESCRIBE_CONFIGS.has(acl.operation);
}
