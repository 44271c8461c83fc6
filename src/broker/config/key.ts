/**
 * One configuration key: declared once, read by validation, DescribeConfigs, the broker itself and the documentation.
 * Names, types, defaults and ranges are those of Kafka 4.1 (ServerConfigs, SocketServerConfigs, GroupCoordinatorConfig,
 * ServerLogConfigs, LogConfig). All of Kafka's keys are declared, so that clients see what they see of Kafka; those that
 * this broker does not act upon say so (`noEffect`).
 */
export interface ConfigKey {
  readonly name: string;
  readonly type: ConfigType;
  /** As text, as Kafka shows it; null when there is none. */
  readonly default: string | null;
  readonly range?: ConfigRange;
  readonly scope: 'broker' | 'topic' | 'group' | 'client-metrics';
  /** How a broker key may change while the broker runs; topic keys always may. */
  readonly update?: 'read-only' | 'cluster-wide' | 'per-broker';
  /** The broker key that a topic key takes its value from; more than one for a time in ms, minutes or hours. */
  readonly inherits?: readonly Inheritance[];
  /** May also be given for one listener, as listener.name.NAME.KEY, or for a SASL mechanism of it, as listener.name.NAME.MECHANISM.KEY. */
  readonly perListener?: 'listener' | 'mechanism';
  /** Kafka changes it while it runs; this broker reads it when it starts, and refuses to change it later. */
  readonly readOnce?: boolean;
  /** Kafka changes it while it runs and shows it as one that cannot change (QuotaConfig's keys, which DynamicBrokerConfig does not list). */
  readonly isShownReadOnly?: boolean;
  /** Shown to clients only where it is set, as Kafka's internal keys are. */
  readonly isInternal?: boolean;
  readonly noEffect?: NoEffect;
  readonly doc: string;
}

/** Why this broker does not act upon a key, and whether it can be set to something other than its default all the same. */
export interface NoEffect {
  readonly because: string;
  readonly maySet: boolean;
}

/** 'unknown' is of values that were set under a name that is no key. */
export type ConfigType =
  | 'unknown'
  | 'boolean'
  | 'int'
  | 'short'
  | 'long'
  | 'double'
  | 'string'
  | 'list'
  | 'password'
  | 'class';

export interface ConfigRange {
  readonly min?: number;
  readonly max?: number;
  /** Of a string, or of each element of a list. */
  readonly oneOf?: readonly string[];
  /** Whether `oneOf` is meant in any case. */
  readonly anyCase?: boolean;
  /** A value outside of min and max that can be all the same. */
  readonly or?: number;
  /** What every element of a list looks like. */
  readonly pattern?: RegExp;
}

/** `factor`: from the unit of the broker key to that of the topic key. */
export interface Inheritance {
  readonly name: string;
  readonly factor: number;
}

export const LONG_MAX = '9223372036854775807';
