/** Changes that one broker cannot make, and whatever else is refused for a reason worth telling. */
import { type ErrorName, errors } from '../../protocol/errors.ts';
import type { FoundError, Rule } from './mistake.ts';
import { shown } from './software.ts';

const replication: Rule = ({ topic = '', message }, { request }) => {
  const asked = request.topics?.find?.((each: { name: string }) => each.name === topic)?.replicationFactor;
  return {
    kind: 'replication-factor',
    about: topic,
    what: `creates topic ${shown(topic)} with replication factor ${asked ?? shown(message ?? '', 100)}, and this is one broker`,
    advice: 'ask for 1, or for −1: the default of whatever cluster it is',
  };
};

/** Kafka's own words, and ours on what to do. */
const refused =
  (error: ErrorName): Rule =>
  ({ topic, name, message }: FoundError, { api }) => ({
    kind: 'refused',
    about: `${api.name} ${topic ?? name ?? ''}`,
    what: `is refused ${api.name}${name === undefined ? '' : ` for ${shown(name)}`}: ${shown(message ?? errors[error].message, 300)}`,
    advice: errors[error].advice ?? 'mend the request, as the words of the broker say',
  });

const told: readonly ErrorName[] = [
  'INVALID_PARTITIONS',
  'INVALID_REPLICA_ASSIGNMENT',
  'INVALID_CONFIG',
  'POLICY_VIOLATION',
  'UNSUPPORTED_VERSION',
  'TOPIC_DELETION_DISABLED',
  'KAFKA_STORAGE_ERROR',
  'UNKNOWN_SERVER_ERROR',
  'UNACCEPTABLE_CREDENTIAL',
  'FEATURE_UPDATE_FAILED',
];

export const adminRules: Partial<Record<ErrorName, Rule>> = {
  INVALID_REPLICATION_FACTOR: replication,
  ...Object.fromEntries(told.map(error => [error, refused(error)])),
  // Also of ordinary clients, which do not show the message.
  INVALID_REQUEST: refused('INVALID_REQUEST'),
};
