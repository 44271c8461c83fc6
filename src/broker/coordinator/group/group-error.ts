/** Why the coordinator refuses a request, under the name that goes into Kafka's response. */
import { type ErrorName, errors } from '../../../protocol/errors.ts';

export class GroupError extends Error {
  override name = 'GroupError';
  readonly error: ErrorName;

  constructor(error: ErrorName, message: string = errors[error].message, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.error = error;
  }

  get code(): number {
    return errors[this.error].code;
  }
}

/** The refusal of a log, which is any Error with a Kafka error name in `error`; undefined for a defect. */
export function refusalOf(thrown: unknown): (Error & { readonly error: ErrorName }) | undefined {
  if (!(thrown instanceof Error) || !('error' in thrown) || typeof thrown.error !== 'string') return undefined;
  return thrown.error in errors ? (thrown as Error & { readonly error: ErrorName }) : undefined;
}

/**
 * What members are told when `__consumer_offsets` does not take a record: they know the errors of coordinators, not
 * those of logs (CoordinatorOperationExceptionHelper, GroupMetadataManager.appendGroupMetadataErrorToResponseError).
 */
export function answerForAppendError(error: ErrorName): ErrorName {
  switch (error) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'NOT_ENOUGH_REPLICAS':
    case 'REQUEST_TIMED_OUT':
      return 'COORDINATOR_NOT_AVAILABLE';
    case 'NOT_LEADER_OR_FOLLOWER':
    case 'KAFKA_STORAGE_ERROR':
      return 'NOT_COORDINATOR';
    case 'MESSAGE_TOO_LARGE':
    case 'RECORD_LIST_TOO_LARGE':
    case 'INVALID_FETCH_SIZE':
      return 'UNKNOWN_SERVER_ERROR';
    default:
      return error;
  }
}
