/** Settings of a fix, read and set one at a time. */
import { type ConfigResource, describeConfigs } from '../../kafka/admin/configs.ts';
import type { Cluster } from '../../kafka/index.ts';
import { applyConfigs, planConfigs } from '../../operations/config-change.ts';
import { type ConfigEdit, ownValue } from '../../operations/configs.ts';
import type { Change } from '../finding.ts';

export type SettingChange = Extract<Change, { key: string }>;

/** What is set for the topic or broker itself; null when nothing is, so that a default comes through. */
export async function valueNow(cluster: Cluster, change: SettingChange): Promise<string | null> {
  const resource = resourceOf(change);
  const [described] = await describeConfigs(cluster, [resource], { names: [change.key] });
  const config = described?.configs.find(({ name }) => name === change.key);
  return ownValue(config, resource) ?? null;
}

/** Throws KafkaError when the brokers refuse it. */
export async function setValue(cluster: Cluster, change: SettingChange, value: string | null): Promise<void> {
  const { key: name } = change;
  const edit: ConfigEdit = value === null ? { operation: 'delete', name } : { operation: 'set', name, value };
  await applyConfigs(cluster, await planConfigs(cluster, [resourceOf(change)], [edit]));
}

const resourceOf = (change: SettingChange): ConfigResource =>
  change.type === 'set-topic-config' ? { type: 'topic', name: change.topic } : { type: 'broker', name: change.broker };
