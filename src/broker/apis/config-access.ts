/** Who may see and change configuration: it depends on what it is of (Kafka: ConfigHelper.scala, ControllerApis.authorizeAlterResource). */
import { errors } from '../../protocol/errors.ts';
import { BROKER, BROKER_LOGGER, CLIENT_METRICS, type ConfigResource, GROUP, TOPIC } from '../metadata/config-target.ts';
import { MetadataError } from '../metadata/metadata-error.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, type Need, type RequestContext } from './row.ts';

type Operation = 'DESCRIBE_CONFIGS' | 'ALTER_CONFIGS';

export const needsOfConfigs = (operation: Operation): Need[] => [
  `${operation} CLUSTER`,
  `${operation} TOPIC`,
  `${operation} GROUP`,
];

/** Throws MetadataError when the client may not do that to the configuration of the resource. */
export function checkConfigAccess(
  context: RequestContext,
  operation: Operation,
  { resourceType, resourceName }: ConfigResource,
): void {
  switch (resourceType) {
    case TOPIC:
      if (!mayDo(context, operation, 'TOPIC', resourceName)) throw denied('TOPIC_AUTHORIZATION_FAILED');
      break;
    case GROUP:
      if (!mayDo(context, operation, 'GROUP', resourceName)) throw denied('GROUP_AUTHORIZATION_FAILED');
      break;
    case BROKER:
    case BROKER_LOGGER:
    case CLIENT_METRICS:
      if (!mayDo(context, operation, 'CLUSTER', CLUSTER_NAME)) throw denied('CLUSTER_AUTHORIZATION_FAILED');
  }
}

const denied = (
  error: 'TOPIC_AUTHORIZATION_FAILED' | 'GROUP_AUTHORIZATION_FAILED' | 'CLUSTER_AUTHORIZATION_FAILED',
): MetadataError => new MetadataError(error, errors[error].message);
