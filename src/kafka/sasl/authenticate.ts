/** SaslHandshake chooses the mechanism, SaslAuthenticate carries its messages (KIP-43, KIP-152). */
import { saslHandshake } from '../../protocol/apis/17-sasl-handshake.ts';
import { saslAuthenticate } from '../../protocol/apis/36-sasl-authenticate.ts';
import { errors } from '../../protocol/errors.ts';
import { KafkaError } from '../error.ts';
import { type ApiRanges, pickVersion } from '../version.ts';
import type { RequestOptions, Wire } from '../wire.ts';
import type { Exchange } from './mechanism.ts';
import { plain } from './plain.ts';

export interface SaslOptions {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
}

/** Authenticates the connection and returns how long that holds, in milliseconds. Rejects with AUTH. */
export async function authenticate(
  wire: Wire,
  ranges: ApiRanges,
  sasl: SaslOptions,
  request: RequestOptions,
): Promise<number> {
  await chooseMechanism(wire, sasl.mechanism, request);
  const version = pickVersion(saslAuthenticate, ranges, {}, wire.peer);
  const exchange = await exchangeOf(sasl);
  let lifetimeMs = 0;
  for (let authBytes: Buffer | undefined = exchange.start(); authBytes !== undefined; ) {
    const response = await wire.request(saslAuthenticate, version, { authBytes }, request);
    if (response.errorCode !== 0)
      throw refused(
        wire,
        sasl,
        response.errorMessage || 'the broker refused it',
        errors.SASL_AUTHENTICATION_FAILED.advice,
      );
    lifetimeMs = response.sessionLifetimeMs;
    try {
      authBytes = await exchange.step(response.authBytes);
    } catch (error) {
      throw refused(wire, sasl, (error as Error).message, undefined, error);
    }
  }
  return lifetimeMs > 0 ? lifetimeMs : Number.POSITIVE_INFINITY;
}

/** v1 always: v0 would be followed by tokens without frames. Every broker since 1.0 has it. */
async function chooseMechanism(wire: Wire, mechanism: string, request: RequestOptions): Promise<void> {
  const { errorCode, mechanisms } = await wire.request(saslHandshake, 1, { mechanism }, request);
  if (errorCode === 0) return;
  const enabled = mechanisms.length > 0 ? `it offers ${mechanisms.join(', ')}` : 'it offers no mechanism';
  throw new KafkaError('AUTH', `${wire.peer} does not offer ${mechanism} on this listener; ${enabled}`, {
    broker: wire.peer,
    advice:
      errorCode === errors.UNSUPPORTED_SASL_MECHANISM.code
        ? `choose one of them: -X sasl.mechanism=${mechanisms[0] ?? mechanism}`
        : 'the listener may not use SASL at all: -X security.protocol=PLAINTEXT or SSL',
  });
}

async function exchangeOf({ mechanism, username, password }: SaslOptions): Promise<Exchange> {
  if (mechanism === 'PLAIN') return plain(username, password);
  const { scram } = await import('./scram.ts');
  return scram(mechanism === 'SCRAM-SHA-256' ? 'sha256' : 'sha512', username, password);
}

const refused = (wire: Wire, sasl: SaslOptions, reason: string, advice?: string, cause?: unknown): KafkaError =>
  new KafkaError('AUTH', `${wire.peer} did not let '${sasl.username}' in (${sasl.mechanism}): ${reason}`, {
    broker: wire.peer,
    advice,
    cause,
  });
