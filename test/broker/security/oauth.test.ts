/** Tokens: unsecured ones for development, and signed ones (KIP-255, KIP-768). */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { Jwks } from '../../../src/broker/security/oauth/jwks.ts';
import { type SignedOptions, signed } from '../../../src/broker/security/oauth/signed.ts';
import { unsecured, unsecuredOptionsOf } from '../../../src/broker/security/oauth/unsecured.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { signedToken, unsecuredToken } from './tokens.ts';

const clock = new FakeClock();
const now = clock.nowMs() / 1000;
const dir = mkdtempSync(join(tmpdir(), 'mq-jwks-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('an unsecured token', () => {
  const verify = (token: string, options: Record<string, string> = {}) =>
    unsecured(unsecuredOptionsOf(new Map(Object.entries(options))), clock)(token);

  it('says who it is of, and until when', () => {
    expect(verify(unsecuredToken({ sub: 'alice', iat: now, exp: now + 60 }))).toEqual({
      user: 'alice',
      expiresAtMs: (now + 60) * 1000,
    });
  });

  it('names the user and the scopes as the options say', () => {
    const options = {
      unsecuredValidatorPrincipalClaimName: 'email',
      unsecuredValidatorScopeClaimName: 'roles',
      unsecuredValidatorRequiredScope: 'read write',
    };
    const claims = { email: 'a@b', exp: now + 60 };
    expect(verify(unsecuredToken({ ...claims, roles: ['read', 'write', 'x'] }), options)).toMatchObject({
      user: 'a@b',
    });
    expect(() => verify(unsecuredToken({ ...claims, roles: 'read' }), options)).toThrow('lacks the scope write');
  });

  it.for([
    ['is no JWT', 'x.y', /is no JWT/],
    ['has no JSON in it', 'eA.eA.', /is no JSON/],
    ['is signed', unsecuredToken({ sub: 'a', exp: now + 60 }).concat('c2ln'), /has no signature/],
    ['says that it is signed', unsecuredToken({ sub: 'a', exp: now + 60 }, { alg: 'HS256' }), /'none'/],
    ['never expires', unsecuredToken({ sub: 'a' }), /exp is missing/],
    ['has expired', unsecuredToken({ sub: 'a', exp: now }), /has expired/],
    ['is of the future', unsecuredToken({ sub: 'a', iat: now + 5, exp: now + 60 }), /of the future/],
    ['names nobody', unsecuredToken({ exp: now + 60 }), /sub names nobody/],
    ['expires in words', unsecuredToken({ sub: 'a', exp: 'soon' }), /exp is no number/],
  ] as const)('that %s is refused', ([, token, message]) => {
    expect(() => verify(token)).toThrow(message);
  });

  it('may be off by the clock skew that is allowed', () => {
    const options = { unsecuredValidatorAllowableClockSkewMs: '10000' };
    expect(verify(unsecuredToken({ sub: 'a', iat: now + 5, exp: now + 60 }), options)).toMatchObject({ user: 'a' });
    expect(verify(unsecuredToken({ sub: 'a', exp: now - 5 }), options)).toMatchObject({ user: 'a' });
  });
});

describe('a signed token', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ed = generateKeyPairSync('ed25519');
  const jwk = (kid: string, key: KeyObject, more: object = {}) => ({ ...key.export({ format: 'jwk' }), kid, ...more });
  const file = join(dir, 'jwks.json');
  const write = (...keys: object[]) => writeFileSync(file, JSON.stringify({ keys }));
  write(jwk('r', rsa.publicKey), jwk('e', ec.publicKey, { alg: 'ES256' }), jwk('d', ed.publicKey), { kty: 'new' });

  const jwks = () => new Jwks({ url: pathToFileURL(file), refreshMs: 60_000, leastBetweenMs: 1_000 }, clock);
  const defaults = { audiences: [], issuer: null, clockSkewSeconds: 30, subjectClaim: 'sub', scopeClaim: 'scope' };
  const verify = async (token: string, options: Partial<SignedOptions> = {}) =>
    signed({ ...defaults, ...options }, jwks(), clock)(token);
  const claims = { sub: 'alice', iat: now, exp: now + 60 };

  it.for([
    ['RS256', { alg: 'RS256', kid: 'r' }, rsa.privateKey],
    ['ES256', { alg: 'ES256', kid: 'e' }, ec.privateKey],
    ['EdDSA', { alg: 'EdDSA', kid: 'd' }, ed.privateKey],
    ['RS256 by a key without a name', { alg: 'RS256' }, rsa.privateKey],
  ] as const)('by %s is believed', async ([, header, key]) => {
    expect(await verify(signedToken(claims, header, key))).toEqual({ user: 'alice', expiresAtMs: (now + 60) * 1000 });
  });

  const byRsa = (more: object, header: { alg: string; kid?: string } = { alg: 'RS256', kid: 'r' }) =>
    signedToken({ ...claims, ...more }, header, rsa.privateKey);

  it.for([
    ['of nobody', unsecuredToken(claims), {}, /signed with none are not taken/],
    ['with an algorithm that is none', byRsa({}, { alg: 'constructor' }), {}, /constructor are not taken/],
    ['by a secret of both', byRsa({}, { alg: 'HS256', kid: 'r' }), {}, /HS256 are not taken/],
    ['by a key that is not known', byRsa({}, { alg: 'RS256', kid: 'x' }), {}, /key that is not known/],
    [
      'by another key',
      signedToken(claims, { alg: 'RS256', kid: 'r' }, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      {},
      /signature does not fit/,
    ],
    ['by a key of another kind', signedToken(claims, { alg: 'RS256', kid: 'd' }, rsa.privateKey), {}, /does not fit/],
    [
      'that was changed',
      byRsa({}).replace(
        /\.[^.]+\./,
        `.${Buffer.from(JSON.stringify({ ...claims, sub: 'root' })).toString('base64url')}.`,
      ),
      {},
      /does not fit/,
    ],
    ['that has expired', byRsa({ exp: now - 31 }), {}, /has expired/],
    ['that is not good yet', byRsa({ nbf: now + 31 }), {}, /not good yet/],
    ['without iat', byRsa({ iat: undefined }), {}, /iat is missing/],
    ['for somebody, where nobody is expected', byRsa({ aud: 'x' }), {}, /is for x \(aud\)/],
    ['for somebody else', byRsa({ aud: ['x', 'y'] }), { audiences: ['kafka'] }, /is for x, y \(aud\)/],
    ['for nobody', byRsa({}), { audiences: ['kafka'] }, /is for nobody \(aud\)/],
    ['of another issuer', byRsa({ iss: 'x' }), { issuer: 'us' }, /is of x \(iss\)/],
    ['with a scope twice', byRsa({ scope: ['a', 'b', 'a'] }), {}, /has a scope twice/],
    ['that names nobody', byRsa({}), { subjectClaim: 'email' }, /email names nobody/],
  ] as const)('%s is refused', async ([, token, options, message]) => {
    await expect(verify(token, options)).rejects.toThrow(message);
  });

  it('is taken with audience, issuer and clock skew as expected', async () => {
    const token = byRsa({ aud: ['x', 'kafka'], iss: 'us', exp: now - 29, email: 'a@b' });
    const options = { audiences: ['kafka'], issuer: 'us', subjectClaim: 'email' };
    expect(await verify(token, options)).toMatchObject({ user: 'a@b' });
  });

  it('by a new key is believed once it is published, which is looked for no more often than allowed', async () => {
    const keys = jwks();
    const verifyOften = signed(defaults, keys, clock);
    const renewed = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const token = signedToken({ ...claims, exp: now + 6000 }, { alg: 'ES256', kid: 'new' }, renewed.privateKey);
    await expect(verifyOften(token)).rejects.toThrow('not known');
    write(jwk('new', renewed.publicKey));
    await expect(verifyOften(token)).rejects.toThrow('not known');
    await clock.advance(1_001);
    expect(await verifyOften(token)).toMatchObject({ user: 'alice' });
  });

  it('is verified with keys from a server, as long as it answers', async () => {
    let answer = { status: 200, text: JSON.stringify({ keys: [jwk('r', rsa.publicKey)] }) };
    const server = createServer((_, response) => response.writeHead(answer.status).end(answer.text));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
    const fromServer = () =>
      signed(defaults, new Jwks({ url, refreshMs: 60_000, leastBetweenMs: 1_000 }, clock), clock);
    expect(await fromServer()(byRsa({}))).toMatchObject({ user: 'alice' });
    answer = { status: 500, text: 'oh' };
    await expect(fromServer()(byRsa({}))).rejects.toThrow(/cannot be read: the answer is 500/);
    answer = { status: 200, text: 'oh' };
    await expect(fromServer()(byRsa({}))).rejects.toThrow(/cannot be read/);
    server.close();
  });
});
