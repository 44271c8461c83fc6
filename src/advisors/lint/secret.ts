/** Which values are secret: they never leave the reader, not even into saved evidence. */
import type { KeyFact } from './key-table.ts';
import { isPlaceholder } from './value-fault.ts';

export const HIDDEN = '(hidden)';

const SECRET_WORDS =
  /passw(or)?d|passphrase|secret|token|jaas\.?config|credential|user\.?info|key\.pem$|(private|api|access|sas|shared)[._-]?key/i;
/** What is said about a secret: where it is, how long it lives. */
const ABOUT =
  /(file|location|path|class|url|uri|type|algorithm|provider|name|ms|seconds|length|enabled?|source|property|arn|key[._-]?id)$/i;

/** By the table where it has the key, else by its name. */
export function isSecretKey(key: string, fact: KeyFact | undefined): boolean {
  if (fact?.type === 'password') return !/(key|trust)store\.(certificate|type)/.test(key);
  if (fact?.type !== undefined && fact.type !== 'string') return false;
  return SECRET_WORDS.test(key) && !ABOUT.test(key);
}

/** In clear text, rather than by reference to a place that keeps it. */
export function isSecretValue(key: string, value: string): boolean {
  if (value === '' || isPlaceholder(value) || /^(true|false|\d{1,6}|\*+|\[hidden\])$/i.test(value)) return false;
  return /jaas/i.test(key) ? /password\s*=\s*["']?[^"';\s$]/i.test(value) : true;
}

/** https://user:password@host and ?password=… in the value of any key. */
const WITHIN = /(:\/\/[^/@\s:]*:)[^/@\s]+(?=@)|([?&;](?:password|secret|token)=)[^&;\s]+/gi;

export const hasSecretWithin = (value: string): boolean => !isPlaceholder(value) && value.search(WITHIN) >= 0;

export const withoutSecrets = (value: string): string =>
  value.replaceAll(
    WITHIN,
    (_, before: string | undefined, parameter: string | undefined) => `${before ?? parameter}${HIDDEN}`,
  );
