/** Which quota of one kind holds for a connection: the most specific one (Kafka: ClientQuotaManager, its order of precedence). */
import type { ClientQuotaKey } from './check-quota.ts';
import type { StoredQuota } from './quota-entity.ts';

/** A bound, and who is measured together against it. */
export interface Limit {
  readonly sharedBy: string;
  readonly bound: number;
}

type Part = string | null | undefined;

const DEFAULT = null;
const NONE = undefined;

export class Limits {
  private readonly bounds = new Map<string, number>();

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
    for (const [ofUser, ofClient] of levels(user, clientId)) {
      const bound = this.bounds.get(keyOf(ofUser, ofClient));
      if (bound === undefined) continue;
      const sharedBy = keyOf(ofUser === NONE ? NONE : user, ofClient === NONE ? NONE : clientId);
      return { sharedBy, bound };
    }
    return undefined;
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

const keyOf = (user: Part, clientId: Part): string => JSON.stringify([textOf(user), textOf(clientId)]);
const textOf = (part: Part): string | number => (part === undefined ? 0 : (part ?? 1));
