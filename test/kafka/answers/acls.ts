/** ACLs made, seen and deleted. Types: 2 topic, 3 group, 4 cluster, 5 transactional id, 7 user; patterns: 3 literal, 4 prefixed. */

import * as p from '../../../src/protocol/apis/index.ts';
import { everyAcl } from '../../support/every-acl.ts';
import type { Row, Subject } from './subject.ts';

const acl = (over: object = {}) => ({
  resourceType: 2,
  resourceName: 'orders',
  resourcePatternType: 3,
  principal: 'User:alice',
  host: '*',
  operation: 3,
  permissionType: 3,
  ...over,
});
export const create = (...overs: object[]) => ({ creations: overs.map(acl) });

const filter = (over: object = {}) => ({ ...everyAcl, ...over });
const remove = (...overs: object[]) => ({ filters: overs.map(filter) });

const filters: [string, object][] = [
  ['all', {}],
  ['of topics', { resourceTypeFilter: 2 }],
  ['of a type that is none', { resourceTypeFilter: 77 }],
  ['of a name', { resourceNameFilter: 'orders' }],
  ['of a literal name', { resourceNameFilter: 'orders', patternTypeFilter: 3 }],
  ['of a prefix', { resourceNameFilter: 'ord', patternTypeFilter: 4 }],
  ['that count for a name', { resourceTypeFilter: 2, resourceNameFilter: 'orders', patternTypeFilter: 2 }],
  ['that count for any name', { patternTypeFilter: 2 }],
  ['that count for the wildcard', { resourceNameFilter: '*', patternTypeFilter: 2 }],
  ['of the wildcard', { resourceNameFilter: '*', patternTypeFilter: 3 }],
  ['of a pattern type that is none', { patternTypeFilter: 77 }],
  ['of a principal', { principalFilter: 'User:alice' }],
  ['of a principal as it is not written', { principalFilter: 'alice' }],
  ['of a host', { hostFilter: '127.0.0.1' }],
  ['of every host', { hostFilter: '*' }],
  ['of an operation', { operation: 4 }],
  ['of all operations', { operation: 2 }],
  ['of an operation that is none', { operation: 77 }],
  ['that deny', { permissionType: 2 }],
  ['of a permission that is none', { permissionType: 77 }],
];
const describing: Row[] = filters.map(([title, over]) => [
  `those ${title}`,
  p.describeAcls,
  title === 'all' ? 'each' : 3,
  filter(over),
]);

/** Asked of brokers with an authorizer that lets everybody do what no ACL is about. */
export const acls: Subject = [
  'ACLs',
  [
    ['none', p.describeAcls, 'each', filter()],
    ['one', p.createAcls, 'each', create({})],
    [
      'several',
      p.createAcls,
      3,
      create(
        { resourceType: 4, resourceName: 'kafka-cluster', principal: 'User:ANONYMOUS', operation: 2 },
        { operation: 4 },
        { operation: 4, permissionType: 2, host: '127.0.0.1' },
        { resourceName: 'ord', resourcePatternType: 4 },
        { resourceName: '*' },
        { resourceName: '*', principal: 'User:*', host: '10.0.0.1', operation: 8 },
        { resourceType: 3, resourceName: 'billing', principal: 'User:bob', operation: 2 },
        { resourceType: 5, resourceName: 'tx-', resourcePatternType: 4, operation: 4 },
        { resourceType: 6, resourceName: 'token', operation: 8 },
        { resourceType: 7, resourceName: 'alice', operation: 13 },
      ),
    ],
    ['the same twice', p.createAcls, 3, create({ operation: 6 }, { operation: 6 })],
    ['a cluster of another name', p.createAcls, 3, create({ resourceType: 4, resourceName: 'mine' })],
    ['no name', p.createAcls, 3, create({ resourceName: '' })],
    ['any type', p.createAcls, 3, create({ resourceType: 1 })],
    ['a type that is none', p.createAcls, 3, create({ resourceType: 77 })],
    ['any pattern', p.createAcls, 3, create({ resourcePatternType: 1 })],
    ['a pattern that is for filters', p.createAcls, 3, create({ resourcePatternType: 2 })],
    ['any operation', p.createAcls, 3, create({ operation: 1 })],
    ['an operation that is none', p.createAcls, 3, create({ operation: 77 })],
    ['an operation that the type has not', p.createAcls, 3, create({ operation: 12 })],
    ['any permission', p.createAcls, 3, create({ permissionType: 1 })],
    [
      'a good one beside bad ones',
      p.createAcls,
      'each',
      create({ operation: 77 }, { operation: 7 }, { resourceName: '' }),
    ],
    ['a good one beside one that says any', p.createAcls, 3, create({ operation: 1 }, { operation: 5 })],
    ['a principal without its type', p.createAcls, 3, create({ principal: 'alice' }, { principal: '' })],
    ['no ACL at all', p.createAcls, 3, create()],
    ...describing,
    ['none deleted', p.deleteAcls, 'each', remove({ resourceNameFilter: 'nope' })],
    ['deleted with a filter that is none', p.deleteAcls, 'each', remove({ operation: 77 }, { resourceTypeFilter: 77 })],
    ['one deleted by two filters', p.deleteAcls, 3, remove({ operation: 6 }, { resourceTypeFilter: 2, operation: 6 })],
    ['deleted by what they count for', p.deleteAcls, 3, remove({ resourceTypeFilter: 5, patternTypeFilter: 2 })],
    ['what is left', p.describeAcls, 3, filter()],
    ['without a filter', p.deleteAcls, 3, remove()],
    ['of topics, deleted', p.deleteAcls, 3, remove({ resourceTypeFilter: 2 })],
    ['of others, deleted', p.deleteAcls, 3, remove({ principalFilter: 'User:bob' }, { principalFilter: 'User:alice' })],
    ['of the cluster, deleted', p.deleteAcls, 3, remove({ resourceTypeFilter: 4 })],
    ['nothing again', p.describeAcls, 3, filter()],
  ],
];

export const withoutAuthorizer: Subject = [
  'ACLs without an authorizer',
  [
    ['described', p.describeAcls, 'each', filter()],
    ['created', p.createAcls, 'each', create({}, { operation: 1 })],
    ['deleted', p.deleteAcls, 'each', remove({}, {})],
  ],
];
