import { listConfigResources } from '../../protocol/apis/74-list-config-resources.ts';
import { errors } from '../../protocol/errors.ts';
import type { Broker } from '../broker.ts';
import { BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP, TOPIC } from '../metadata/config-target.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, row } from './row.ts';

const ALL = [TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP];

/** Groups and client metrics are told where something is set for them (Kafka: KafkaApis.handleListConfigResources). */
export const listConfigResourcesRow = row({
  api: listConfigResources,
  serves: '0-1',
  needs: ['DESCRIBE_CONFIGS CLUSTER'],
  handle({ resourceTypes }, context) {
    const refused = (errorCode: number) => ({ throttleTimeMs: 0, errorCode, configResources: [] });
    if (!mayDo(context, 'DESCRIBE_CONFIGS', 'CLUSTER', CLUSTER_NAME))
      return refused(errors.CLUSTER_AUTHORIZATION_FAILED.code);
    const wanted = context.version === 0 ? [CLIENT_METRICS] : resourceTypes.length === 0 ? ALL : resourceTypes;
    if (wanted.some(type => !ALL.includes(type))) return refused(errors.UNSUPPORTED_VERSION.code);
    const configResources = [...new Set(wanted)].flatMap(resourceType =>
      namesOf(resourceType, context.broker).map(resourceName => ({ resourceName, resourceType })),
    );
    return { throttleTimeMs: 0, errorCode: 0, configResources };
  },
});

function namesOf(resourceType: number, { topics, node, groupConfigs, clientMetrics }: Broker): string[] {
  switch (resourceType) {
    case TOPIC:
      return [...topics.all].map(({ name }) => name);
    case GROUP:
      return groupConfigs.names;
    case CLIENT_METRICS:
      return clientMetrics.names;
    default:
      return [String(node.id)];
  }
}
