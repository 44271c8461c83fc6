/**
 * The features of a cluster (KIP-584): which levels this broker knows, and which are in force. Names and ranges are those
 * of Kafka 4.1 (Feature.java, MetadataVersion.java); clients choose by them how they speak of transactions and groups.
 */
import type { MetadataStore } from './metadata-store.ts';

export interface Feature {
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** In force unless changed: what kafka-storage.sh format of 4.1 writes. */
  readonly defaultLevel: number;
}

/** A row is added when the broker does what the feature promises. */
export const supportedFeatures: readonly Feature[] = [
  // KIP-966: with one replica nobody is ever eligible besides the leader, as in Kafka.
  { name: 'eligible.leader.replicas.version', minVersion: 0, maxVersion: 1, defaultLevel: 1 },
  // KIP-848: the consumer protocol.
  { name: 'group.version', minVersion: 0, maxVersion: 1, defaultLevel: 1 },
  // KIP-853: of the quorum that keeps the metadata; one voter.
  { name: 'kraft.version', minVersion: 0, maxVersion: 1, defaultLevel: 0 },
  // KIP-890: 1 writes flexible records of transactions, 2 has an epoch for each transaction.
  { name: 'transaction.version', minVersion: 0, maxVersion: 2, defaultLevel: 2 },
  // 3.3-IV3 to 4.1-IV1.
  { name: 'metadata.version', minVersion: 7, maxVersion: 27, defaultLevel: 27 },
];

/** The levels in force. They are kept in the metadata as far as somebody changed them. */
export class Features {
  private readonly store: MetadataStore;

  constructor(store: MetadataStore) {
    this.store = store;
  }

  get supported(): readonly Feature[] {
    return supportedFeatures;
  }

  /** Grows with every change; clients keep the features with the highest epoch. */
  get epoch(): number {
    return this.store.current.features?.epoch ?? 0;
  }

  /** 0, which is "off", for a feature that this broker does not know. */
  levelOf(name: string): number {
    const stored = this.store.current.features?.levels[name];
    return stored ?? supportedFeatures.find(feature => feature.name === name)?.defaultLevel ?? 0;
  }

  /** Those that are on. */
  get finalized(): { readonly name: string; readonly level: number }[] {
    return supportedFeatures.map(({ name }) => ({ name, level: this.levelOf(name) })).filter(({ level }) => level > 0);
  }

  /** Puts the levels in force, all or none. They were checked before. */
  set(levels: ReadonlyMap<string, number>): void {
    const epoch = this.epoch + 1;
    this.store.change(stored => {
      stored.features = { epoch, levels: { ...stored.features?.levels, ...Object.fromEntries(levels) } };
    });
  }
}
