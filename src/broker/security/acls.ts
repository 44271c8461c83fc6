/** The ACLs there are: kept in the metadata, indexed in memory (Kafka: AclControlManager.java). */
import type { MetadataStore } from '../metadata/metadata-store.ts';
import { type Acl, aclKey } from './acl.ts';
import { type AclFilter, matcherOf } from './acl-filter.ts';
import { AclIndex } from './acl-index.ts';

export class Acls {
  private readonly store: MetadataStore;
  private byKey: ReadonlyMap<string, Acl>;
  private indexed: AclIndex;
  private readonly listeners: (() => void)[] = [];

  constructor(store: MetadataStore) {
    this.store = store;
    this.byKey = new Map((store.current.acls ?? []).map(acl => [aclKey(acl), acl]));
    this.indexed = new AclIndex(this.byKey.values());
  }

  get index(): AclIndex {
    return this.indexed;
  }

  /** `run` is called after each change. */
  onChange(run: () => void): void {
    this.listeners.push(run);
  }

  matching(filter: AclFilter): Acl[] {
    return [...this.byKey.values()].filter(matcherOf(filter));
  }

  /** Those that exist already stay as they are. */
  add(acls: readonly Acl[]): void {
    const added = new Map(acls.map(acl => [aclKey(acl), acl]));
    for (const key of this.byKey.keys()) added.delete(key);
    if (added.size > 0) this.replace(new Map([...this.byKey, ...added]));
  }

  remove(acls: readonly Acl[]): void {
    const removed = new Set(acls.map(aclKey));
    if (removed.size > 0) this.replace(new Map([...this.byKey].filter(([key]) => !removed.has(key))));
  }

  private replace(byKey: ReadonlyMap<string, Acl>): void {
    this.store.change(draft => {
      draft.acls = [...byKey.values()];
    });
    this.byKey = byKey;
    this.indexed = new AclIndex(byKey.values());
    for (const run of this.listeners) run();
  }
}
