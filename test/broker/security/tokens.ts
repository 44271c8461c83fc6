/** JSON Web Tokens for tests. */
import { type KeyObject, sign } from 'node:crypto';

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export const unsecuredToken = (claims: object, header: object = { alg: 'none' }): string =>
  `${encoded(header)}.${encoded(claims)}.`;

/** Signed with RS256, ES256 or EdDSA. */
export function signedToken(claims: object, header: { alg: string; kid?: string }, key: KeyObject): string {
  const signed = `${encoded(header)}.${encoded(claims)}`;
  const hash = header.alg === 'EdDSA' ? null : 'sha256';
  const signature = sign(hash, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

/** The first message of a client with a token (RFC 7628 §3.1). */
export const bearer = (token: string, authorizationId = ''): string =>
  `n,${authorizationId === '' ? '' : `a=${authorizationId}`},\x01auth=Bearer ${token}\x01\x01`;
