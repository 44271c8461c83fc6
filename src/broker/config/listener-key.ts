/** Keys that are set for one listener: listener.name.NAME.KEY, listener.name.NAME.MECHANISM.KEY (KIP-103, KIP-226). */
import { brokerKeys } from '../config.ts';
import type { ConfigKey } from './key.ts';

const PREFIX = 'listener.name.';

/** Kafka takes the name of a listener in lower case. */
export const listenerPrefix = (listener: string): string => `${PREFIX}${listener.toLowerCase()}.`;

/** The listener that such a key is for; undefined when it is for none. */
export const listenerOfKey = (name: string): string | undefined =>
  name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('.')[0]!.toUpperCase() : undefined;

/** The row of a key with such a prefix, as if it were declared with it; undefined when it is none. */
export function listenerKeyOf(name: string): ConfigKey | undefined {
  if (!name.startsWith(PREFIX)) return undefined;
  const [, ...rest] = name.slice(PREFIX.length).split('.');
  const key = brokerKeys.get(rest.join('.'));
  if (key?.perListener !== undefined) return { ...key, name };
  const [, ...ofMechanism] = rest;
  const mechanismKey = brokerKeys.get(ofMechanism.join('.'));
  return mechanismKey?.perListener === 'mechanism' ? { ...mechanismKey, name } : undefined;
}
