/** Rules that make names of users of names in certificates (KIP-371); the cases are those of Kafka's SslPrincipalMapperTest. */
import { describe, expect, it } from 'vitest';
import { principalMapping } from '../../../src/broker/security/tls/principal-mapping.ts';

const rules = [
  'RULE:^CN=(.*?),OU=ServiceUsers.*$/$1/L',
  'RULE:^CN=(.*?),OU=(.*?),O=(.*?),L=(.*?),ST=(.*?),C=(.*?)$/$1@$2/L',
  'RULE:^cn=(.*?),ou=(.*?),dc=(.*?),dc=(.*?)$/$1@$2/U',
  'RULE:^.*[Cc][Nn]=([a-zA-Z0-9.]*).*$/$1/U',
  'DEFAULT',
].join(', ');

describe('ssl.principal.mapping.rules', () => {
  it.for([
    ['CN=Duke,OU=ServiceUsers,O=Org,C=US', 'duke'],
    ['CN=Duke,OU=SME,O=mycp,L=Fulton,ST=MD,C=US', 'duke@sme'],
    ['cn=duke,ou=sme,dc=mycp,dc=com', 'DUKE@SME'],
    ['cN=duke,OU=JavaSoft,O=Sun Microsystems', 'DUKE'],
    ['OU=JavaSoft,O=Sun Microsystems,C=US', 'OU=JavaSoft,O=Sun Microsystems,C=US'],
  ] as const)('make of %s the user %s by the first rule that fits', ([name, user]) => {
    expect(principalMapping(rules)(name)).toBe(user);
  });

  it.for([
    ['a group that is not there stays as it is', 'RULE:^CN=(.*?),O=(.*)$/$1-$3/', 'CN=a,O=b', 'a-$3'],
    ['of more digits than there are groups, the first count', 'RULE:^CN=(.*)$/$12/', 'CN=a', 'a2'],
    ['a slash in a pattern is escaped', 'RULE:^CN=a\\/b$/x\\/y/', 'CN=a/b', 'x/y'],
    [
      'an escaped comma belongs to the name',
      'RULE:^CN=((\\\\, *|\\w)+)(,.*|$)/$1/,DEFAULT',
      'CN=Tkac\\, Adam,OU=x',
      'Tkac\\, Adam',
    ],
    ['in any case', 'RULE:(?i)^cn=(.*)$/$1/', 'CN=a', 'a'],
    ['empty rules are passed over', ',,RULE:^CN=(.*)$/$1/ ,,DEFAULT,,', 'CN=a', 'a'],
  ] as const)('%s', ([, text, name, user]) => {
    expect(principalMapping(text)(name)).toBe(user);
  });

  it('without a rule that fits there is no user', () => {
    expect(principalMapping('RULE:^CN=x$/x/')('CN=y')).toBeUndefined();
    expect(principalMapping('')('CN=y')).toBeUndefined();
  });

  it.for([
    'default',
    'DEFAUL',
    'DEFAULT/L',
    'RULE:CN=(.*?),OU=ServiceUsers.*/$1',
    'rule:^CN=(.*?),OU=ServiceUsers.*$/$1/',
    'RULE:^CN=(.*?),OU=ServiceUsers.*$/$1/L/U',
    'RULE:^CN=(.*?),OU=ServiceUsers.*$/L',
    'RULE:^CN=(.*?),OU=ServiceUsers.*$/LU',
  ])('%s is no rule', text => {
    expect(() => principalMapping(text)).toThrow('Invalid rule');
  });
});
