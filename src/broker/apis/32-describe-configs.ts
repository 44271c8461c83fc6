import type { RequestOf } from '../../protocol/api.ts';
import { describeConfigs } from '../../protocol/apis/32-describe-configs.ts';
import { errors } from '../../protocol/errors.ts';
import type { Broker } from '../broker.ts';
import {
  type DescribedConfig,
  describeBrokerConfigs,
  describeClientMetrics,
  describeClusterConfigs,
  describeGroupConfigs,
  describeTopicConfigs,
} from '../config/describe.ts';
import { BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP, TOPIC } from '../metadata/config-target.ts';
import { MetadataError } from '../metadata/metadata-error.ts';
import { nameProblem } from '../metadata/topic-name.ts';
import { checkConfigAccess, needsOfConfigs } from './config-access.ts';
import { refusalOf } from './refusal.ts';
import { row } from './row.ts';

type Request = RequestOf<typeof describeConfigs>;
type Resource = Request['resources'][number];

/** Each resource is answered, or refused, on its own (Kafka: ConfigHelper.describeConfigs). */
export const describeConfigsRow = row({
  api: describeConfigs,
  serves: '1-4',
  needs: needsOfConfigs('DESCRIBE_CONFIGS'),
  handle: (request, context) => ({
    throttleTimeMs: 0,
    results: eachOnce(request.resources).map(resource => {
      const { resourceType, resourceName } = resource;
      try {
        checkConfigAccess(context, 'DESCRIBE_CONFIGS', resource);
        const configs = describe(resource, context.broker).map(config => asAsked(config, request));
        return { errorCode: 0, errorMessage: '', resourceType, resourceName, configs };
      } catch (error) {
        return { ...refusalOf(error), resourceType, resourceName, configs: [] };
      }
    }),
  }),
});

/** Of a resource that is asked for again nothing new is to be told, and a few bytes of request make 80 KiB of answer. */
function eachOnce(resources: readonly Resource[]): readonly Resource[] {
  const asked = new Set<string>();
  return resources.filter(({ resourceType, resourceName }) => {
    const key = `${resourceType} ${resourceName}`;
    return !asked.has(key) && asked.add(key);
  });
}

function describe(resource: Resource, broker: Broker): DescribedConfig[] {
  const { configurationKeys } = resource;
  const all = allOf(resource, broker);
  if (configurationKeys === null || configurationKeys.length === 0) return all;
  return all.filter(config => configurationKeys.includes(config.name));
}

function allOf({ resourceType, resourceName }: Resource, broker: Broker): DescribedConfig[] {
  const { topics, settings, groupConfigs, clientMetrics } = broker;
  switch (resourceType) {
    case TOPIC: {
      const topic = topics.byName(resourceName);
      if (topic !== undefined) return describeTopicConfigs(settings, topic.configs);
      const problem = nameProblem(resourceName);
      if (problem !== undefined)
        throw new MetadataError('INVALID_TOPIC_EXCEPTION', `Topic name is invalid: ${problem}`);
      throw new MetadataError('UNKNOWN_TOPIC_OR_PARTITION', errors.UNKNOWN_TOPIC_OR_PARTITION.message);
    }
    case BROKER:
      return ofBroker(resourceName, broker);
    case BROKER_LOGGER:
      checkLoggerOwner(resourceName, broker);
      return []; // it has none whose level could be changed
    case CLIENT_METRICS:
      if (resourceName === '') throw refuse('Client metrics subscription name must not be empty');
      return describeClientMetrics(clientMetrics.of(resourceName));
    case GROUP:
      if (resourceName === '') throw refuse('Group name must not be empty');
      return describeGroupConfigs(settings, groupConfigs.of(resourceName));
    default:
      throw refuse(`Unsupported resource type: ${resourceType}`);
  }
}

function ofBroker(name: string, { settings, dynamicConfigs, node }: Broker): DescribedConfig[] {
  if (name === '') return describeClusterConfigs(settings, dynamicConfigs.of('clusterWide'));
  if (name === String(node.id)) return describeBrokerConfigs(settings);
  throw refuse(`Unexpected broker id, expected ${node.id} or empty string, but received ${name}`);
}

function checkLoggerOwner(name: string, { node }: Broker): void {
  if (name === '') throw refuse('Broker id must not be empty');
  if (name !== String(node.id)) throw refuse(`Unexpected broker id, expected ${node.id} but received ${name}`);
}

const refuse = (message: string) => new MetadataError('INVALID_REQUEST', message);

const asAsked = (config: DescribedConfig, { includeSynonyms, includeDocumentation }: Request) => ({
  ...config,
  synonyms: includeSynonyms ? config.synonyms : [],
  documentation: includeDocumentation ? config.documentation : null,
});
