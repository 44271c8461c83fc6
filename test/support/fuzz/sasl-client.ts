/** A client that knows its password: the messages of an honest SASL exchange, one after the other, for a fuzzer to spoil. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  type SaltedPassword,
  type ScramMechanismName,
  salted,
  scramHash,
  scramHmac,
  scramMechanismNames,
} from '../../../src/broker/security/scram/credential.ts';
import { bearer, signedToken, unsecuredToken } from '../../broker/security/tokens.ts';

export const users = ['alice', 'bob'] as const;
export type User = (typeof users)[number];
export const passwordOf = (user: User): string => `${user}-secret`;

export const mechanismNames = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'] as const;
export type MechanismName = (typeof mechanismNames)[number];

/** Which kind of tokens a listener takes. */
export type TokenKind = 'signed' | 'unsecured';

/** Salted once: that takes longer than the rest of an exchange. */
export const saltedPasswords: Readonly<Record<ScramMechanismName, Readonly<Record<User, SaltedPassword>>>> =
  Object.fromEntries(
    scramMechanismNames.map(mechanism => [
      mechanism,
      Object.fromEntries(users.map(user => [user, salted(mechanism, passwordOf(user))])),
    ]),
  ) as never;

export const keys = generateKeyPairSync('ed25519');

/** The answer to what the server said last; undefined when there is nothing more to say. */
export type SaslClient = (challenge: Buffer) => Buffer | undefined;

export function saslClient(mechanism: MechanismName, user: User, tokens: TokenKind, nowMs: number): SaslClient {
  if (mechanism === 'PLAIN') return once(`\0${user}\0${passwordOf(user)}`);
  if (mechanism === 'OAUTHBEARER') return once(bearer(tokenOf(user, tokens, nowMs)));
  return scramClient(mechanism, user);
}

function tokenOf(user: User, kind: TokenKind, nowMs: number): string {
  const now = Math.floor(nowMs / 1000);
  const claims = { sub: user, iat: now, exp: now + 30, scope: ['read', 'write'] };
  return kind === 'unsecured'
    ? unsecuredToken(claims)
    : signedToken(claims, { alg: 'EdDSA', kid: 'k' }, keys.privateKey);
}

function once(message: string): SaslClient {
  let said = false;
  return () => {
    if (said) return undefined;
    said = true;
    return Buffer.from(message);
  };
}

function scramClient(mechanism: ScramMechanismName, user: User): SaslClient {
  const first = `n=${user},r=${randomBytes(12).toString('base64url')}`;
  const { saltedPassword } = saltedPasswords[mechanism][user];
  let step = 0;
  return challenge => {
    step++;
    if (step === 1) return Buffer.from(`n,,${first}`);
    if (step > 2) return undefined;
    const nonce = /^r=([^,]*)/.exec(challenge.toString())?.[1] ?? '';
    const withoutProof = `c=biws,r=${nonce}`;
    const clientKey = scramHmac(mechanism, saltedPassword, 'Client Key');
    const storedKey = scramHash(mechanism, clientKey);
    const signature = scramHmac(mechanism, storedKey, `${first},${challenge},${withoutProof}`);
    const proof = Buffer.from(clientKey.map((byte, i) => byte ^ signature[i]!));
    return Buffer.from(`${withoutProof},p=${proof.toString('base64')}`);
  };
}
