/** A JSON Web Token in its compact form (RFC 7515 §3.1, RFC 7519 §4), taken apart and not yet believed. */
import { InvalidToken } from './token.ts';

export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What the signature is of. */
  readonly signed: Buffer;
  readonly signature: Buffer;
}

const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;

export function parseJwt(token: string): Jwt {
  const [, header, claims, signature] = COMPACT.exec(token) ?? [];
  if (header === undefined || claims === undefined || signature === undefined)
    throw new InvalidToken('the token is no JWT');
  return {
    header: jsonOf(header, 'header'),
    claims: jsonOf(claims, 'claims'),
    signed: Buffer.from(`${header}.${claims}`),
    signature: Buffer.from(signature, 'base64url'),
  };
}

function jsonOf(part: string, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    throw new InvalidToken(`the ${what} of the token is no JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidToken(`the ${what} of the token is no object`);
  return value as Record<string, unknown>;
}

/** Seconds since 1970, which may have a fraction. */
export function timeClaim({ claims }: Jwt, name: string): number | undefined {
  const value = claims[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number') throw new InvalidToken(`the claim ${name} is no number`);
  return value;
}

export function requiredTimeClaim(jwt: Jwt, name: string): number {
  const value = timeClaim(jwt, name);
  if (value === undefined) throw new InvalidToken(`the claim ${name} is missing`);
  return value;
}

export function nameClaim({ claims }: Jwt, name: string): string {
  const value = claims[name];
  if (typeof value !== 'string' || value.trim() === '') throw new InvalidToken(`the claim ${name} names nobody`);
  return value;
}

/** A list, or words with spaces between. */
export function scopesOf({ claims }: Jwt, name: string): string[] {
  const value = claims[name];
  if (typeof value === 'string') return value.split(/\s+/).filter(word => word !== '');
  return Array.isArray(value) ? value.filter(word => typeof word === 'string') : [];
}
