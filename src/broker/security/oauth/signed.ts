/** Tokens with a signature (KIP-768; Kafka: OAuthBearerValidatorCallbackHandler.java over jose4j; RFC 7518 §3). */
import { constants, type KeyObject, verify } from 'node:crypto';
import type { Clock } from '../../../lib/clock.ts';
import type { Jwks } from './jwks.ts';
import { type Jwt, nameClaim, parseJwt, requiredTimeClaim, timeClaim } from './jwt.ts';
import { InvalidToken, type VerifyToken } from './token.ts';

export interface SignedOptions {
  readonly audiences: readonly string[];
  readonly issuer: string | null;
  readonly clockSkewSeconds: number;
  readonly subjectClaim: string;
  readonly scopeClaim: string;
}

/** Each with the kind of key it takes: a key never verifies what it was not made for. */
const ALGORITHMS: Readonly<Record<string, { keyType: string; hash: string | null; options?: object }>> = {
  ...rsa('RS', { padding: constants.RSA_PKCS1_PADDING }),
  ...rsa('PS', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }),
  ES256: { keyType: 'ec', hash: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  ES384: { keyType: 'ec', hash: 'sha384', options: { dsaEncoding: 'ieee-p1363' } },
  ES512: { keyType: 'ec', hash: 'sha512', options: { dsaEncoding: 'ieee-p1363' } },
  EdDSA: { keyType: 'ed25519', hash: null },
};

export const signed =
  (options: SignedOptions, keys: Jwks, clock: Clock): VerifyToken =>
  async token => {
    const jwt = parseJwt(token);
    const { alg, kid } = jwt.header;
    if (typeof alg !== 'string' || !Object.hasOwn(ALGORITHMS, alg))
      throw new InvalidToken(`tokens signed with ${alg} are not taken`);
    const candidates = await keys.find(kid, alg);
    if (!candidates.some(key => isSignedBy(jwt, alg, key))) throw new InvalidToken('the signature does not fit');
    checkAddress(jwt, options);
    checkScopes(jwt.claims[options.scopeClaim], options.scopeClaim);
    return { user: nameClaim(jwt, options.subjectClaim).trim(), expiresAtMs: checkedTimes(jwt, options, clock) };
  };

function isSignedBy({ signed, signature }: Jwt, alg: string, key: KeyObject): boolean {
  const { keyType, hash, options } = ALGORITHMS[alg]!;
  return key.asymmetricKeyType === keyType && verify(hash, signed, { key, ...options }, signature);
}

/** As jose4j: a token for somebody is not for a broker that does not know whom it is. */
function checkAddress({ claims: { aud, iss } }: Jwt, { audiences, issuer }: SignedOptions): void {
  const named = aud === undefined || aud === null ? [] : [aud].flat();
  if ((named.length > 0 || audiences.length > 0) && !named.some(each => audiences.includes(each as string)))
    throw new InvalidToken(
      `the token is for ${named.join(', ') || 'nobody'} (aud), sasl.oauthbearer.expected.audience is ${audiences.join() || 'not set'}`,
    );
  if (issuer !== null && iss !== issuer)
    throw new InvalidToken(`the token is of ${iss} (iss), sasl.oauthbearer.expected.issuer is ${issuer}`);
}

/** What a token allows is of no further concern, but it is to be said properly (Kafka: ClaimValidationUtils.validateScopes). */
function checkScopes(claim: unknown, name: string): void {
  const scopes = [claim ?? []].flat().map(scope => (typeof scope === 'string' ? scope.trim() : ''));
  if (scopes.includes('') || new Set(scopes).size < scopes.length)
    throw new InvalidToken(`the claim ${name} has a scope twice, or one without a name`);
}

function checkedTimes(jwt: Jwt, { clockSkewSeconds }: SignedOptions, clock: Clock): number {
  const [expires, notBefore] = [requiredTimeClaim(jwt, 'exp'), timeClaim(jwt, 'nbf')];
  requiredTimeClaim(jwt, 'iat');
  const now = clock.nowMs() / 1000;
  if (now - clockSkewSeconds >= expires) throw new InvalidToken('the token has expired (exp)');
  if (notBefore !== undefined && now + clockSkewSeconds < notBefore)
    throw new InvalidToken('the token is not good yet (nbf)');
  return 1000 * expires;
}

function rsa(prefix: string, options: object) {
  const rows = [256, 384, 512].map(bits => [`${prefix}${bits}`, { keyType: 'rsa', hash: `sha${bits}`, options }]);
  return Object.fromEntries(rows) as Record<string, { keyType: string; hash: string; options: object }>;
}
