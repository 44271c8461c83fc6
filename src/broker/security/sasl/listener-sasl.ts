/** What a listener with SASL offers, from its configuration. */
import type { Clock } from '../../../lib/clock.ts';
import { Failure } from '../../../lib/failure.ts';
import type { ListenerSettings } from '../../config/listener-settings.ts';
import { verifierOf } from '../oauth/verifier-of-listener.ts';
import { type JaasEntry, parseJaas } from './jaas.ts';
import type { SaslMechanism } from './mechanism.ts';
import { oauthbearer } from './oauthbearer.ts';
import { plain } from './plain.ts';
import { type FindCredential, scram } from './scram.ts';

export interface ListenerSasl {
  readonly mechanisms: ReadonlyMap<string, OfferedMechanism>;
  readonly maxReceiveBytes: number;
  readonly failureDelayMs: number;
}

export interface OfferedMechanism {
  readonly begin: SaslMechanism;
  /** How long an authentication holds at most; 0 is without end (connections.max.reauth.ms). */
  readonly maxReauthMs: number;
}

/** Where the broker looks when somebody comes. */
export interface CredentialSources {
  readonly findCredential: FindCredential;
  readonly clock: Clock;
}

const PLAIN_MODULE = 'org.apache.kafka.common.security.plain.PlainLoginModule';
const USER = 'user_';

/** Failure with code USAGE when something is missing or cannot be. */
export function saslOf(listener: string, settings: ListenerSettings, sources: CredentialSources): ListenerSasl {
  const names = settings.list('sasl.enabled.mechanisms');
  const mechanisms = names.map(name => {
    const maxReauthMs = Number(settings.ofMechanism(name, 'connections.max.reauth.ms'));
    return [name, { begin: mechanismOf(name, listener, settings, sources), maxReauthMs }] as const;
  });
  if (mechanisms.length === 0) throw usage(`listener ${listener} offers no SASL mechanism`, listener, offer);
  return {
    mechanisms: new Map(mechanisms),
    maxReceiveBytes: settings.number('sasl.server.max.receive.size'),
    failureDelayMs: settings.number('connection.failed.authentication.delay.ms'),
  };
}

const offer = 'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER, or some of them';

function mechanismOf(
  name: string,
  listener: string,
  settings: ListenerSettings,
  { findCredential, clock }: CredentialSources,
): SaslMechanism {
  switch (name) {
    case 'PLAIN':
      return plain(plainUsers(settings));
    case 'SCRAM-SHA-256':
    case 'SCRAM-SHA-512':
      return scram(name, findCredential);
    case 'OAUTHBEARER':
      return oauthbearer(verifierOf(settings, jaasOf(name, settings)?.options ?? new Map(), clock));
    case 'GSSAPI':
      throw usage(`listener ${listener} would offer GSSAPI (Kerberos), which this broker does not`, name, offer);
    default:
      throw usage(`${name} is no SASL mechanism that this broker offers`, name, offer);
  }
}

function plainUsers(settings: ListenerSettings): Map<string, string> {
  const key = settings.mechanismKey('PLAIN', 'sasl.jaas.config');
  const users = [...(jaasOf('PLAIN', settings)?.options ?? [])]
    .filter(([option]) => option.startsWith(USER))
    .map(([option, password]) => [option.slice(USER.length), password] as const);
  if (users.length === 0)
    throw usage('PLAIN has no users', key, `${key}=${PLAIN_MODULE} required user_alice="alice-secret";`);
  return new Map(users);
}

function jaasOf(mechanism: string, settings: ListenerSettings): JaasEntry | undefined {
  const text = settings.ownOfMechanism(mechanism, 'sasl.jaas.config');
  if (text === undefined) return undefined;
  try {
    return parseJaas(text);
  } catch (error) {
    const key = settings.mechanismKey(mechanism, 'sasl.jaas.config');
    throw usage(
      `${key} cannot be read: ${(error as Error).message}`,
      key,
      `${PLAIN_MODULE} required user_alice="alice-secret";`,
    );
  }
}

const usage = (message: string, where: string, advice: string): Failure =>
  new Failure(message, { code: 'USAGE', where, advice });
