import type { RequestOf } from '../../protocol/api.ts';
import { describeConfigs } from '../../protocol/apis/32-describe-configs.ts';
import { errors } from '../../protocol/errors.ts';
import type { Broker } from '../broker.ts';
import {
  type DescribedConfig,
  describeBrokerConfigs,
  describeClusterConfigs,
  describeTopicConfigs,
} from '../config/describe.ts';
import { BROKER, TOPIC } from '../metadata/alter-configs.ts';
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
    results: request.resources.map(resource => {
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

function describe(resource: Resource, broker: Broker): DescribedConfig[] {
  const { configurationKeys } = resource;
  const all = allOf(resource, broker);
  if (configurationKeys === null || configurationKeys.length === 0) return all;
  return all.filter(config => configurationKeys.includes(config.name));
}

function allOf({ resourceType, resourceName }: Resource, { topics, settings, dynamicConfigs, node }: Broker) {
  if (resourceType === TOPIC) {
    const topic = topics.byName(resourceName);
    if (topic !== undefined) return describeTopicConfigs(settings, topic.configs);
    const problem = nameProblem(resourceName);
    if (problem !== undefined) throw new MetadataError('INVALID_TOPIC_EXCEPTION', `Topic name is invalid: ${problem}`);
    throw new MetadataError('UNKNOWN_TOPIC_OR_PARTITION', errors.UNKNOWN_TOPIC_OR_PARTITION.message);
  }
  if (resourceType !== BROKER) throw new MetadataError('INVALID_REQUEST', `Unsupported resource type: ${resourceType}`);
  if (resourceName === '') return describeClusterConfigs(settings, dynamicConfigs.of('clusterWide'));
  if (resourceName === String(node.id)) return describeBrokerConfigs(settings);
  throw new MetadataError(
    'INVALID_REQUEST',
    `Unexpected broker id, expected ${node.id} or empty string, but received ${resourceName}`,
  );
}

const asAsked = (config: DescribedConfig, { includeSynonyms, includeDocumentation }: Request) => ({
  ...config,
  synonyms: includeSynonyms ? config.synonyms : [],
  documentation: includeDocumentation ? config.documentation : null,
});
