import { createAcls } from '../../protocol/apis/30-create-acls.ts';
import type { Acl } from '../security/acl.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { isFilter, newAcl } from '../security/new-acl.ts';
import { aclRefusal, refuseUnknownElements } from './acl-requests.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, row } from './row.ts';

/** QuorumController.MAX_RECORDS_PER_USER_OP */
const MOST_AT_ONCE = 10_000;

/** Each ACL is taken or refused on its own; one that exists already is taken. */
export const createAclsRow = row({
  api: createAcls,
  serves: '1-3',
  needs: ['ALTER CLUSTER'],
  handle({ creations }, context) {
    refuseUnknownElements(creations.map(each => ({ ...each, patternType: each.resourcePatternType })));
    const all = (refusal: ReturnType<typeof refusalOf>) => ({
      throttleTimeMs: 0,
      results: creations.map(() => refusal),
    });
    if (!mayDo(context, 'ALTER', 'CLUSTER', CLUSTER_NAME)) return all(aclRefusal('CLUSTER_AUTHORIZATION_FAILED'));
    const { authorizer } = context.broker;
    if (authorizer === undefined) return all(aclRefusal('SECURITY_DISABLED', 'No Authorizer is configured.'));
    // Kafka cannot even make an object of such an ACL, and fails with the whole request.
    if (creations.some(isFilter)) return all(aclRefusal('UNKNOWN_SERVER_ERROR'));
    const valid: Acl[] = [];
    const results = creations.map(creation => {
      try {
        valid.push(newAcl(creation));
        return { errorCode: 0, errorMessage: null };
      } catch (error) {
        return refusalOf(error);
      }
    });
    if (valid.length > MOST_AT_ONCE)
      return all(aclRefusal('POLICY_VIOLATION', 'Unable to perform excessively large batch operation.'));
    try {
      authorizer.acls.add(valid);
    } catch (error) {
      return all(refusalOf(error));
    }
    return { throttleTimeMs: 0, results };
  },
});
