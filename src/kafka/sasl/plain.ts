/** SASL PLAIN (RFC 4616): the password itself. Only over TLS is it a secret. */
import type { Exchange } from './mechanism.ts';

export function plain(username: string, password: string): Exchange {
  if (username.includes('\0') || password.includes('\0')) throw new TypeError('a user or password holds a zero byte');
  return {
    start: () => Buffer.from(`\0${username}\0${password}`),
    step: () => undefined,
  };
}
