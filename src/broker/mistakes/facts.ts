/** What rules ask of the broker, from its parts. */
import type { Broker } from '../broker.ts';
import { type BrokerKeyName, brokerKeys, type TopicKeyName, topicConfigKeys } from '../config.ts';
import type { Facts } from './mistake.ts';

export function factsOf({ topics, settings }: Broker, bootstrap: string): Facts {
  return {
    bootstrap,
    *topics() {
      for (const { name, isInternal } of topics.all) if (!isInternal) yield name;
    },
    partitionsOf: topic => topics.byName(topic)?.partitions.length,
    topicName: id => topics.byId(id)?.name,
    topicConfig(topic, key) {
      if (!topicConfigKeys.has(key)) return undefined;
      return settings.ofTopic(key as TopicKeyName, topics.byName(topic)?.configs ?? new Map());
    },
    setting: key => (brokerKeys.has(key) ? (settings.text(key as BrokerKeyName) ?? undefined) : undefined),
    offsetsOf(topic, partition) {
      const log = topics.byName(topic)?.partitions[partition]?.log;
      return log === undefined ? undefined : { first: log.logStartOffset, end: log.highWatermark };
    },
  };
}
