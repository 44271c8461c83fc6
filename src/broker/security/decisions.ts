/**
 * Decisions once made, by who asks and about what: the same question comes with every produce and fetch. Forgotten when
 * there are too many; those of a principal end with the connection that brought it.
 */
import type { AclOperation, ResourceType } from './acl-codes.ts';
import type { Client } from './authorizer.ts';
import type { Principal } from './principal.ts';

type ByName = Map<string, boolean>;
type OfClient = Partial<Record<ResourceType, Partial<Record<AclOperation, ByName>>>>;

const MOST_DECISIONS = 20_000;
/** Longer than a topic's can be; clients may ask for any name, and none is to fill the memory with them. */
const LONGEST_NAME = 255;

export class Decisions {
  private clients = new WeakMap<Principal, Map<string, OfClient>>();
  private count = 0;

  /** What was decided, else what `decide` says now. */
  recall(
    { principal, host }: Client,
    operation: AclOperation,
    type: ResourceType,
    name: string,
    decide: () => boolean,
  ): boolean {
    let hosts = this.clients.get(principal);
    if (hosts === undefined) this.clients.set(principal, (hosts = new Map()));
    let ofClient = hosts.get(host);
    if (ofClient === undefined) hosts.set(host, (ofClient = {}));
    const operations = (ofClient[type] ??= {});
    const names = (operations[operation] ??= new Map());
    const known = names.get(name);
    if (known !== undefined) return known;
    const decided = decide();
    if (name.length > LONGEST_NAME) return decided;
    if (++this.count > MOST_DECISIONS) this.forget();
    else names.set(name, decided);
    return decided;
  }

  forget(): void {
    this.clients = new WeakMap();
    this.count = 0;
  }
}
