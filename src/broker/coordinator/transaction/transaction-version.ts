/**
 * How a client and the coordinator speak of transactions (KIP-890; Kafka: TransactionVersion.java). In 2 every
 * transaction has an epoch of its own, so that nothing that is late can reach into the next one. A client shows what it
 * speaks by the versions of its requests; what the coordinator does of its own accord follows the feature in force.
 */
export type TransactionVersion = 0 | 1 | 2;

export const TRANSACTION_VERSION = 'transaction.version';

export const bumpsEpoch = (version: TransactionVersion): boolean => version >= 2;

/** A level of the feature; a number that is none of them counts as the highest below. */
export const versionOfLevel = (level: number): TransactionVersion => (level >= 2 ? 2 : level >= 1 ? 1 : 0);
