/** Changes of configuration at run time (Kafka: ConfigurationControlManager, ConfigAdminManager). Throws MetadataError. */
import type { Broker } from '../broker.ts';
import type { ConfigKey } from '../config/key.ts';
import type { Values } from '../config/settings.ts';
import { checkValue, InvalidConfig, listOf } from '../config/value.ts';
import { brokerKeys, topicConfigKeys } from '../config.ts';
import { MetadataError } from './metadata-error.ts';

export const TOPIC = 2;
export const BROKER = 4;

const SET = 0;
const DELETE = 1;
const APPEND = 2;
const SUBTRACT = 3;

export interface ConfigResource {
  readonly resourceType: number;
  readonly resourceName: string;
}

export interface ConfigOperation {
  readonly name: string;
  readonly configOperation: number;
  readonly value: string | null;
}

/** A resource whose own values can be read and replaced. */
interface Target {
  readonly kind: 'topic' | 'broker';
  readonly keys: ReadonlyMap<string, ConfigKey>;
  readonly own: Values;
  replace(values: Values): void;
}

/** Applies the operations to what is set now (KIP-339). */
export function alterIncrementally(
  broker: Broker,
  resource: ConfigResource,
  operations: readonly ConfigOperation[],
  validateOnly: boolean,
): void {
  const target = targetOf(broker, resource);
  checkNames(operations);
  const values = new Map(target.own);
  for (const operation of operations) apply(operation, target, values);
  if (!validateOnly) target.replace(values);
}

/** Replaces all that is set: what is not given falls back to its default. */
export function replaceAll(
  broker: Broker,
  resource: ConfigResource,
  configs: readonly { readonly name: string; readonly value: string | null }[],
  validateOnly: boolean,
): void {
  const target = targetOf(broker, resource);
  checkNames(configs);
  const values = new Map<string, string>();
  for (const { name, value } of configs) apply({ name, value, configOperation: SET }, target, values);
  if (!validateOnly) target.replace(values);
}

function targetOf({ topics, dynamicConfigs, node }: Broker, { resourceType, resourceName }: ConfigResource): Target {
  if (resourceType === TOPIC) {
    const topic = topics.byName(resourceName);
    if (topic === undefined)
      throw new MetadataError('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${resourceName}' does not exist.`);
    const replace = (values: Values) => topics.setConfigs(topic, values);
    return { kind: 'topic', keys: topicConfigKeys, own: topic.configs, replace };
  }
  if (resourceType !== BROKER)
    throw new MetadataError(
      'INVALID_REQUEST',
      `Unexpected resource type ${resourceType}: topics and brokers are served.`,
    );
  if (resourceName !== '' && resourceName !== String(node.id))
    throw new MetadataError(
      'INVALID_REQUEST',
      `Unexpected broker id, expected ${node.id}, but received ${resourceName}`,
    );
  const scope = resourceName === '' ? 'clusterWide' : 'ofThisBroker';
  const replace = (values: Values) => dynamicConfigs.set(scope, values);
  return { kind: 'broker', keys: brokerKeys, own: dynamicConfigs.of(scope), replace };
}

function checkNames(configs: readonly { readonly name: string }[]): void {
  const names = configs.map(({ name }) => name);
  if (new Set(names).size !== names.length)
    throw new MetadataError('INVALID_REQUEST', 'Error due to duplicate config keys');
}

function apply({ name, configOperation, value }: ConfigOperation, target: Target, values: Map<string, string>): void {
  const key = target.keys.get(name);
  if (key === undefined && configOperation === DELETE) return;
  if (key === undefined) throw new MetadataError('INVALID_CONFIG', `Unknown ${target.kind} config name: ${name}`);
  if (target.kind === 'broker' && key.update !== 'cluster-wide')
    throw new MetadataError('INVALID_REQUEST', `Cannot update these configs dynamically: Set(${name})`);
  if (configOperation === DELETE) {
    values.delete(name);
    return;
  }
  if (value === null) throw new MetadataError('INVALID_REQUEST', `Null value not supported for : ${name}`);
  const changed = changedValue(key, configOperation, value, values.get(name) ?? key.default ?? '');
  try {
    checkValue(key, changed);
  } catch (error) {
    if (!(error instanceof InvalidConfig)) throw error;
    throw new MetadataError(target.kind === 'topic' ? 'INVALID_CONFIG' : 'INVALID_REQUEST', error.message, error);
  }
  values.set(name, changed);
}

function changedValue(key: ConfigKey, operation: number, value: string, before: string): string {
  if (operation === SET) return value;
  if (operation !== APPEND && operation !== SUBTRACT)
    throw new MetadataError('INVALID_REQUEST', `Unknown operation ${operation} on ${key.name}`);
  const verb = operation === APPEND ? 'APPEND' : 'SUBTRACT';
  if (key.type !== 'list')
    throw new MetadataError('INVALID_CONFIG', `Can't ${verb} to key ${key.name} because its type is not LIST.`);
  const items = listOf(before);
  const given = listOf(value);
  if (operation === SUBTRACT) return items.filter(item => !given.includes(item)).join(',');
  return [...items, ...given.filter(item => !items.includes(item))].join(',');
}
