/** Why a log refuses a request, under the name that goes into Kafka's response. */
import type { ErrorName } from '../../protocol/errors.ts';

/** One refused record of a batch: its place in the batch and what is wrong (Produce v8+: RecordErrors, KIP-467). */
export interface RecordError {
  readonly batchIndex: number;
  readonly message: string;
}

export class LogError extends Error {
  override name = 'LogError';
  readonly error: ErrorName;
  readonly recordErrors: readonly RecordError[];

  constructor(error: ErrorName, message: string, details: { recordErrors?: RecordError[]; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.error = error;
    this.recordErrors = details.recordErrors ?? [];
  }
}
