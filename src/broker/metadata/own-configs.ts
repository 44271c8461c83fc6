/** Values of resources that are nothing but values: groups (KIP-848) and subscriptions to client metrics (KIP-714). */
import type { Values } from '../config/settings.ts';
import type { MetadataStore } from './metadata-store.ts';

const NONE: Values = new Map();

export class OwnConfigs {
  private readonly store: MetadataStore;
  private readonly kind: 'groupConfigs' | 'clientMetrics';
  private readonly byName: Map<string, Values>;

  constructor(store: MetadataStore, kind: 'groupConfigs' | 'clientMetrics') {
    this.store = store;
    this.kind = kind;
    const stored = Object.entries(store.current[kind] ?? {});
    this.byName = new Map(stored.map(([name, values]) => [name, new Map(Object.entries(values))]));
  }

  /** Resources that have values, and groups that had some: Kafka forgets those when it starts again (GroupConfigManager). */
  get names(): string[] {
    return [...this.byName.keys()];
  }

  of(name: string): Values {
    return this.byName.get(name) ?? NONE;
  }

  set(name: string, values: Values): void {
    this.store.change(stored => {
      const kept = { ...stored[this.kind] };
      if (values.size === 0) delete kept[name];
      else kept[name] = Object.fromEntries(values);
      stored[this.kind] = kept;
    });
    const isListed = values.size > 0 || (this.kind === 'groupConfigs' && this.byName.has(name));
    if (isListed) this.byName.set(name, values);
    else this.byName.delete(name);
  }
}
