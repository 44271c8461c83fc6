/**
 * One configuration key: declared once, read by validation, DescribeConfigs, the broker itself and the documentation.
 * Names, types, defaults and ranges are those of Kafka 4.1 (ServerConfigs, SocketServerConfigs, GroupCoordinatorConfig,
 * ServerLogConfigs, LogConfig). A key that this broker does not act upon is not declared, and so cannot be set.
 */
export interface ConfigKey {
  readonly name: string;
  readonly type: ConfigType;
  /** As text, as Kafka shows it; null when there is none. */
  readonly default: string | null;
  readonly range?: ConfigRange;
  readonly scope: 'broker' | 'topic';
  /** How a broker key may change while the broker runs; topic keys always may. */
  readonly update?: 'read-only' | 'cluster-wide';
  /** The broker key that a topic key takes its value from; more than one for a time in ms, minutes or hours. */
  readonly inherits?: readonly Inheritance[];
  /** The option of startBroker that sets it; such a key is shown but not set by name. */
  readonly setBy?: string;
  readonly doc: string;
}

export type ConfigType = 'boolean' | 'int' | 'short' | 'long' | 'double' | 'string' | 'list';

export interface ConfigRange {
  readonly min?: number;
  readonly max?: number;
  /** Of a string, or of each element of a list. */
  readonly oneOf?: readonly string[];
}

/** `factor`: from the unit of the broker key to that of the topic key. */
export interface Inheritance {
  readonly name: string;
  readonly factor: number;
}

export const LONG_MAX = '9223372036854775807';
