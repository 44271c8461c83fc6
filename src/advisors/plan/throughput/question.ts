/** What a throughput plan starts from, and what follows from it; rates are bytes a second, "on the wire" after compression. */
import type { SweepRow } from '../measure/batch-sweep.ts';
import type { CodecResult } from '../observe/codec-trial.ts';

export interface ThroughputQuestion {
  /** What applications hand to producers, before compression. */
  readonly targetBytesPerSec: number;
  readonly recordBytes: number;
  readonly partitions: number;
  readonly brokers: number;
  /** Undefined: as many as it takes. */
  readonly instances: number | undefined;
  /** Bytes before divided by bytes after; 1 without compression. */
  readonly compressionRatio: number;
  readonly codec: string;
  /** Of the records named, when they were sampled; the best ratio first. */
  readonly codecs: readonly CodecResult[];
  /** What one producer writes on the wire; where there is a sweep, its rows say. */
  readonly producerBytesPerSec: number;
  /** From a batch being sent to its acknowledgement. */
  readonly ackMs: number;
  /** How long a record may wait for its batch. */
  readonly lingerBudgetMs: number;
  /** How long brokers may refuse writes, an election or a restart, without send() blocking. */
  readonly stallMs: number;
  /** Undefined: chosen. */
  readonly batchBytes: number | undefined;
  readonly sweep: readonly SweepRow[];
  readonly topic: string | undefined;
  readonly how: { readonly record: string; readonly producer: string; readonly ack: string; readonly ratio: string };
}

/** What follows from the question; `throughputSteps` shows how. */
export interface Reckoned {
  readonly wireBytesPerSec: number;
  readonly instances: number;
  /** With these batches. */
  readonly producerBytesPerSec: number;
  /** On the wire, of one instance into one partition. */
  readonly flowBytesPerSec: number;
  readonly batchBytes: number;
  readonly fillMs: number;
  readonly lingerMs: number;
  /** On average, with this linger. */
  readonly sentBatchBytes: number;
  readonly batchesPerSec: number;
  /** What max.in.flight allows one instance. */
  readonly inFlightBytesPerSec: number;
  readonly bufferBytes: number;
}

/** max.in.flight.requests.per.connection. */
export const IN_FLIGHT = 5;
/** max.request.size. */
export const REQUEST_BYTES = 1_048_576;
