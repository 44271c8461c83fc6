/** Requests of APIs and versions that are not served: the only answer they get is a closed connection. */
import { apiName, kafkaApis } from '../kafka-apis.ts';
import type { UnservedRequest } from '../observer.ts';
import type { Complaint } from './mistake.ts';
import type { Software } from './software.ts';

/** How each client library is made to speak what brokers of today understand. */
const upgrades: Readonly<Record<string, string>> = {
  librdkafka:
    'take librdkafka 2 or later, and remove api.version.request=false and broker.version.fallback from its configuration',
  'apache-kafka-java': 'take kafka-clients 2.1 or later',
  sarama: 'set config.Version to sarama.V2_1_0_0 or later',
  'kafka-python': 'take kafka-python 2.1 or later and leave api_version out, so that it asks the broker',
  kafkajs: 'take kafkajs 2',
};
const anyUpgrade =
  'upgrade the client to a release of 2019 or later (Kafka 2.1), and let it ask the broker for its versions rather than telling it one';

export function unservedComplaint(
  { apiKey, apiVersion, serves }: UnservedRequest,
  software: Software | undefined,
): Complaint {
  const name = apiName(apiKey) ?? `API ${apiKey}`;
  const about = `${name} v${apiVersion}`;
  const isOld = apiVersion <= (kafkaApis.find(({ key }) => key === apiKey)?.removedUpTo ?? -1);
  const advice = isOld ? (upgrades[software?.name ?? ''] ?? anyUpgrade) : notTold;
  if (serves === undefined)
    return { kind: 'api-not-served', about, what: `sends ${about}, an API that is not served here`, advice };
  const range = serves.min === serves.max ? `v${serves.min} is` : `v${serves.min} to v${serves.max} are`;
  const reason = isOld ? `which Kafka 4.0 removed (KIP-896)` : 'which Kafka 4.1 does not have';
  return { kind: 'version-not-served', about, what: `sends ${about}, ${reason}; ${range} served`, advice };
}

const notTold =
  'the client should look at what ApiVersions offers: do not pin the version of the broker in it. `mq broker apis` shows what is served';
