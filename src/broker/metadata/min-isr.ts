/**
 * min.insync.replicas where eligible leader replicas are in force (KIP-966): it is said once for the whole cluster, and
 * by topics, because which replicas are eligible depends on it (ConfigurationControlManager, FeatureControlManager).
 */
import type { Settings, Values } from '../config/settings.ts';
import type { BrokerScope, DynamicConfigs } from './dynamic-configs.ts';
import { MetadataError } from './metadata-error.ts';

const KEY = 'min.insync.replicas';

/** Throws MetadataError. */
export function checkMinIsrChange(before: Values, after: Values, scope: BrokerScope): void {
  if (scope === 'ofThisBroker' && before.get(KEY) !== after.get(KEY))
    throw invalid('Broker-level min.insync.replicas cannot be altered while ELR is enabled.');
  if (scope === 'clusterWide' && !after.has(KEY))
    throw invalid('Cluster-level min.insync.replicas cannot be removed while ELR is enabled.');
}

/** When the feature comes into force, the value of this broker becomes that of the cluster. */
export function sayMinIsrOnce(configs: DynamicConfigs, settings: Settings): void {
  const clusterWide = configs.of('clusterWide');
  const ofThisBroker = configs.of('ofThisBroker');
  if (!clusterWide.has(KEY)) configs.set('clusterWide', new Map([...clusterWide, [KEY, settings.text(KEY)!]]));
  if (ofThisBroker.has(KEY)) configs.set('ofThisBroker', new Map([...ofThisBroker].filter(([name]) => name !== KEY)));
}

const invalid = (message: string) => new MetadataError('INVALID_CONFIG', message);
