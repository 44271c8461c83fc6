/** Who verifies the tokens of a listener, from its configuration. */
import { readFileSync } from 'node:fs';
import type { Clock } from '../../../lib/clock.ts';
import { Failure } from '../../../lib/failure.ts';
import type { ListenerSettings } from '../../config/listener-settings.ts';
import { listOf } from '../../config/value.ts';
import type { BrokerKeyName } from '../../config.ts';
import { Jwks } from './jwks.ts';
import { signed } from './signed.ts';
import type { VerifyToken } from './token.ts';
import { unsecured, unsecuredOptionsOf } from './unsecured.ts';

const MECHANISM = 'OAUTHBEARER';
const URL_KEY = 'sasl.oauthbearer.jwks.endpoint.url';
const HANDLER_KEY = 'sasl.server.callback.handler.class';

/**
 * Signed tokens where keys for them are given or Kafka's validator of them is named, else unsecured ones with the options
 * of the login module. Failure with code USAGE when something cannot be.
 */
export function verifierOf(
  settings: ListenerSettings,
  moduleOptions: ReadonlyMap<string, string>,
  clock: Clock,
): VerifyToken {
  const text = (name: BrokerKeyName) => settings.ofMechanism(MECHANISM, name);
  const url = text(URL_KEY);
  const handler = settings.ownOfMechanism(MECHANISM, HANDLER_KEY) ?? '';
  const isUnsecured = handler === '' ? url === null : handler.includes('Unsecured');
  if (isUnsecured) {
    try {
      return unsecured(unsecuredOptionsOf(moduleOptions), clock);
    } catch (error) {
      throw usage((error as Error).message, settings.mechanismKey(MECHANISM, 'sasl.jaas.config'), 'a whole number');
    }
  }
  if (url === null)
    throw usage(`${handler} has no keys to verify tokens with`, URL_KEY, `${URL_KEY}=file:///path/of/jwks.json`);
  const number = (name: BrokerKeyName) => Number(text(name));
  const keys = new Jwks(
    {
      url: checkedUrl(url),
      refreshMs: number('sasl.oauthbearer.jwks.endpoint.refresh.ms'),
      leastBetweenMs: number('sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms'),
    },
    clock,
  );
  const options = {
    audiences: listOf(text('sasl.oauthbearer.expected.audience') ?? ''),
    issuer: text('sasl.oauthbearer.expected.issuer'),
    clockSkewSeconds: number('sasl.oauthbearer.clock.skew.seconds'),
    subjectClaim: text('sasl.oauthbearer.sub.claim.name')!,
    scopeClaim: text('sasl.oauthbearer.scope.claim.name')!,
  };
  return signed(options, keys, clock);
}

function checkedUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'file:') {
    try {
      JSON.parse(readFileSync(url, 'utf8'));
      return url;
    } catch (error) {
      throw usage(`${URL_KEY} cannot be read: ${(error as Error).message}`, URL_KEY, 'a file with a JSON Web Key Set');
    }
  }
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '');
  if (url !== null && /^https?:$/.test(url.protocol) && isHere) return url;
  throw usage(`${text} is neither a file nor on this machine`, URL_KEY, [
    `${URL_KEY}=file:///path/of/jwks.json`,
    'fetch the keys of an issuer elsewhere into a file; the broker reads it again when a token names a key it does not know',
  ]);
}

const usage = (message: string, where: string, advice: string | readonly string[]): Failure =>
  new Failure(message, { code: 'USAGE', where, advice });
