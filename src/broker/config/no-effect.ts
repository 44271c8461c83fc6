/** What is said of keys that this broker does not act upon when somebody sets them (key.ts: noEffect). */
import { canonical } from './canonical.ts';
import type { ConfigKey } from './key.ts';

/** Why the value cannot be set; undefined when it can. */
export function noEffectProblem(key: ConfigKey, value: string): string | undefined {
  if (key.noEffect === undefined || key.noEffect.maySet || isDefault(key, value)) return undefined;
  const shown = key.type === 'password' ? '' : `=${value}`;
  return `${key.name}${shown} cannot be: ${key.noEffect.because}`;
}

/** Whether the key may be set although nothing comes of it. */
export const isIgnored = ({ noEffect }: ConfigKey): boolean => noEffect?.maySet === true;

export const isDefault = (key: ConfigKey, value: string): boolean =>
  key.default !== null && canonical(key, value) === canonical(key, key.default);
