/** StandardAuthorizer's decisions, rule by rule. test/kafka/standard-authorizer.test.ts asks Kafka's own class as well. */
import { describe, expect, it } from 'vitest';
import type { Acl } from '../../../src/broker/security/acl.ts';
import type { AclOperation } from '../../../src/broker/security/authorizer.ts';
import { superUsersIn } from '../../../src/broker/security/standard-authorizer.ts';
import { acl, authorizerWith, client } from './acl-harness.ts';

type Case = [rule: string, acls: Partial<Acl>[], asked: [operation: AclOperation, topic: string], allowed: boolean];

const cases: Case[] = [
  ['no ACL at all denies', [], ['READ', 'orders'], false],
  ['an ACL for it allows', [{}], ['READ', 'orders'], true],
  ['an ACL for another operation does not', [{ operation: 'WRITE' }], ['READ', 'orders'], false],
  ['an ACL for all operations does', [{ operation: 'ALL' }], ['ALTER_CONFIGS', 'orders'], true],
  ['an ACL for another principal does not', [{ principal: 'User:bob' }], ['READ', 'orders'], false],
  ['an ACL for everybody does', [{ principal: 'User:*' }], ['READ', 'orders'], true],
  ['a wildcard of another type of principal does not', [{ principal: 'Group:*' }], ['READ', 'orders'], false],
  ['an ACL for another host does not', [{ host: '10.0.0.1' }], ['READ', 'orders'], false],
  ['an ACL for this host does', [{ host: '127.0.0.1' }], ['READ', 'orders'], true],
  ['an ACL for another topic does not', [{ resourceName: 'order' }], ['READ', 'orders'], false],
  ['an ACL for all topics does', [{ resourceName: '*' }], ['READ', 'orders'], true],
  ['a prefix does', [{ resourceName: 'ord', patternType: 'PREFIXED' }], ['READ', 'orders'], true],
  ['the whole name as a prefix does', [{ patternType: 'PREFIXED' }], ['READ', 'orders'], true],
  ['a longer prefix does not', [{ resourceName: 'orders-', patternType: 'PREFIXED' }], ['READ', 'orders'], false],
  [
    'an asterisk as a prefix is no wildcard',
    [{ resourceName: '*', patternType: 'PREFIXED' }],
    ['READ', 'orders'],
    false,
  ],
  ['an ACL of another type of resource does not', [{ resourceType: 'GROUP' }], ['READ', 'orders'], false],
  ['a denial wins over an allowance', [{}, { permissionType: 'DENY' }], ['READ', 'orders'], false],
  [
    'a denial for everything wins over an allowance for this',
    [{}, { resourceName: '*', principal: 'User:*', operation: 'ALL', permissionType: 'DENY' }],
    ['READ', 'orders'],
    false,
  ],
  [
    'a denial for another host does not count',
    [{}, { permissionType: 'DENY', host: '10.0.0.1' }],
    ['READ', 'orders'],
    true,
  ],
  ...(['READ', 'WRITE', 'DELETE', 'ALTER'] as const).map(
    (operation): Case => [`${operation} implies DESCRIBE`, [{ operation }], ['DESCRIBE', 'orders'], true],
  ),
  ['CREATE does not imply DESCRIBE', [{ operation: 'CREATE' }], ['DESCRIBE', 'orders'], false],
  ['ALTER_CONFIGS implies DESCRIBE_CONFIGS', [{ operation: 'ALTER_CONFIGS' }], ['DESCRIBE_CONFIGS', 'orders'], true],
  ['ALTER_CONFIGS does not imply DESCRIBE', [{ operation: 'ALTER_CONFIGS' }], ['DESCRIBE', 'orders'], false],
  ['a denied READ leaves DESCRIBE', [{ operation: 'WRITE' }, { permissionType: 'DENY' }], ['DESCRIBE', 'orders'], true],
];

describe('StandardAuthorizer', () => {
  it.each(cases)('%s', (_, acls, [operation, topic], allowed) => {
    const authorizer = authorizerWith(acls.map(acl));
    expect(authorizer.allows(client('alice'), operation, 'TOPIC', topic)).toBe(allowed);
  });

  it('allows super users everything', () => {
    const authorizer = authorizerWith([acl({ permissionType: 'DENY' })], {
      superUsers: superUsersIn('User:root; User:alice'),
    });
    expect(authorizer.allows(client('alice'), 'READ', 'TOPIC', 'orders')).toBe(true);
    expect(authorizer.allowsAny(client('alice'), 'WRITE', 'TOPIC')).toBe(true);
  });

  it('does not take a super user without a type', () => {
    expect(() => superUsersIn('User:root;alice')).toThrow(/names alice/);
  });

  describe('with allow.everyone.if.no.acl.found', () => {
    const authorizer = authorizerWith([acl(), acl({ resourceName: 'bill', patternType: 'PREFIXED' })], {
      allowIfNoAcl: true,
    });

    it('allows what no ACL is about', () => {
      expect(authorizer.allows(client('bob'), 'WRITE', 'TOPIC', 'other')).toBe(true);
    });

    it('denies what any ACL is about, even one for others or for other operations', () => {
      expect(authorizer.allows(client('bob'), 'WRITE', 'TOPIC', 'orders')).toBe(false);
      expect(authorizer.allows(client('alice'), 'WRITE', 'TOPIC', 'billing')).toBe(false);
    });
  });

  it('decides anew when ACLs change', () => {
    const authorizer = authorizerWith([]);
    const mayRead = () => authorizer.allows(client('alice'), 'READ', 'TOPIC', 'orders');
    const answers = [mayRead()];
    authorizer.acls.add([acl()]);
    answers.push(mayRead());
    authorizer.acls.add([acl({ permissionType: 'DENY' })]);
    answers.push(mayRead());
    authorizer.acls.remove([acl({ permissionType: 'DENY' })]);
    answers.push(mayRead());
    expect(answers).toEqual([false, true, false, true]);
  });

  it('keeps principals and hosts apart, though it remembers decisions', () => {
    const authorizer = authorizerWith([acl({ host: '10.0.0.1' })]);
    const alice = client('alice').principal;
    const mayRead = (principal: typeof alice, host: string) =>
      authorizer.allows({ principal, host }, 'READ', 'TOPIC', 'orders');
    expect(mayRead(alice, '/10.0.0.1')).toBe(true);
    expect(mayRead(alice, '/10.0.0.2')).toBe(false);
    expect(mayRead(client('bob').principal, '/10.0.0.1')).toBe(false);
  });
});

describe('WRITE to any topic (KIP-679)', () => {
  const anywhere = (...acls: Partial<Acl>[]) =>
    authorizerWith(acls.map(each => acl({ operation: 'WRITE', ...each }))).allowsAny(client('alice'), 'WRITE', 'TOPIC');

  it.each<[string, Partial<Acl>[], boolean]>([
    ['is nobody’s without ACLs', [], false],
    ['is that of who may write one', [{}], true],
    ['is not that of who may only read', [{ operation: 'READ' }], false],
    ['is lost by a denial of that one', [{}, { permissionType: 'DENY' }], false],
    [
      'is lost by a denial of its prefix',
      [{}, { permissionType: 'DENY', resourceName: 'or', patternType: 'PREFIXED' }],
      false,
    ],
    ['is kept by another topic', [{}, { permissionType: 'DENY' }, { resourceName: 'other' }], true],
    [
      'is kept by a prefix that a longer denial leaves',
      [
        { resourceName: 'or', patternType: 'PREFIXED' },
        { permissionType: 'DENY', resourceName: 'orders', patternType: 'PREFIXED' },
      ],
      true,
    ],
    [
      'is that of who may write all',
      [{ resourceName: '*' }, { permissionType: 'DENY', resourceName: 'o', patternType: 'PREFIXED' }],
      true,
    ],
    ['is lost by a denial of all', [{ resourceName: '*' }, { permissionType: 'DENY', resourceName: '*' }], false],
  ])('%s', (_, acls, expected) => {
    expect(anywhere(...acls)).toBe(expected);
  });
});
