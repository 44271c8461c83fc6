/** What was set at run time for this broker and for all brokers (KIP-226): kept in the metadata, told to the settings. */
import type { Settings, Values } from '../config/settings.ts';
import type { MetadataStore } from './metadata-store.ts';

export type BrokerScope = 'ofThisBroker' | 'clusterWide';

export class DynamicConfigs {
  private readonly store: MetadataStore;
  private readonly settings: Settings;
  private readonly changed: () => void;

  /** `changed` is called after each change: the logs take their configuration anew. */
  constructor(store: MetadataStore, settings: Settings, changed: () => void) {
    this.store = store;
    this.settings = settings;
    this.changed = changed;
    this.tell();
  }

  of(scope: BrokerScope): Values {
    return new Map(Object.entries(this.store.current.brokerConfigs[scope]));
  }

  set(scope: BrokerScope, values: Values): void {
    this.store.change(stored => {
      stored.brokerConfigs[scope] = Object.fromEntries(values);
    });
    this.tell();
    this.changed();
  }

  private tell(): void {
    this.settings.setDynamic({ ofThisBroker: this.of('ofThisBroker'), clusterWide: this.of('clusterWide') });
  }
}
