/** An authorizer with ACLs in memory. */
import type { StoredMetadata } from '../../../src/broker/metadata/metadata-file.ts';
import type { MetadataStore } from '../../../src/broker/metadata/metadata-store.ts';
import type { Acl } from '../../../src/broker/security/acl.ts';
import { Acls } from '../../../src/broker/security/acls.ts';
import { type AuthorizerOptions, StandardAuthorizer } from '../../../src/broker/security/standard-authorizer.ts';

export const acl = (over: Partial<Acl> = {}): Acl => ({
  resourceType: 'TOPIC',
  resourceName: 'orders',
  patternType: 'LITERAL',
  principal: 'User:alice',
  host: '*',
  operation: 'READ',
  permissionType: 'ALLOW',
  ...over,
});

/** Metadata that is never written. */
export function memoryStore(): MetadataStore {
  const current: Partial<StoredMetadata> = {};
  return {
    current,
    change: (apply: (draft: StoredMetadata) => void) => apply(current as StoredMetadata),
  } as MetadataStore;
}

export function authorizerWith(acls: readonly Acl[], options: Partial<AuthorizerOptions> = {}): StandardAuthorizer {
  const stored = new Acls(memoryStore());
  stored.add(acls);
  return new StandardAuthorizer({
    acls: stored,
    superUsers: new Set(),
    allowIfNoAcl: false,
    log: () => {},
    ...options,
  });
}

export const client = (name: string, host = '/127.0.0.1') => ({ principal: { type: 'User', name }, host });
