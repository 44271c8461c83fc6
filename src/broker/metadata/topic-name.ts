/** Which names topics can have (Kafka: Topic.java). */

const MAX_LENGTH = 249;
const INTERNAL = new Set(['__consumer_offsets', '__transaction_state', '__share_group_state']);

export const OFFSETS_TOPIC = '__consumer_offsets';
export const TRANSACTIONS_TOPIC = '__transaction_state';

export const isInternal = (name: string): boolean => INTERNAL.has(name);

/** Why a name cannot be, in Kafka's words; undefined when it can. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'the empty string is not allowed';
  if (name === '.' || name === '..') return `'${name}' is not allowed`;
  if (name.length > MAX_LENGTH) return `the length of '${name}' is longer than the max allowed length ${MAX_LENGTH}`;
  if (!/^[a-zA-Z0-9._-]+$/.test(name))
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  return undefined;
}

/** Names that are one in the names of Kafka's metrics; two topics cannot share it. */
export const collisionKey = (name: string): string => name.replaceAll('.', '_');
