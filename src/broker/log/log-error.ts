/** Why a log refuses a request, under the name that goes into Kafka's response. */
import { basename } from 'node:path';
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

/** Records that were on the disk cannot be read any more, or nobody can tell whose they are. */
export class DamagedLog extends LogError {
  override name = 'DamagedLog';

  constructor(directory: string, problem: string, details: { cause?: unknown } = {}) {
    const advice = `Its files are left as they are: restore ${directory} from a copy, or move it away to begin empty; or remove recovery-point-offset-checkpoint beside it, and the next start cuts every log off at what it cannot read`;
    super('KAFKA_STORAGE_ERROR', `${basename(directory)} is offline: ${problem}. ${advice}`, details);
  }
}
