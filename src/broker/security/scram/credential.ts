/** What a broker keeps of a SCRAM password: enough to see that a client knows it, not enough to be one (RFC 5802 §3). */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

export interface ScramCredential {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** Numbered as in requests (ScramMechanism.java). */
export const scramMechanisms = {
  'SCRAM-SHA-256': { type: 1, hash: 'sha256', bytes: 32 },
  'SCRAM-SHA-512': { type: 2, hash: 'sha512', bytes: 64 },
} as const;

export type ScramMechanismName = keyof typeof scramMechanisms;

export const scramMechanismNames = Object.keys(scramMechanisms) as ScramMechanismName[];

export const MIN_ITERATIONS = 4096;
export const MAX_ITERATIONS = 16_384;

export const scramHmac = (mechanism: ScramMechanismName, key: Buffer, text: string): Buffer =>
  createHmac(scramMechanisms[mechanism].hash, key).update(text).digest();

export const scramHash = (mechanism: ScramMechanismName, bytes: Buffer): Buffer =>
  createHash(scramMechanisms[mechanism].hash).update(bytes).digest();

export interface SaltedPassword {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly saltedPassword: Buffer;
}

export function credentialOf(
  mechanism: ScramMechanismName,
  { salt, iterations, saltedPassword }: SaltedPassword,
): ScramCredential {
  const clientKey = scramHmac(mechanism, saltedPassword, 'Client Key');
  const serverKey = scramHmac(mechanism, saltedPassword, 'Server Key');
  return { salt, iterations, storedKey: scramHash(mechanism, clientKey), serverKey };
}

/** As Kafka does, the password is taken as it is, without SASLprep. */
export function salted(
  mechanism: ScramMechanismName,
  password: string,
  { salt = randomBytes(24), iterations = MIN_ITERATIONS }: { salt?: Buffer; iterations?: number } = {},
): SaltedPassword {
  const { bytes, hash } = scramMechanisms[mechanism];
  return { salt, iterations, saltedPassword: pbkdf2Sync(password, salt, iterations, bytes, hash) };
}
