/** What the coordinator of transactions needs of the broker around it. */
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../log-line.ts';
import type { TransactionConfig } from './transaction-config.ts';
import type { TransactionVersion } from './transaction-version.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly config: TransactionConfig;
  /** One that was never given out. */
  readonly newProducerId: () => number;
  /** The level of transaction.version that is in force. */
  readonly level: () => TransactionVersion;
  /** Appends to a partition of `__transaction_state`; refuses with an Error whose `error` is Kafka's name. */
  readonly append: (partition: number, batch: Buffer) => void;
  readonly writeMarker: (marker: PartitionMarker) => MarkerOutcome;
  readonly log: Log;
}

/** The end of a producer's transaction, for one partition. */
export interface PartitionMarker {
  readonly topic: string;
  readonly index: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly type: 'commit' | 'abort';
}

/**
 * `gone`: there is no such partition any more, and nothing to mark. `later`: it may be written when tried again.
 * `fenced`: somebody with a higher epoch has ended the transaction there; this coordinator gives up.
 */
export type MarkerOutcome = 'written' | 'gone' | 'later' | 'fenced';
