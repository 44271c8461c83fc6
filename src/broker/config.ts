/** Every configuration key of the broker, of topics and of groups. Adding one is one row here and its use where it counts. */

import { authorizerKeys } from './config/authorizer-keys.ts';
import { cleanerKeys } from './config/cleaner-keys.ts';
import { clientMetricsKeys } from './config/client-metrics-keys.ts';
import { consumerGroupKeys } from './config/consumer-group-keys.ts';
import { groupConfigKeys } from './config/group-config-keys.ts';
import { groupKeys } from './config/group-keys.ts';
import { idleLogKeys } from './config/idle-log-keys.ts';
import { idleTopicKeys } from './config/idle-topic-keys.ts';
import type { ConfigKey } from './config/key.ts';
import { listenerKeys } from './config/listener-keys.ts';
import { logKeys } from './config/log-keys.ts';
import { policyKeys } from './config/policy-keys.ts';
import { purgatoryKeys } from './config/purgatory-keys.ts';
import { quorumKeys } from './config/quorum-keys.ts';
import { quotaKeys } from './config/quota-keys.ts';
import { remoteKeys } from './config/remote-keys.ts';
import { replicaKeys } from './config/replica-keys.ts';
import { runtimeKeys } from './config/runtime-keys.ts';
import { saslClientKeys } from './config/sasl-client-keys.ts';
import { saslKeys } from './config/sasl-keys.ts';
import { serverKeys } from './config/server-keys.ts';
import { shareGroupKeys } from './config/share-group-keys.ts';
import { sslKeys } from './config/ssl-keys.ts';
import { topicKeys } from './config/topic-keys.ts';
import { transactionKeys } from './config/transaction-keys.ts';

export type { ConfigKey } from './config/key.ts';

const declaredBrokerKeys = [
  ...serverKeys,
  ...listenerKeys,
  ...sslKeys,
  ...saslKeys,
  ...saslClientKeys,
  ...authorizerKeys,
  ...quotaKeys,
  ...policyKeys,
  ...groupKeys,
  ...consumerGroupKeys,
  ...shareGroupKeys,
  ...transactionKeys,
  ...logKeys,
  ...idleLogKeys,
  ...cleanerKeys,
  ...remoteKeys,
  ...replicaKeys,
  ...quorumKeys,
  ...purgatoryKeys,
  ...runtimeKeys,
] as const;
const declaredTopicKeys = [...topicKeys, ...idleTopicKeys] as const;

export type BrokerKeyName = (typeof declaredBrokerKeys)[number]['name'];
export type TopicKeyName = (typeof declaredTopicKeys)[number]['name'];
export type GroupKeyName = (typeof groupConfigKeys)[number]['name'];

export const brokerKeys: ReadonlyMap<string, ConfigKey> = byName(declaredBrokerKeys);
export const topicConfigKeys: ReadonlyMap<string, ConfigKey> = byName(declaredTopicKeys);
/** Keys of consumer, share and streams groups: the resource type GROUP. */
export const groupResourceKeys: ReadonlyMap<string, ConfigKey> = byName(groupConfigKeys);
/** Of subscriptions to client metrics: the resource type CLIENT_METRICS. */
export const clientMetricsResourceKeys: ReadonlyMap<string, ConfigKey> = byName(clientMetricsKeys);

/** In the order of their names, as DescribeConfigs and the documentation show them. */
function byName(keys: readonly ConfigKey[]): ReadonlyMap<string, ConfigKey> {
  const sorted = [...keys].sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(sorted.map(key => [key.name, key]));
}

/**
 * What differs from Kafka's defaults on a broker for development, unless it is said otherwise: no waiting for more
 * members, one replica of __consumer_offsets and of __transaction_state, bounded memory. Kafka's own server.properties does the first two as well.
 */
export const developmentDefaults: Readonly<Partial<Record<BrokerKeyName, string>>> = {
  'group.initial.rebalance.delay.ms': '0',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.replication.factor': '1',
  'queued.max.request.bytes': String(256 * 1024 * 1024),
  'process.roles': 'broker,controller',
};
