/** Which values are secret: they never leave the reader. */
import type { KeyFact } from './key-table.ts';
import { isPlaceholder } from './value-fault.ts';

export const HIDDEN = '(hidden)';

export function isSecretKey(key: string, fact: KeyFact | undefined): boolean {
  if (fact?.type === 'password') return !/keystore\.(certificate|type)|truststore\.(certificates|type)/.test(key);
  const words =
    /passw(or)?d|passphrase|secret|jaas\.?config|credentials?$|user\.?info|key\.pem$|private\.?key$|api\.?key/i;
  return fact === undefined || fact.type === 'string'
    ? words.test(key) && !/(file|location|path|class|url)$/i.test(key)
    : false;
}

/** In clear text, rather than by reference to a place that keeps it. */
export function isSecretValue(key: string, value: string): boolean {
  if (value === '' || isPlaceholder(value)) return false;
  return /jaas/i.test(key) ? /password\s*=\s*["']?[^"';\s$]/i.test(value) : true;
}
