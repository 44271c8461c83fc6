/** Which quota of one kind holds for a connection: the most specific one (Kafka: ClientQuotaManager, its order of precedence). */
import type { ClientQuotaKey } from './check-quota.ts';
import type { StoredQuota } from './quota-entity.ts';

/** A bound, and who is measured together against it. */
export interface Limit {
  readonly sharedBy: string;
  readonly bound: number;
}

type Part = string | null | undefined;

/** Client ids are the clients' to make up. */
const MOST_REMEMBERED = 10_000;
const LONGEST_REMEMBERED = 255;
const DEFAULT = null;
const NONE = undefined;

export class Limits {
  private readonly bounds = new Map<string, number>();
  /** What was found, by user and client id. */
  private readonly found = new Map<string, Map<string, Limit | undefined>>();
  private foundCount = 0;

  constructor(quotas: Iterable<StoredQuota>, key: ClientQuotaKey) {
    for (const { entity, values } of quotas) {
      const bound = values[key];
      if (bound !== undefined) this.bounds.set(keyOf(entity.user, entity['client-id']), bound);
    }
  }

  get isEmpty(): boolean {
    return this.bounds.size === 0;
  }

  /** Quotas of a user count all its connections together, those of a client id all with that id; of both, those with both. */
  of(user: string, clientId: string): Limit | undefined {
    if (this.isEmpty) return undefined;
    let ofUser = this.found.get(user);
    if (ofUser === undefined) this.found.set(user, (ofUser = new Map()));
    if (ofUser.has(clientId)) return ofUser.get(clientId);
    const limit = this.search(user, clientId);
    if (clientId.length > LONGEST_REMEMBERED) return limit;
    ofUser.set(clientId, limit);
    if (++this.foundCount > MOST_REMEMBERED) this.forget();
    return limit;
  }

  private search(user: string, clientId: string): Limit | undefined {
    for (const [ofUser, ofClient] of levels(user, clientId)) {
      const bound = this.bounds.get(keyOf(ofUser, ofClient));
      if (bound === undefined) continue;
      const sharedBy = keyOf(ofUser === NONE ? NONE : user, ofClient === NONE ? NONE : clientId);
      return { sharedBy, bound };
    }
    return undefined;
  }

  private forget(): void {
    this.found.clear();
    this.foundCount = 0;
  }
}

/** A client without an id is not bound by quotas of client ids. */
function levels(user: string, clientId: string): readonly (readonly [user: Part, clientId: Part])[] {
  if (clientId === '')
    return [
      [user, NONE],
      [DEFAULT, NONE],
    ];
  return [
    [user, clientId],
    [user, DEFAULT],
    [user, NONE],
    [DEFAULT, clientId],
    [DEFAULT, DEFAULT],
    [DEFAULT, NONE],
    [NONE, clientId],
    [NONE, DEFAULT],
  ];
}

const keyOf = (user: Part, clientId: Part): string => `${textOf(user)},${textOf(clientId)}`;

/** With its length, so that no name looks like two. */
function textOf(part: Part): string {
  if (part === undefined) return 'none';
  return part === null ? 'default' : `${part.length}:${part}`;
}
