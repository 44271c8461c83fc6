/** Why the coordinator refuses a request, under the name that goes into Kafka's response. */
import { type ErrorName, errors } from '../../../protocol/errors.ts';

export class TransactionError extends Error {
  override name = 'TransactionError';
  readonly error: ErrorName;

  constructor(error: ErrorName, message: string = errors[error].message, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.error = error;
  }
}

/**
 * What producers are told when `__transaction_state` does not take a record (TransactionStateManager): they know the
 * errors of coordinators, not those of logs.
 */
export function answerForAppendError(error: ErrorName): ErrorName {
  switch (error) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
    case 'REQUEST_TIMED_OUT':
      return 'COORDINATOR_NOT_AVAILABLE';
    case 'NOT_LEADER_OR_FOLLOWER':
    case 'KAFKA_STORAGE_ERROR':
      return 'NOT_COORDINATOR';
    case 'MESSAGE_TOO_LARGE':
    case 'RECORD_LIST_TOO_LARGE':
      return 'UNKNOWN_SERVER_ERROR';
    default:
      return error;
  }
}
