/** Configuration of topics, brokers and groups: read with where each value comes from, changed one value at a time. */
import type { ResponseOf } from '../../protocol/api.ts';
import { describeConfigs as describeConfigsApi } from '../../protocol/apis/32-describe-configs.ts';
import { incrementalAlterConfigs as incrementalAlterConfigsApi } from '../../protocol/apis/44-incremental-alter-configs.ts';
import type { Cluster, Target } from '../cluster.ts';
import { KafkaError, raise, refusal } from '../error.ts';
import type { AdminOptions } from './topics.ts';

const typeNumbers = { topic: 2, broker: 4, 'broker-logger': 8, 'client-metrics': 16, group: 32 } as const;
const typeNames = new Map(
  Object.entries(typeNumbers).map(([name, number]) => [number as number, name as ResourceType]),
);

export type ResourceType = keyof typeof typeNumbers;

export interface ConfigResource {
  readonly type: ResourceType;
  /** A topic, a group, or the node id of a broker; empty for the defaults of all brokers. */
  readonly name: string;
}

/** From the strongest to the weakest that a value can come from (Kafka: ConfigEntry.ConfigSource). */
export type ConfigSource =
  | 'topic'
  | 'broker'
  | 'all-brokers'
  | 'server-properties'
  | 'default'
  | 'broker-logger'
  | 'client-metrics'
  | 'group'
  | 'unknown';

const sources: readonly ConfigSource[] = [
  'unknown',
  'topic',
  'broker',
  'all-brokers',
  'server-properties',
  'default',
  'broker-logger',
  'client-metrics',
  'group',
];
const sourceOf = (number: number): ConfigSource => sources[number] ?? 'unknown';

export interface ConfigValue {
  readonly name: string;
  /** Null when it is secret, or not set and without a default. */
  readonly value: string | null;
  readonly source: ConfigSource;
  readonly isSecret: boolean;
  readonly isReadOnly: boolean;
  /** Every value that is set for this name, from the strongest on. */
  readonly synonyms: readonly { readonly name: string; readonly value: string | null; readonly source: ConfigSource }[];
}

export interface DescribedConfigs extends ConfigResource {
  readonly configs: readonly ConfigValue[];
}

interface DescribeOptions {
  /** Only these keys. */
  readonly names?: readonly string[] | undefined;
  /** The retry policy's when left out. */
  readonly attempts?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** All values, or those in `names`. Throws when any resource was refused, naming all that were. */
export async function describeConfigs(
  cluster: Cluster,
  resources: readonly ConfigResource[],
  options: DescribeOptions = {},
): Promise<DescribedConfigs[]> {
  const answers = await describeEachConfig(cluster, resources, { ...options, synonyms: true });
  raise(answers.flatMap(answer => ('error' in answer ? answer.error : [])));
  return answers.flatMap(answer => ('error' in answer ? [] : answer));
}

/** The same, with the error of each resource that was refused in its place. Synonyms only where they are asked for. */
export async function describeEachConfig(
  cluster: Cluster,
  resources: readonly ConfigResource[],
  { names, synonyms = false, ...options }: DescribeOptions & { synonyms?: boolean } = {},
): Promise<(DescribedConfigs | (ConfigResource & { readonly error: KafkaError }))[]> {
  const responses = await Promise.all(
    byTarget(resources).map(([target, list]) => {
      const asked = list.map(({ type, name }) => ({
        resourceType: typeNumbers[type],
        resourceName: name,
        configurationKeys: names ? [...names] : null,
      }));
      return cluster.call(describeConfigsApi, { resources: asked, includeSynonyms: synonyms }, target, options);
    }),
  );
  return responses
    .flatMap(response => response.results)
    .map(result => {
      const resource = { type: typeNames.get(result.resourceType) ?? 'topic', name: result.resourceName };
      const error = resourceRefusal('Reading the configuration of', result);
      return error === undefined ? { ...resource, configs: result.configs.map(readValue) } : { ...resource, error };
    });
}

const readValue = ({
  name,
  value,
  configSource,
  isSensitive,
  readOnly,
  synonyms,
}: ResponseOf<typeof describeConfigsApi>['results'][number]['configs'][number]): ConfigValue => ({
  name,
  value,
  source: sourceOf(configSource),
  isSecret: isSensitive,
  isReadOnly: readOnly,
  synonyms: synonyms.map(synonym => ({ ...synonym, source: sourceOf(synonym.source) })),
});

const operations = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

export interface ConfigChange extends ConfigResource {
  /** `append` and `subtract` work on lists; `delete` goes back to the default. */
  readonly changes: readonly {
    readonly name: string;
    readonly operation: keyof typeof operations;
    readonly value?: string | undefined;
  }[];
}

/**
 * Changes the values named and leaves all others alone. Brokers before 2.3 cannot do that: UNSUPPORTED_VERSION, because the older
 * AlterConfigs would reset whatever it does not name.
 */
export async function incrementalAlterConfigs(
  cluster: Cluster,
  resources: readonly ConfigChange[],
  { validateOnly = false, signal }: AdminOptions = {},
): Promise<void> {
  if ((await cluster.versionOf(incrementalAlterConfigsApi)) === undefined) {
    throw new KafkaError('UNSUPPORTED_VERSION', 'This cluster cannot change single configuration values', {
      advice:
        'that needs Kafka 2.3 (IncrementalAlterConfigs); the older AlterConfigs resets all values that it does not name, so mq does not use it',
    });
  }
  const responses = await Promise.all(
    byTarget(resources).map(([target, list]) => {
      const changed = list.map(({ type, name, changes }) => ({
        resourceType: typeNumbers[type],
        resourceName: name,
        configs: changes.map(({ name, operation, value = null }) => ({
          name,
          configOperation: operations[operation],
          value,
        })),
      }));
      return cluster.call(incrementalAlterConfigsApi, { resources: changed, validateOnly }, target, { signal });
    }),
  );
  const results = responses.flatMap(response => response.responses);
  raise(results.flatMap(result => resourceRefusal('Changing the configuration of', result) ?? []));
}

/** What belongs to one broker only that broker knows; anything else any broker does. */
function byTarget<R extends ConfigResource>(resources: readonly R[]): [Target, R[]][] {
  const isOwn = ({ type, name }: R) => (type === 'broker' || type === 'broker-logger') && name !== '';
  return [...Map.groupBy(resources, resource => (isOwn(resource) ? Number(resource.name) : ('any' as const)))];
}

function resourceRefusal(
  what: string,
  result: { errorCode: number; errorMessage: string | null; resourceType: number; resourceName: string },
): KafkaError | undefined {
  const { errorCode, errorMessage, resourceType, resourceName } = result;
  const type = typeNames.get(resourceType) ?? 'topic';
  const where = type === 'topic' ? { topic: resourceName } : {};
  return refusal(errorCode, `${what} ${type} ${resourceName || '(all)'}`, where, errorMessage);
}
