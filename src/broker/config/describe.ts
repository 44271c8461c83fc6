/** Configuration as clients see it: each value with where it comes from (Kafka: ConfigHelper.scala). */
import { brokerKeys, type TopicKeyName, topicConfigKeys } from '../config.ts';
import type { ConfigKey, ConfigType } from './key.ts';
import { configSource, type Settings, type SourcedValue, type Values } from './settings.ts';

export interface DescribedConfig {
  readonly name: string;
  readonly value: string | null;
  readonly readOnly: boolean;
  readonly configSource: number;
  readonly isSensitive: boolean;
  /** The values that count, the strongest first. */
  readonly synonyms: readonly SourcedValue[];
  readonly configType: number;
  readonly documentation: string;
}

/** DescribeConfigsResponse.ConfigType */
const TYPE_CODES: Record<ConfigType, number> = { boolean: 1, string: 2, int: 3, short: 4, long: 5, double: 6, list: 7 };

export const describeTopicConfigs = (settings: Settings, own: Values): DescribedConfig[] =>
  [...topicConfigKeys.values()].map(key => {
    const name = key.name as TopicKeyName;
    const value = own.get(name);
    const synonyms = key.inherits?.[0] ? settings.valuesOf(brokerKeys.get(key.inherits[0].name)!) : [];
    if (value !== undefined) synonyms.unshift({ name, value, source: configSource.topic });
    return described(key, settings.ofTopic(name, own), synonyms, false);
  });

export const describeBrokerConfigs = (settings: Settings): DescribedConfig[] =>
  [...brokerKeys.values()].map(key => {
    const values = settings.valuesOf(key);
    return described(key, values[0]?.value ?? null, values, key.update !== 'cluster-wide');
  });

/** Only what was set for all brokers: the resource without a name. */
export const describeClusterConfigs = (settings: Settings, clusterWide: Values): DescribedConfig[] =>
  [...clusterWide].map(([name, value]) => {
    const key = brokerKeys.get(name)!;
    const synonyms = settings.valuesOf(key).filter(each => each.source !== configSource.thisBroker);
    return described(key, value, synonyms, false);
  });

function described(
  key: ConfigKey,
  value: string | null,
  synonyms: readonly SourcedValue[],
  readOnly: boolean,
): DescribedConfig {
  return {
    name: key.name,
    value,
    readOnly,
    configSource: synonyms[0]?.source ?? configSource.default,
    isSensitive: false,
    synonyms,
    configType: TYPE_CODES[key.type],
    documentation: key.doc,
  };
}
