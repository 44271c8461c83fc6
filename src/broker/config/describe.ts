/** Configuration as clients see it: each value with where it comes from (Kafka: ConfigHelper.scala). */
import { brokerKeys, clientMetricsResourceKeys, groupResourceKeys, topicConfigKeys } from '../config.ts';
import { canonical } from './canonical.ts';
import type { ConfigKey, ConfigType } from './key.ts';
import { listenerKeyOf } from './listener-key.ts';
import { configSource, type Settings, type SourcedValue, type Values } from './settings.ts';
import { alternativesOf } from './synonyms.ts';

export interface DescribedConfig {
  readonly name: string;
  readonly value: string | null;
  readonly readOnly: boolean;
  readonly configSource: number;
  readonly isSensitive: boolean;
  /** The values that count, the strongest first; without the values where they are sensitive. */
  readonly synonyms: readonly { readonly name: string; readonly value: string | null; readonly source: number }[];
  readonly configType: number;
  readonly documentation: string;
}

/** DescribeConfigsResponse.ConfigType */
const TYPE_CODES: Record<ConfigType, number> = {
  unknown: 0,
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
};

export const describeTopicConfigs = (settings: Settings, own: Values): DescribedConfig[] =>
  shown(topicConfigKeys, own).map(key => {
    const value = own.get(key.name);
    const first = key.inherits?.[0];
    const synonyms = first === undefined ? [] : synonymsOf(brokerKeys.get(first.name)!, settings);
    if (value !== undefined)
      synonyms.unshift({ name: key.name, value: canonical(key, value), source: configSource.topic });
    return described(key, settings.inherited(key, own), synonyms, false);
  });

export const describeGroupConfigs = (settings: Settings, own: Values): DescribedConfig[] =>
  shown(groupResourceKeys, own).map(key => {
    const value = settings.inherited(key, own) ?? '';
    const source = own.has(key.name) ? configSource.group : configSource.default;
    return described(key, value, [{ name: key.name, value, source }], false);
  });

export const describeClientMetrics = (own: Values): DescribedConfig[] =>
  shown(clientMetricsResourceKeys, own).map(key => {
    const value = own.get(key.name);
    const synonyms = value === undefined ? [] : [{ name: key.name, value, source: configSource.clientMetrics }];
    return described(key, value ?? key.default, synonyms, false);
  });

export function describeBrokerConfigs(settings: Settings): DescribedConfig[] {
  const set = settings.allGiven;
  const others = [...set.keys()].filter(name => !brokerKeys.has(name));
  return [
    ...shown(brokerKeys, set).map(key => {
      const isFixed = key.update === undefined || key.update === 'read-only' || key.isShownReadOnly === true;
      const value = settings.valuesOf(key)[0]?.value ?? null;
      return described(key, value, synonymsOf(key, settings), isFixed);
    }),
    ...others.map(name => {
      const key = listenerKeyOf(name) ?? unknown(name);
      return described(key, set.get(name)!, withShortName(key, settings), true);
    }),
  ];
}

/** Only what was set for all brokers: the resource without a name. */
export const describeClusterConfigs = (settings: Settings, clusterWide: Values): DescribedConfig[] =>
  [...clusterWide].map(([name, value]) => {
    const key = brokerKeys.get(name) ?? listenerKeyOf(name) ?? unknown(name);
    const all = brokerKeys.has(name) ? settings.valuesOf(key) : withShortName(key, settings);
    const synonyms = all.filter(({ source }) => source === configSource.clusterWide);
    return described(key, value, synonyms, !brokerKeys.has(name) || key.isShownReadOnly === true);
  });

/** Only what is set by the long name, listener.name.NAME.KEY; after it what the short one says. */
function withShortName(key: ConfigKey, settings: Settings): SourcedValue[] {
  const own = settings.valuesOf({ ...key, default: null });
  const short = [...brokerKeys.values()].find(each => each.perListener && key.name.endsWith(`.${each.name}`));
  return short === undefined ? own : [...own, ...settings.valuesOf(short)];
}

/** Set under a name that is no key of Kafka's: what it is nobody knows, so it is treated as a secret. */
const unknown = (name: string): ConfigKey => ({ name, type: 'unknown', default: null, scope: 'broker', doc: '' });

const shown = (keys: ReadonlyMap<string, ConfigKey>, set: Values): ConfigKey[] =>
  [...keys.values()].filter(({ name, isInternal }) => isInternal !== true || set.has(name));

/** Values of keys that say the same in other units come with those of the key itself, once that has one. */
function synonymsOf(key: ConfigKey, settings: Settings): SourcedValue[] {
  const all = alternativesOf(key.name)
    .flatMap(name => settings.valuesOf(name === key.name ? key : brokerKeys.get(name)!))
    .sort((a, b) => a.source - b.source);
  const first = all.findIndex(({ name }) => name === key.name);
  return first < 0 ? [] : all.slice(first);
}

function described(
  key: ConfigKey,
  value: string | null,
  synonyms: readonly SourcedValue[],
  readOnly: boolean,
): DescribedConfig {
  const isSensitive = key.type === 'password' || key.type === 'unknown';
  return {
    name: key.name,
    value: isSensitive || value === null ? null : canonical(key, value),
    readOnly,
    configSource: synonyms[0]?.source ?? configSource.default,
    isSensitive,
    synonyms: isSensitive ? synonyms.map(each => ({ ...each, value: null })) : synonyms,
    configType: TYPE_CODES[key.type],
    documentation: key.doc,
  };
}
