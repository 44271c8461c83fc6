/** Why a change of topics or configs is refused, under the name that goes into Kafka's response. */
import type { ErrorName } from '../../protocol/errors.ts';

export class MetadataError extends Error {
  override name = 'MetadataError';
  readonly error: ErrorName;

  constructor(error: ErrorName, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.error = error;
  }
}
