/** Keys that somebody has mistyped: Kafka takes any key for a broker, so that a typo would be kept and do nothing. */
import { type DescribedConfigs, describeConfigs } from '../kafka/admin/configs.ts';
import type { Cluster } from '../kafka/index.ts';
import { Failure } from '../lib/failure.ts';
import { ifMeant } from '../lib/meant.ts';
import { type ConfigEdit, flagOf, resourceText } from './configs.ts';

/** Brokers show these only once they are set (Kafka: QuotaConfig.brokerQuotaConfigs). */
const throttles = [
  'leader.replication.throttled.rate',
  'follower.replication.throttled.rate',
  'replica.alter.log.dirs.io.max.bytes.per.second',
];

/** Settings of one listener: listener.name.<its name>.<key>. */
const listenerPrefix = /^listener\.name\.[^.]+\.(?:(?:gssapi|plain|scram-sha-256|scram-sha-512|oauthbearer)\.)?/;

/** Throws a Failure (code USAGE) for the first key that the resource does not have. What is set may always be deleted. */
export async function requireKnownKeys(
  cluster: Cluster,
  resources: readonly DescribedConfigs[],
  edits: readonly ConfigEdit[],
): Promise<void> {
  for (const resource of resources) {
    const known = new Set(await keysOf(cluster, resource));
    const unknown = edits.find(({ name }) => !known.has(name) && !known.has(name.replace(listenerPrefix, '')));
    if (unknown === undefined) continue;
    throw new Failure(`${resourceText(resource)} has no setting ${unknown.name}; nothing was changed`, {
      code: 'USAGE',
      where: unknown.name,
      advice: ifMeant(unknown.name, known) ?? `mq config describe ${described(resource)} --all`,
    });
  }
}

/** The default of all brokers shows only what is set, so a broker is asked which keys there are. */
async function keysOf(cluster: Cluster, { type, name, configs }: DescribedConfigs): Promise<string[]> {
  const own = configs.map(config => config.name);
  if (type !== 'broker') return own;
  if (name !== '') return [...own, ...throttles];
  const [node] = (await cluster.metadata([])).brokers;
  const [broker] = await describeConfigs(cluster, [{ type, name: String(node!.nodeId) }]);
  return [...own, ...broker!.configs.map(config => config.name), ...throttles];
}

const described = (resource: DescribedConfigs): string =>
  resource.type === 'broker' && resource.name === '' ? '--broker ID' : flagOf(resource);
