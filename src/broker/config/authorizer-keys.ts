/** Keys of authorization (Kafka: ServerConfigs.java, StandardAuthorizer.java). */
import type { ConfigKey } from './key.ts';

export const authorizerKeys = [
  {
    name: 'authorizer.class.name',
    type: 'string',
    default: '',
    range: { oneOf: ['', 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'] },
    scope: 'broker',
    doc: 'The authorizer: none, or Kafka’s own, which decides by ACLs.',
  },
  {
    name: 'super.users',
    type: 'string',
    default: '',
    scope: 'broker',
    isInternal: true,
    doc: 'Principals who may do everything whatever the ACLs say, as User:admin;User:other.',
  },
  {
    name: 'allow.everyone.if.no.acl.found',
    type: 'boolean',
    default: 'false',
    scope: 'broker',
    isInternal: true,
    doc: 'Whether everybody may use a resource that no ACL is about.',
  },
] as const satisfies readonly ConfigKey[];
