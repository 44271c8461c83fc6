/** Every configuration key of the broker and of topics. Adding one is one row here and its use where it counts. */

import { authorizerKeys } from './config/authorizer-keys.ts';
import { cleanerKeys } from './config/cleaner-keys.ts';
import { groupKeys } from './config/group-keys.ts';
import type { ConfigKey } from './config/key.ts';
import { logKeys } from './config/log-keys.ts';
import { serverKeys } from './config/server-keys.ts';
import { topicKeys } from './config/topic-keys.ts';

export type { ConfigKey } from './config/key.ts';

const declaredBrokerKeys = [...serverKeys, ...authorizerKeys, ...groupKeys, ...logKeys, ...cleanerKeys] as const;

export type BrokerKeyName = (typeof declaredBrokerKeys)[number]['name'];
export type TopicKeyName = (typeof topicKeys)[number]['name'];

export const brokerKeys: ReadonlyMap<string, ConfigKey> = byName(declaredBrokerKeys);
export const topicConfigKeys: ReadonlyMap<string, ConfigKey> = byName(topicKeys);

/** In the order of their names, as DescribeConfigs and the documentation show them. */
function byName(keys: readonly ConfigKey[]): ReadonlyMap<string, ConfigKey> {
  const sorted = [...keys].sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(sorted.map(key => [key.name, key]));
}

/**
 * What differs from Kafka's defaults on a broker for development, unless it is said otherwise: no waiting for more
 * members, one replica of __consumer_offsets, bounded memory. Kafka's own server.properties does the first two as well.
 */
export const developmentDefaults: Readonly<Partial<Record<BrokerKeyName, string>>> = {
  'group.initial.rebalance.delay.ms': '0',
  'offsets.topic.replication.factor': '1',
  'queued.max.request.bytes': String(256 * 1024 * 1024),
};
