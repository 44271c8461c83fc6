/** ACLs, found by the resource that they are about. Most brokers have few prefixes: one look-up for each of their lengths. */
import { type Acl, WILDCARD } from './acl.ts';
import type { ResourceType } from './acl-codes.ts';

interface OfOneType {
  readonly all: Acl[];
  readonly literal: Map<string, Acl[]>;
  readonly prefixed: Map<string, Acl[]>;
  readonly prefixLengths: Set<number>;
}

export class AclIndex {
  private readonly types = new Map<ResourceType, OfOneType>();

  constructor(acls: Iterable<Acl>) {
    for (const acl of acls) this.add(acl);
  }

  ofType(type: ResourceType): readonly Acl[] {
    return this.types.get(type)?.all ?? [];
  }

  /** The ACLs that count for a resource. */
  *affecting(type: ResourceType, name: string): Generator<Acl> {
    const found = this.types.get(type);
    if (found === undefined) return;
    const { literal, prefixed, prefixLengths } = found;
    yield* literal.get(name) ?? [];
    // A name that begins with an asterisk escapes Kafka's search for the wildcard (StandardAuthorizerData.checkSection).
    if (!name.startsWith(WILDCARD)) yield* literal.get(WILDCARD) ?? [];
    for (const length of prefixLengths) if (length <= name.length) yield* prefixed.get(name.slice(0, length)) ?? [];
  }

  private add(acl: Acl): void {
    const { resourceType, resourceName, patternType } = acl;
    let type = this.types.get(resourceType);
    if (type === undefined)
      this.types.set(
        resourceType,
        (type = { all: [], literal: new Map(), prefixed: new Map(), prefixLengths: new Set() }),
      );
    const named = patternType === 'LITERAL' ? type.literal : type.prefixed;
    const same = named.get(resourceName);
    if (same === undefined) named.set(resourceName, [acl]);
    else same.push(acl);
    if (patternType === 'PREFIXED') type.prefixLengths.add(resourceName.length);
    type.all.push(acl);
  }
}
