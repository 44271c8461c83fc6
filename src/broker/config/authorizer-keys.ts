/** Keys of authorization (Kafka: ServerConfigs.java, StandardAuthorizer.java). */
import { boolean, internal, key, text } from './declare.ts';

export const authorizerKeys = [
  key(
    'authorizer.class.name',
    text('', { oneOf: ['', 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'] }),
    'The authorizer: none, or Kafka’s own, which decides by ACLs.',
  ),
  key(
    'super.users',
    text(''),
    'Principals who may do everything whatever the ACLs say, as User:admin;User:other.',
    internal,
  ),
  key(
    'allow.everyone.if.no.acl.found',
    boolean(false),
    'Whether everybody may use a resource that no ACL is about.',
    internal,
  ),
] as const;
