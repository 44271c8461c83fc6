/** The authorizer that is configured, if one is. */
import type { Settings } from '../config/settings.ts';
import type { Log } from '../log-line.ts';
import type { MetadataStore } from '../metadata/metadata-store.ts';
import { Acls } from './acls.ts';
import type { Authorizer } from './authorizer.ts';
import { STANDARD_AUTHORIZER, StandardAuthorizer, superUsersIn } from './standard-authorizer.ts';

/** Failure with code USAGE when super.users cannot be read. Other class names are refused by their key's row. */
export function openAuthorizer(settings: Settings, store: MetadataStore, log: Log): Authorizer | undefined {
  const superUsers = superUsersIn(settings.text('super.users') ?? '');
  if (settings.text('authorizer.class.name') !== STANDARD_AUTHORIZER) return undefined;
  const allowIfNoAcl = settings.flag('allow.everyone.if.no.acl.found');
  return new StandardAuthorizer({ acls: new Acls(store), superUsers, allowIfNoAcl, log });
}
