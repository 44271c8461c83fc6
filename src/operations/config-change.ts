/** Changing single settings: what each was and will be, judged by the brokers before anything changes, and the command that undoes it. */
import {
  type ConfigResource,
  type ConfigSource,
  type ConfigValue,
  describeConfigs,
  incrementalAlterConfigs,
} from '../kafka/admin/configs.ts';
import type { Cluster } from '../kafka/index.ts';
import { sleep } from '../kafka/retry.ts';
import { requireKnownKeys } from './config-keys.ts';
import { type ConfigEdit, ownSource, ownValue } from './configs.ts';

export interface PlannedConfig {
  readonly resource: ConfigResource;
  readonly edit: ConfigEdit;
  /** What holds now, wherever it was set; null when not set, or secret. */
  readonly before: string | null;
  readonly beforeSource: ConfigSource | null;
  readonly after: string | null;
  readonly afterSource: ConfigSource | null;
  /** What was set for the resource itself; undefined when nothing was, null when that is secret. */
  readonly ownBefore: string | null | undefined;
  readonly secret: boolean;
}

/**
 * Throws before anything is changed: Failure (code USAGE) for keys that do not exist, KafkaError for values that the brokers refuse.
 * What would change nothing is left out of the request.
 */
export async function planConfigs(
  cluster: Cluster,
  resources: readonly ConfigResource[],
  edits: readonly ConfigEdit[],
): Promise<PlannedConfig[]> {
  const described = await describeConfigs(cluster, resources);
  await requireKnownKeys(cluster, described, edits);
  const planned = resources.flatMap(resource => {
    const found = described.find(({ type, name }) => type === resource.type && name === resource.name);
    const configs = new Map(found?.configs.map(config => [config.name, config]));
    return edits.map(edit => planOne(resource, edit, configs.get(edit.name)));
  });
  await alter(cluster, planned.filter(isChange), true);
  return planned;
}

/** Whether the value that is set for the resource itself becomes another. */
export const isChange = ({ edit, resource, ownBefore, after, afterSource }: PlannedConfig): boolean =>
  edit.operation === 'delete' ? ownBefore !== undefined : afterSource !== ownSource(resource) || ownBefore !== after;

function planOne(resource: ConfigResource, edit: ConfigEdit, config: ConfigValue | undefined): PlannedConfig {
  const ownBefore = ownValue(config, resource);
  const now = { before: config?.value ?? null, beforeSource: config?.source ?? null };
  const common = { resource, edit, ...now, ownBefore, secret: config?.isSecret ?? false };
  if (edit.operation === 'delete') return { ...common, ...withoutOwn(resource, config) };
  return { ...common, after: newValue(edit, now.before), afterSource: ownSource(resource) };
}

/** The strongest of the weaker ones comes through. */
function withoutOwn(resource: ConfigResource, config: ConfigValue | undefined) {
  const own = ownSource(resource);
  if (config !== undefined && config.source !== own) return { after: config.value, afterSource: config.source };
  const next = config?.synonyms.find(({ source }) => source !== own);
  return { after: next?.value ?? null, afterSource: next?.source ?? null };
}

/** Lists are sets to Kafka, in the order of their first mention (ControllerConfigurationManager.incrementalAlterConfig). */
function newValue({ operation, value = '' }: ConfigEdit, before: string | null): string {
  if (operation === 'set') return value;
  const [had, given] = [partsOf(before ?? ''), partsOf(value)];
  return operation === 'append'
    ? [...new Set([...had, ...given])].join(',')
    : had.filter(part => !given.includes(part)).join(',');
}

const partsOf = (list: string): string[] =>
  list
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);

/** Resolves when the brokers that were asked show the new values. */
export async function applyConfigs(cluster: Cluster, planned: readonly PlannedConfig[]): Promise<void> {
  const changes = planned.filter(isChange);
  await alter(cluster, changes, false);
  await shown(cluster, changes);
}

async function alter(cluster: Cluster, changes: readonly PlannedConfig[], validateOnly: boolean): Promise<void> {
  if (changes.length === 0) return;
  const byResource = Map.groupBy(changes, ({ resource }) => resource);
  const request = [...byResource].map(([resource, list]) => ({ ...resource, changes: list.map(({ edit }) => edit) }));
  await incrementalAlterConfigs(cluster, request, { validateOnly });
}

const LONGEST_MS = 2_000;

/** The controller has accepted them; brokers hear of it in their own time. What is secret is never shown. */
async function shown(cluster: Cluster, changes: readonly PlannedConfig[]): Promise<void> {
  const visible = changes.filter(({ secret }) => !secret);
  const resources = [...new Set(visible.map(({ resource }) => resource))];
  const names = [...new Set(visible.map(({ edit }) => edit.name))];
  const deadlineMs = performance.now() + LONGEST_MS;
  while (visible.length > 0 && performance.now() < deadlineMs) {
    const described = await describeConfigs(cluster, resources, { names });
    const isShown = ({ resource, edit, ownBefore }: PlannedConfig) => {
      const found = described.find(({ type, name }) => type === resource.type && name === resource.name);
      const config = found?.configs.find(({ name }) => name === edit.name);
      return ownValue(config, resource) !== ownBefore;
    };
    if (visible.every(isShown)) return;
    await sleep(20, cluster.signal);
  }
}
