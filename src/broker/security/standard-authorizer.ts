/** Kafka's own authorizer, by ACLs that are set through the broker (StandardAuthorizer.java). */
import { Failure } from '../../lib/failure.ts';
import type { Log } from '../log-line.ts';
import type { AclOperation, ResourceType } from './acl-codes.ts';
import type { Acls } from './acls.ts';
import type { Authorizer, Client } from './authorizer.ts';
import { type Asker, decide, decideForAny } from './decide.ts';
import { Decisions } from './decisions.ts';
import { hostAddress } from './host-address.ts';
import { principalText } from './principal.ts';

export const STANDARD_AUTHORIZER = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer';

export interface AuthorizerOptions {
  readonly acls: Acls;
  /** Text of principals who may do everything. */
  readonly superUsers: ReadonlySet<string>;
  /** What holds for a resource that no ACL is about. */
  readonly allowIfNoAcl: boolean;
  readonly log: Log;
}

export class StandardAuthorizer implements Authorizer {
  readonly acls: Acls;
  private readonly options: AuthorizerOptions;
  private readonly decisions = new Decisions();

  constructor(options: AuthorizerOptions) {
    this.options = options;
    this.acls = options.acls;
    this.acls.onChange(() => this.decisions.forget());
  }

  allows(who: Client, operation: AclOperation, type: ResourceType, name: string): boolean {
    return this.decisions.recall(who, operation, type, name, () => {
      const asker = askerOf(who);
      const { superUsers, allowIfNoAcl, log } = this.options;
      if (superUsers.has(asker.principal)) return true;
      const isAllowed = decide(this.acls.index, asker, operation, type, name, allowIfNoAcl);
      if (!isAllowed) log('debug', `${asker.principal} from ${asker.host} may not ${operation} ${type} ${name}`);
      return isAllowed;
    });
  }

  allowsAny(who: Client, operation: AclOperation, type: ResourceType): boolean {
    const asker = askerOf(who);
    const { superUsers, allowIfNoAcl } = this.options;
    return superUsers.has(asker.principal) || decideForAny(this.acls.index, asker, operation, type, allowIfNoAcl);
  }
}

const askerOf = ({ principal, host }: Client): Asker => ({
  principal: principalText(principal),
  host: hostAddress(host),
});

/** 'User:admin;User:other'. Failure with code USAGE when one of them is no principal. */
export function superUsersIn(text: string): Set<string> {
  const users = text
    .split(';')
    .map(user => user.trim())
    .filter(user => user !== '');
  for (const user of users)
    if (!/^[^:]+:./.test(user))
      throw new Failure(`super.users names ${user}, a principal is written with its type`, {
        code: 'USAGE',
        where: 'super.users',
        advice: `--config super.users=User:${user}`,
      });
  return new Set(users);
}
