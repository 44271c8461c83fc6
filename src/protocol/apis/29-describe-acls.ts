import { api } from '../api.ts';
import { array, int8, int16, int32, string } from '../schema.ts';

/**
 * The ACLs that match a filter; null matches everything.
 * - v3: users as a resource (KIP-373)
 */
export const describeAcls = api({
  key: 29,
  name: 'DescribeAcls',
  versions: '1-3',
  flexible: '2+',
  request: {
    resourceTypeFilter: int8('0+', {
      about: '0 unknown, 1 any, 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user',
    }),
    resourceNameFilter: string('0+', { nullable: '0+' }),
    patternTypeFilter: int8('1+', { default: 3, about: '1 any, 2 match, 3 literal, 4 prefixed' }),
    principalFilter: string('0+', { nullable: '0+' }),
    hostFilter: string('0+', { nullable: '0+' }),
    operation: int8('0+', {
      about: 'an AclOperation: 1 any, 2 all, 3 read, 4 write, 5 create, 6 delete, 7 alter, 8 describe, …',
    }),
    permissionType: int8('0+', { about: '1 any, 2 deny, 3 allow' }),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
    errorMessage: string('0+', { nullable: '0+' }),
    resources: array('0+', {
      resourceType: int8('0+'),
      resourceName: string('0+'),
      patternType: int8('1+', { default: 3 }),
      acls: array('0+', {
        principal: string('0+'),
        host: string('0+'),
        operation: int8('0+'),
        permissionType: int8('0+'),
      }),
    }),
  },
});
