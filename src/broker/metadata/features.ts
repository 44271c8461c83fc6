/**
 * The features of a cluster (KIP-584): which levels this broker knows, and which are in force. Names and ranges are those
 * of Kafka 4.1 (Feature.java, MetadataVersion.java); clients choose by them how they speak of transactions and groups.
 */
export interface Feature {
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** In force unless changed: what kafka-storage.sh format of 4.1 writes. */
  readonly defaultLevel: number;
}

/** A row is added when the broker does what the feature promises. */
export const supportedFeatures: readonly Feature[] = [];
