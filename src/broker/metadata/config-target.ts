/** Resources whose configuration can be changed: what is set, what can be set, and how it is kept. */
import type { Broker } from '../broker.ts';
import { listenerKeyOf } from '../config/listener-key.ts';
import type { Values } from '../config/settings.ts';
import {
  brokerKeys,
  type ConfigKey,
  clientMetricsResourceKeys,
  groupResourceKeys,
  topicConfigKeys,
} from '../config.ts';
import { checkBrokerValues } from './check-broker-values.ts';
import { checkClientMetricsValues, checkGroupValues, checkTopicValues } from './check-values.ts';
import { MetadataError } from './metadata-error.ts';
import { checkMinIsrChange } from './min-isr.ts';
import { nameProblem } from './topic-name.ts';

/** ConfigResource.Type */
export const TOPIC = 2;
export const BROKER = 4;
export const BROKER_LOGGER = 8;
export const CLIENT_METRICS = 16;
export const GROUP = 32;

export interface ConfigResource {
  readonly resourceType: number;
  readonly resourceName: string;
}

export interface Target {
  readonly own: Values;
  keyOf(name: string): ConfigKey | undefined;
  /** What is wrong with a key of that name; nothing when values of unknown keys are kept as they come. */
  unknown(name: string): MetadataError | undefined;
  /** Whether an item may be added to the value of that key or taken from it, for all that its name tells; undefined when any may. */
  takesLists?(name: string): boolean;
  /** What is neither to set, delete, append nor subtract. Kafka looks at it beforehand for brokers only, and stumbles else. */
  unknownOperation(operation: number): MetadataError;
  /** What a value that does not fit its key is answered with. */
  readonly badValue: 'INVALID_CONFIG' | 'INVALID_REQUEST';
  /** Throws MetadataError when the values cannot be, all together. */
  check(values: Values): void;
  /** Throws MetadataError when there is no such resource. */
  checkThere(): void;
  replace(values: Values): void;
}

/** Throws MetadataError when no such resource can be. */
export function targetOf(broker: Broker, { resourceType, resourceName }: ConfigResource): Target {
  switch (resourceType) {
    case TOPIC:
      return topicTarget(broker, resourceName);
    case BROKER:
      return brokerTarget(broker, resourceName);
    case GROUP:
      return groupTarget(broker, resourceName);
    case CLIENT_METRICS:
      return clientMetricsTarget(broker, resourceName);
    default:
      throw refuse(`Unknown resource type ${resourceType}`);
  }
}

const refuse = (message: string) => new MetadataError('INVALID_REQUEST', message);
const unknownOperation = (operation: number) =>
  new MetadataError('UNKNOWN_SERVER_ERROR', `Unknown operations type ${operation}`);
const unknownKey = (kind: string) => (name: string) =>
  new MetadataError('INVALID_CONFIG', `Unknown ${kind} config name: ${name}`);

function topicTarget({ topics, settings }: Broker, name: string): Target {
  if (name === '') throw refuse('Default topic resources are not allowed.');
  const problem = nameProblem(name);
  if (problem !== undefined) throw new MetadataError('INVALID_TOPIC_EXCEPTION', `Topic name is invalid: ${problem}`);
  const topic = topics.byName(name);
  return {
    own: topic?.configs ?? new Map(),
    keyOf: key => topicConfigKeys.get(key),
    unknown: unknownKey('topic'),
    unknownOperation,
    badValue: 'INVALID_CONFIG',
    check: values => checkTopicValues(settings, values),
    checkThere: () => {
      if (topic === undefined)
        throw new MetadataError('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${name}' does not exist.`);
    },
    replace: values => topics.setConfigs(topic!, values),
  };
}

function brokerTarget({ dynamicConfigs, settings, node, features }: Broker, name: string): Target {
  if (name !== '') checkBrokerId(name, node.id);
  const scope = name === '' ? 'clusterWide' : 'ofThisBroker';
  const own = dynamicConfigs.of(scope);
  return {
    own,
    keyOf: key => brokerKeys.get(key) ?? listenerKeyOf(key),
    unknown: () => undefined, // kept for plugins, which read them by names of their own
    takesLists: key => brokerKeys.has(key),
    unknownOperation: operation => refuse(`Unknown operations type ${operation}`),
    badValue: 'INVALID_REQUEST',
    check: values => {
      checkBrokerValues(values, name === '', settings);
      if (features.levelOf('eligible.leader.replicas.version') > 0) checkMinIsrChange(own, values, scope);
    },
    checkThere: () => {},
    replace: values => dynamicConfigs.set(scope, values),
  };
}

/** Throws MetadataError when the name is not that of this broker. */
export function checkBrokerId(name: string, nodeId: number): void {
  if (!/^[+-]?\d+$/.test(name)) throw refuse(`Node id must be an integer, but it is: ${name}`);
  if (Number(name) !== nodeId) throw refuse(`Unexpected broker id, expected ${nodeId}, but received ${name}`);
}

function groupTarget({ groupConfigs, settings }: Broker, name: string): Target {
  if (name === '') throw refuse('Default group resources are not allowed.');
  return {
    own: groupConfigs.of(name),
    keyOf: key => groupResourceKeys.get(key),
    unknown: unknownKey('group'),
    unknownOperation,
    badValue: 'INVALID_CONFIG',
    check: values => checkGroupValues(settings, values),
    checkThere: () => {},
    replace: values => groupConfigs.set(name, values),
  };
}

function clientMetricsTarget({ clientMetrics }: Broker, name: string): Target {
  if (name === '') throw refuse("Subscription name can't be empty");
  return {
    own: clientMetrics.of(name),
    keyOf: key => clientMetricsResourceKeys.get(key),
    unknown: key => refuse(`Unknown client metrics configuration: ${key}`),
    unknownOperation,
    badValue: 'INVALID_CONFIG',
    check: checkClientMetricsValues,
    checkThere: () => {},
    replace: values => clientMetrics.set(name, values),
  };
}
