/**
 * Tokens that anybody can make, for development (RFC 7515 appendix A.5; KIP-255; Kafka:
 * OAuthBearerUnsecuredValidatorCallbackHandler.java, whose options have the same names).
 */
import type { Clock } from '../../../lib/clock.ts';
import { nameClaim, parseJwt, requiredTimeClaim, scopesOf, timeClaim } from './jwt.ts';
import { InvalidToken, type VerifyToken } from './token.ts';

export interface UnsecuredOptions {
  readonly principalClaim: string;
  readonly scopeClaim: string;
  readonly requiredScopes: readonly string[];
  readonly clockSkewMs: number;
}

const OPTION = 'unsecuredValidator';

/** From the options of the login module. Throws an Error when one cannot be. */
export function unsecuredOptionsOf(options: ReadonlyMap<string, string>): UnsecuredOptions {
  const option = (name: string) => options.get(OPTION + name)?.trim() || undefined;
  const clockSkewMs = Number(option('AllowableClockSkewMs') ?? '0');
  if (!Number.isInteger(clockSkewMs) || clockSkewMs < 0)
    throw new Error(`${OPTION}AllowableClockSkewMs is no number of milliseconds`);
  return {
    principalClaim: option('PrincipalClaimName') ?? 'sub',
    scopeClaim: option('ScopeClaimName') ?? 'scope',
    requiredScopes: option('RequiredScope')?.split(/\s+/) ?? [],
    clockSkewMs,
  };
}

export const unsecured =
  ({ principalClaim, scopeClaim, requiredScopes, clockSkewMs }: UnsecuredOptions, clock: Clock): VerifyToken =>
  token => {
    const jwt = parseJwt(token);
    if (jwt.header.alg !== 'none') throw new InvalidToken("an unsecured token has 'none' for an algorithm");
    if (jwt.signature.length > 0) throw new InvalidToken('an unsecured token has no signature');
    const expiresAtMs = 1000 * requiredTimeClaim(jwt, 'exp');
    const issuedAtMs = 1000 * (timeClaim(jwt, 'iat') ?? 0);
    const user = nameClaim(jwt, principalClaim);
    const nowMs = clock.nowMs();
    if (issuedAtMs > nowMs + clockSkewMs) throw new InvalidToken('the token is of the future (iat)');
    if (nowMs - clockSkewMs >= expiresAtMs) throw new InvalidToken('the token has expired (exp)');
    if (expiresAtMs <= issuedAtMs) throw new InvalidToken('the token expires before it is issued');
    const scopes = scopesOf(jwt, scopeClaim);
    const missing = requiredScopes.find(scope => !scopes.includes(scope));
    if (missing !== undefined)
      throw new InvalidToken(`the token lacks the scope ${missing}`, `[${requiredScopes.join(', ')}]`);
    return { user, expiresAtMs };
  };
