/** Tiered storage (KIP-405): what brokers keep of a topic on their own disks, where a remote store holds the rest. */
import type { Configs } from './cluster-facts.ts';
import { numberOf } from './setting.ts';

export const isTiered = (configs: Configs | undefined): boolean => configs?.['remote.storage.enable']?.value === 'true';

/** The key that bounds the disks of brokers, and its value: −1 is no bound, undefined is not known. */
export function localRetention(
  configs: Configs | undefined,
  unit: 'bytes' | 'ms',
): { key: string; value: number | undefined } {
  const key = `retention.${unit}`;
  const local = isTiered(configs) ? numberOf(configs, `local.${key}`) : undefined;
  return local === undefined || local === AS_RETENTION
    ? { key, value: numberOf(configs, key) }
    : { key: `local.${key}`, value: local };
}

const AS_RETENTION = -2;
