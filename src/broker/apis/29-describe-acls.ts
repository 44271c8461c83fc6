import { describeAcls } from '../../protocol/apis/29-describe-acls.ts';
import type { Acl } from '../security/acl.ts';
import { operationCodes, patternTypeCodes, permissionTypeCodes, resourceTypeCodes } from '../security/acl-codes.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { aclRefusal, refuseUnknownElements } from './acl-requests.ts';
import { mayDo, row } from './row.ts';

/** The ACLs that pass the filter, by the resources that they are about (Kafka: AclApis.scala). */
export const describeAclsRow = row({
  api: describeAcls,
  serves: '1-3',
  needs: ['DESCRIBE CLUSTER'],
  handle(filter, context) {
    refuseUnknownElements([
      { ...filter, patternType: filter.patternTypeFilter, resourceType: filter.resourceTypeFilter },
    ]);
    if (!mayDo(context, 'DESCRIBE', 'CLUSTER', CLUSTER_NAME)) return refused('CLUSTER_AUTHORIZATION_FAILED');
    const { authorizer } = context.broker;
    if (authorizer === undefined) return refused('SECURITY_DISABLED', 'No Authorizer is configured on the broker');
    return {
      throttleTimeMs: 0,
      errorCode: 0,
      errorMessage: null,
      resources: byResource(authorizer.acls.matching(filter)),
    };
  },
});

function byResource(acls: readonly Acl[]) {
  const resources = Map.groupBy(acls, acl => JSON.stringify([acl.resourceType, acl.patternType, acl.resourceName]));
  return [...resources.values()].map(ofOne => ({
    resourceType: resourceTypeCodes.codeOf(ofOne[0]!.resourceType),
    resourceName: ofOne[0]!.resourceName,
    patternType: patternTypeCodes.codeOf(ofOne[0]!.patternType),
    acls: ofOne.map(({ principal, host, operation, permissionType }) => ({
      principal,
      host,
      operation: operationCodes.codeOf(operation),
      permissionType: permissionTypeCodes.codeOf(permissionType),
    })),
  }));
}

const refused = (...why: Parameters<typeof aclRefusal>) => ({
  throttleTimeMs: 0,
  ...aclRefusal(...why),
  resources: [],
});
