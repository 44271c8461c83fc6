/**
 * SCRAM-SHA-256 and SCRAM-SHA-512 (RFC 5802, RFC 7677) without channel binding: neither side sends the password, and the server
 * proves that it knows it too. As Kafka does, names and passwords are taken as they are, without SASLprep.
 */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Exchange } from './mechanism.ts';

const derive = promisify(pbkdf2);

/** Base64 of "n,,": no channel binding, no other identity. */
const GS2_HEADER = 'n,,';
/** RFC 7677 §4; fewer make a stolen exchange cheap to break. Kafka refuses to store fewer, too. */
const MIN_ITERATIONS = 4096;
/** More than any broker asks for (Kafka: at most 16384), so that a hostile one cannot keep us busy. */
const MAX_ITERATIONS = 1_000_000;

export type ScramHash = 'sha256' | 'sha512';

export function scram(
  hash: ScramHash,
  username: string,
  password: string,
  nonce = randomBytes(24).toString('base64'),
): Exchange {
  const first = `n=${escaped(username)},r=${nonce}`;
  let serverSignature: Buffer | undefined;

  const answer = async (message: string): Promise<Buffer> => {
    const { r: combinedNonce = '', s: salt = '', i = '' } = attributes(message);
    const iterations = Number(i);
    if (!combinedNonce.startsWith(nonce) || combinedNonce.length === nonce.length)
      throw new Error('the server did not continue our nonce');
    if (salt === '' || !Number.isInteger(iterations) || iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS)
      throw new Error(`the server asks for ${i || 'no'} iterations; from ${MIN_ITERATIONS} on they are accepted`);

    const keyBytes = hash === 'sha256' ? 32 : 64;
    const salted = await derive(password, Buffer.from(salt, 'base64'), iterations, keyBytes, hash);
    const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
    const clientKey = hmac(salted, 'Client Key');
    const withoutProof = `c=${Buffer.from(GS2_HEADER).toString('base64')},r=${combinedNonce}`;
    const authMessage = `${first},${message},${withoutProof}`;
    const clientSignature = hmac(createHash(hash).update(clientKey).digest(), authMessage);
    serverSignature = hmac(hmac(salted, 'Server Key'), authMessage);
    const proof = Buffer.from(clientKey.map((byte, at) => byte ^ clientSignature[at]!));
    return Buffer.from(`${withoutProof},p=${proof.toString('base64')}`);
  };

  const verify = (message: string, expected: Buffer): void => {
    const { v = '', e } = attributes(message);
    if (e !== undefined) throw new Error(`the server says ${e}`);
    const given = Buffer.from(v, 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new Error('the server does not know the password: it may be an impostor');
  };

  return {
    start: () => Buffer.from(`${GS2_HEADER}${first}`),
    step(bytes) {
      const message = bytes.toString('utf8');
      if (serverSignature === undefined) return answer(message);
      verify(message, serverSignature);
      return undefined;
    },
  };
}

/** RFC 5802 §5.1: "=" and "," cannot stand in a name. */
const escaped = (name: string): string => name.replaceAll('=', '=3D').replaceAll(',', '=2C');

function attributes(message: string): Readonly<Record<string, string | undefined>> {
  const found: Record<string, string> = {};
  for (const part of message.split(',')) {
    if (part.startsWith('m=')) throw new Error('the server wants an extension that is not known');
    if (part[1] === '=') found[part[0]!] = part.slice(2);
  }
  return found;
}
