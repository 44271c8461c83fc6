/** The quotas there are: kept in the metadata, changed as Kafka's ClientQuotaControlManager does. */
import type { MetadataStore } from '../metadata/metadata-store.ts';
import { checkEntity, checkValue, invalid } from './check-quota.ts';
import { quotaEntityKey, type StoredQuota } from './quota-entity.ts';

/** What is to be changed of one entity. */
export interface QuotaAlteration {
  /** By type; null for the default. */
  readonly entity: Readonly<Record<string, string | null>>;
  readonly ops: readonly { readonly key: string; readonly value: number; readonly remove: boolean }[];
}

export class ClientQuotas {
  private readonly store: MetadataStore;
  private byEntity: ReadonlyMap<string, StoredQuota>;
  private readonly listeners: (() => void)[] = [];

  constructor(store: MetadataStore) {
    this.store = store;
    this.byEntity = new Map((store.current.quotas ?? []).map(quota => [quotaEntityKey(quota.entity), quota]));
  }

  get all(): Iterable<StoredQuota> {
    return this.byEntity.values();
  }

  /** `run` is called after each change. */
  onChange(run: () => void): void {
    this.listeners.push(run);
  }

  /** The quota that an alteration leads to. Throws MetadataError when it cannot be. */
  altered({ entity: named, ops }: QuotaAlteration): StoredQuota {
    const keys = ops.map(({ key }) => key);
    if (new Set(keys).size !== keys.length) throw invalid('Duplicate quota key');
    const entity = checkEntity(named);
    const values = { ...this.byEntity.get(quotaEntityKey(entity))?.values };
    for (const { key, value, remove } of ops) {
      if (!remove) checkValue(entity, key, value);
      if (remove) delete values[key];
      else values[key] = value;
    }
    return { entity, values };
  }

  /** Puts these in the place of what their entities had; one without values is gone. */
  put(quotas: readonly StoredQuota[]): void {
    if (quotas.length === 0) return;
    const byEntity = new Map(this.byEntity);
    for (const quota of quotas) {
      if (Object.keys(quota.values).length > 0) byEntity.set(quotaEntityKey(quota.entity), quota);
      else byEntity.delete(quotaEntityKey(quota.entity));
    }
    this.store.change(draft => {
      draft.quotas = [...byEntity.values()];
    });
    this.byEntity = byEntity;
    for (const run of this.listeners) run();
  }
}
