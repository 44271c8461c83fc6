/** What a plan of consumers starts from; rates are in records a second. */
export interface ConsumersQuestion {
  /** What producers write. */
  readonly arrivalPerSec: number;
  /** What one member gets through. */
  readonly memberPerSec: number;
  readonly partitions: number;
  readonly recordBytes: number;
  /** Members that there are; undefined for a group to be. */
  readonly members: number | undefined;
  /** Records that wait. */
  readonly lagRecords: number;
  /** The backlog shall be gone in so long; undefined: only keep up. */
  readonly drainWithinMs: number | undefined;
  /** Of the slowest one per cent of records: what a poll's budget must allow for. */
  readonly slowRecordMs: number;
  readonly maxPollRecords: number;
  readonly maxPollIntervalMs: number;
  readonly sessionTimeoutMs: number;
  readonly brokers: number;
  readonly topic: string | undefined;
  readonly group: string | undefined;
  /** How the numbers above are known. */
  readonly how: { readonly arrival: string; readonly member: string; readonly lag: string };
}
