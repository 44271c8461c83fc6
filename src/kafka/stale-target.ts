/** Answers that mean "you asked the wrong broker, or too early": the request was not carried out and may be sent again. */
import { errors } from '../protocol/errors.ts';

const codes = (...names: readonly (keyof typeof errors)[]): ReadonlySet<number> =>
  new Set(names.map(name => errors[name].code));

const always = codes('NOT_CONTROLLER', 'NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_LOAD_IN_PROGRESS');

/** The partition's leader moved, or is moving. */
export const leaderMoved = codes(
  'NOT_LEADER_OR_FOLLOWER',
  'LEADER_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'REPLICA_NOT_AVAILABLE',
  'OFFSET_NOT_AVAILABLE',
  'KAFKA_STORAGE_ERROR',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'UNKNOWN_TOPIC_ID',
  'INCONSISTENT_TOPIC_ID',
);

/** The first such code anywhere in a response, or 0. */
export function staleTargetCode(response: object, isLeaderTarget: boolean): number {
  for (const code of errorCodesIn(response)) {
    if (always.has(code) || (isLeaderTarget && leaderMoved.has(code))) return code;
  }
  return 0;
}

/** Every `errorCode` of a response, wherever its API keeps them. */
function* errorCodesIn(value: unknown): Generator<number> {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'errorCode') yield inner as number;
    else yield* errorCodesIn(inner);
  }
}
