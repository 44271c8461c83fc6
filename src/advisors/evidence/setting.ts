/** Values out of evidence of configuration. */
import type { Configs } from './cluster-facts.ts';

/** Undefined when it is not known, not set, or no number. */
export function numberOf(configs: Configs | undefined, key: string): number | undefined {
  const value = configs?.[key]?.value;
  if (value === undefined || value === null || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** Set by somebody, rather than Kafka's default. */
export const isExplicit = (configs: Configs | undefined, key: string): boolean =>
  configs?.[key] !== undefined && configs[key].source !== 'default';
