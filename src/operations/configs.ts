/** Settings of topics, brokers and groups as an operator sees them: their own, or all with where each value comes from. */
import { type ConfigResource, type ConfigSource, type ConfigValue, describeConfigs } from '../kafka/admin/configs.ts';
import type { Cluster } from '../kafka/index.ts';
import { shellWord } from '../lib/shell.ts';

export interface ConfigEdit {
  readonly name: string;
  readonly operation: 'set' | 'delete' | 'append' | 'subtract';
  /** All but delete have one. */
  readonly value?: string | undefined;
}

export interface ResourceConfigs {
  readonly type: ConfigResource['type'];
  /** Empty for the default of all brokers. */
  readonly name: string;
  /** By name. */
  readonly configs: readonly ConfigValue[];
}

/** In the order named; only what is not Kafka's default unless `all`. Throws KafkaError when one does not exist. */
export async function readConfigs(
  cluster: Cluster,
  resources: readonly ConfigResource[],
  { all }: { all: boolean },
): Promise<ResourceConfigs[]> {
  const found = await describeConfigs(cluster, resources);
  return resources.map(resource => {
    const { configs } = found.find(({ type, name }) => type === resource.type && name === resource.name)!;
    return {
      ...resource,
      configs: configs.filter(({ source }) => all || source !== 'default').sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  });
}

/** 'topic orders', 'all brokers'. */
export const resourceText = ({ type, name }: ConfigResource): string =>
  type === 'broker' && name === '' ? 'all brokers' : `${type} ${name}`;

/** As the config commands name it. */
export const flagOf = ({ type, name }: ConfigResource): string =>
  type === 'broker' && name === '' ? '--all-brokers' : `--${type} ${shellWord(name)}`;

/** Where a value stands that was set for the resource itself. */
export const ownSource = ({ type, name }: ConfigResource): ConfigSource =>
  type === 'broker' && name === '' ? 'all-brokers' : type;

/** What was set for the resource itself; undefined when nothing was. Null when that is secret. */
export function ownValue(config: ConfigValue | undefined, resource: ConfigResource): string | null | undefined {
  const own = ownSource(resource);
  if (config?.source === own) return config.value;
  return config?.synonyms.find(({ source }) => source === own)?.value;
}
