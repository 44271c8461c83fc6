/**
 * Configuration keys in one line each: name, type with default and range, what it is for, and its traits.
 *
 *     key('fetch.max.bytes', int(57671680, { min: 1024 }), 'The most bytes that one fetch returns.')
 *     key('num.io.threads', int(8, { min: 1 }), 'Threads that serve requests.', clusterWide, harmless('one event loop'))
 */
import type { ConfigKey, ConfigRange, ConfigType } from './key.ts';

type Value = Pick<ConfigKey, 'type' | 'default' | 'range'>;
type Traits = Partial<Omit<ConfigKey, 'name' | 'doc' | keyof Value>>;
type Default = string | number | boolean | null;

export const key = <const N extends string>(name: N, value: Value, doc: string, ...traits: readonly Traits[]) =>
  Object.assign({ name, scope: 'broker' as const, doc, ...value }, ...traits) as ConfigKey & { readonly name: N };

const value =
  (type: ConfigType) =>
  (kafkas: Default, range?: ConfigRange): Value => ({
    type,
    default: kafkas === null ? null : String(kafkas),
    ...(range === undefined ? {} : { range }),
  });

export const boolean = value('boolean');
export const int = value('int');
export const short = value('short');
export const long = value('long');
export const double = value('double');
export const text = value('string');
export const list = value('list');
/** Never shown to clients. */
export const password: Value = { type: 'password', default: null };
/** The name of a Java class. */
export const javaClass = value('class');

/**
 * Of a topic that has no value of its own: the first of the broker's keys that has one. A key in another unit comes with
 * the factor between the units.
 */
export const from = (...names: readonly (string | readonly [name: string, factor: number])[]): Traits => ({
  scope: 'topic',
  inherits: names.map(each =>
    typeof each === 'string' ? { name: each, factor: 1 } : { name: each[0], factor: each[1] },
  ),
});

/** May change while the broker runs: for all brokers or for one. */
export const clusterWide: Traits = { update: 'cluster-wide' };
/** May change while the broker runs, for one broker only. */
export const perBroker: Traits = { update: 'per-broker' };
/** May also be set for one listener, or for a SASL mechanism of it (key.ts: perListener). */
export const ofListener: Traits = { perListener: 'listener' };
export const ofMechanism: Traits = { perListener: 'mechanism' };
/** Kafka changes it while it runs, this broker does not. */
export const readOnce: Traits = { readOnce: true };
/** Shown as if it could not change (key.ts: isShownReadOnly). */
export const shownReadOnly: Traits = { isShownReadOnly: true };
/** Shown only where it is set. */
export const internal: Traits = { isInternal: true };

/** Nobody misses what the key would do: it may be set, and the log says once that nothing comes of it. */
export const harmless = (because: string): Traits => ({ noEffect: { because, maySet: true } });
/** Whoever sets the key counts on what this broker does not do: nothing but the default is accepted. */
export const refused = (because: string): Traits => ({ noEffect: { because, maySet: false } });
