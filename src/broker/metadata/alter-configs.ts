/** Changes of configuration at run time (Kafka: ConfigAdminManager, ConfigurationControlManager). Throws MetadataError. */
import { repeated } from '../../lib/repeated.ts';
import type { Broker } from '../broker.ts';
import { isIgnored, noEffectProblem } from '../config/no-effect.ts';
import type { Values } from '../config/settings.ts';
import { checkValue, InvalidConfig, listOf } from '../config/value.ts';
import { BROKER_LOGGER, type ConfigResource, checkBrokerId, type Target, targetOf } from './config-target.ts';
import { MetadataError } from './metadata-error.ts';

const SET = 0;
const DELETE = 1;
const APPEND = 2;
const SUBTRACT = 3;

export interface ConfigOperation {
  readonly name: string;
  readonly configOperation: number;
  readonly value: string | null;
}

/** ConfigAdminManager.preprocess: of a resource that is there twice nothing is changed. */
export function onceCheck(all: readonly ConfigResource[]): (resource: ConfigResource) => void {
  const keyOf = ({ resourceType, resourceName }: ConfigResource) => `${resourceType} ${resourceName}`;
  const twice = repeated(all.map(keyOf));
  return resource => {
    if (twice.has(keyOf(resource))) throw refuse('Each resource must appear at most once.');
  };
}

/** Applies the operations to what is set now (KIP-339). */
export function alterIncrementally(
  broker: Broker,
  resource: ConfigResource,
  operations: readonly ConfigOperation[],
  validateOnly: boolean,
): void {
  checkOperations(operations);
  if (resource.resourceType === BROKER_LOGGER) {
    checkLoggers(broker, resource, operations);
    return;
  }
  const target = targetOf(broker, resource);
  const values = new Map(target.own);
  for (const operation of operations) apply(operation, target, values);
  take(values, target, broker, validateOnly);
}

/** Replaces all that is set: what is not given falls back to its default. */
export function replaceAll(
  broker: Broker,
  resource: ConfigResource,
  configs: readonly { readonly name: string; readonly value: string | null }[],
  validateOnly: boolean,
): void {
  const operations = configs.map(config => ({ ...config, configOperation: SET }));
  checkOperations(operations);
  const target = targetOf(broker, resource);
  const values = new Map<string, string>();
  for (const operation of operations) apply(operation, target, values);
  take(values, target, broker, validateOnly);
}

function take(values: Values, target: Target, { log, settings }: Broker, validateOnly: boolean): void {
  for (const [name, value] of values) check(name, value, target);
  target.check(values);
  target.checkThere();
  if (validateOnly) return;
  const changed = [...values].filter(([name, value]) => target.own.get(name) !== value);
  target.replace(values);
  for (const [name] of changed) {
    const key = target.keyOf(name);
    if (key === undefined) log('warn', `${name} is no configuration key of Kafka: nothing comes of it`);
    else if (isIgnored(key)) settings.tellNoEffect(key, log);
  }
}

function checkOperations(operations: readonly ConfigOperation[]): void {
  const names = operations.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw refuse('Error due to duplicate config keys');
  const withoutValue = operations.filter(({ configOperation, value }) => configOperation !== DELETE && value === null);
  if (withoutValue.length > 0)
    throw refuse(`Null value not supported for : ${withoutValue.map(({ name }) => name).join(', ')}`);
}

function check(name: string, value: string, target: Target): void {
  const key = target.keyOf(name);
  if (key === undefined) {
    const problem = target.unknown(name);
    if (problem !== undefined) throw problem;
    return;
  }
  try {
    checkValue(key, value);
  } catch (error) {
    if (!(error instanceof InvalidConfig)) throw error;
    throw new MetadataError(target.badValue, error.message, error);
  }
  const problem = noEffectProblem(key, value);
  if (problem !== undefined) throw new MetadataError(target.badValue, problem);
}

/** The broker has no loggers whose level could be changed (RuntimeLoggerManager). */
function checkLoggers(
  { node }: Broker,
  { resourceName }: ConfigResource,
  operations: readonly ConfigOperation[],
): void {
  checkBrokerId(resourceName, node.id);
  const [first] = operations;
  if (first === undefined) return;
  const { name, configOperation } = first;
  if (configOperation === APPEND || configOperation === SUBTRACT)
    throw refuse(`${nameOf(configOperation)} operation is not allowed for the BROKER_LOGGER resource`);
  if (configOperation !== SET && configOperation !== DELETE) throw stumble(`Unknown operation ${configOperation}`);
  throw new MetadataError('INVALID_CONFIG', `Logger ${name} does not exist!`);
}

function apply({ name, configOperation, value }: ConfigOperation, target: Target, values: Map<string, string>): void {
  if (configOperation === DELETE) values.delete(name);
  else if (configOperation === SET) values.set(name, value!);
  else if (configOperation === APPEND || configOperation === SUBTRACT)
    values.set(name, changedList(name, configOperation, value!, target, values));
  else throw target.unknownOperation(configOperation);
}

function changedList(name: string, operation: number, value: string, target: Target, values: Values): string {
  const key = target.keyOf(name);
  if (target.takesLists?.(name) === false) throw stumble(`${name} is no key of a broker that could be a list`);
  if (key?.type !== 'list' || key.scope === 'client-metrics')
    throw new MetadataError(
      'INVALID_CONFIG',
      `Can't ${nameOf(operation)} to key ${name} because its type is not LIST.`,
    );
  const items = listOf(values.get(name) ?? key.default ?? '');
  const given = listOf(value);
  if (operation === SUBTRACT) return items.filter(item => !given.includes(item)).join(',');
  return [...items, ...given.filter(item => !items.includes(item))].join(',');
}

const nameOf = (operation: number): string => (operation === APPEND ? 'APPEND' : 'SUBTRACT');

const refuse = (message: string) => new MetadataError('INVALID_REQUEST', message);
/** What Kafka has no answer for. */
const stumble = (message: string) => new MetadataError('UNKNOWN_SERVER_ERROR', message);
