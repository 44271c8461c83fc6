import { deleteAcls } from '../../protocol/apis/31-delete-acls.ts';
import type { Acl } from '../security/acl.ts';
import { operationCodes, patternTypeCodes, permissionTypeCodes, resourceTypeCodes } from '../security/acl-codes.ts';
import { unknownPart } from '../security/acl-filter.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { aclRefusal, refuseUnknownElements } from './acl-requests.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, row } from './row.ts';

/** Each filter is answered with the ACLs that it deletes; one that two filters match is told twice. */
export const deleteAclsRow = row({
  api: deleteAcls,
  serves: '1-3',
  needs: ['ALTER CLUSTER'],
  handle({ filters }, context) {
    refuseUnknownElements(
      filters.map(each => ({ ...each, patternType: each.patternTypeFilter, resourceType: each.resourceTypeFilter })),
    );
    const all = (refusal: ReturnType<typeof refusalOf>) => ({
      throttleTimeMs: 0,
      filterResults: filters.map(() => ({ ...refusal, matchingAcls: [] })),
    });
    if (!mayDo(context, 'ALTER', 'CLUSTER', CLUSTER_NAME)) return all(aclRefusal('CLUSTER_AUTHORIZATION_FAILED'));
    const { authorizer } = context.broker;
    if (authorizer === undefined) return all(aclRefusal('SECURITY_DISABLED', 'No Authorizer is configured.'));
    const matches = filters.map(filter => (unknownPart(filter) === undefined ? authorizer.acls.matching(filter) : []));
    try {
      authorizer.acls.remove(matches.flat());
    } catch (error) {
      return all(refusalOf(error));
    }
    const filterResults = filters.map((filter, i) => {
      const unknown = unknownPart(filter);
      if (unknown !== undefined) return { ...aclRefusal('INVALID_REQUEST', `Unknown ${unknown}.`), matchingAcls: [] };
      return { errorCode: 0, errorMessage: null, matchingAcls: matches[i]!.map(deleted) };
    });
    return { throttleTimeMs: 0, filterResults };
  },
});

const deleted = (acl: Acl) => ({
  errorCode: 0,
  errorMessage: null,
  resourceType: resourceTypeCodes.codeOf(acl.resourceType),
  resourceName: acl.resourceName,
  patternType: patternTypeCodes.codeOf(acl.patternType),
  principal: acl.principal,
  host: acl.host,
  operation: operationCodes.codeOf(acl.operation),
  permissionType: permissionTypeCodes.codeOf(acl.permissionType),
});
