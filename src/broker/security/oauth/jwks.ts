/**
 * The keys that tokens are signed with (RFC 7517): read from a file or from a server on this machine, again after a while and
 * when a token names one that is not known, since issuers change theirs.
 */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Clock } from '../../../lib/clock.ts';
import { InvalidToken } from './token.ts';

interface KnownKey {
  readonly kid: string | undefined;
  readonly alg: string | undefined;
  readonly key: KeyObject;
}

export interface JwksOptions {
  readonly url: URL;
  readonly refreshMs: number;
  /** Keys are not asked for more often than that, whatever tokens name. */
  readonly leastBetweenMs: number;
}

const ANSWER_MS = 5_000;

export class Jwks {
  private readonly options: JwksOptions;
  private readonly clock: Clock;
  private keys: readonly KnownKey[] = [];
  private readMs = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  constructor(options: JwksOptions, clock: Clock) {
    this.options = options;
    this.clock = clock;
  }

  /** The keys that a token with that header may be signed with. InvalidToken when there is none. */
  async find(kid: unknown, alg: string): Promise<KeyObject[]> {
    const ageMs = this.clock.monotonicMs() - this.readMs;
    if (ageMs > this.options.refreshMs) await this.read();
    let found = this.matching(kid, alg);
    if (found.length === 0 && ageMs > this.options.leastBetweenMs) {
      await this.read();
      found = this.matching(kid, alg);
    }
    if (found.length === 0) throw new InvalidToken(`the token is signed with a key that is not known (kid ${kid})`);
    return found;
  }

  private matching(kid: unknown, alg: string): KeyObject[] {
    return this.keys
      .filter(each => (kid === undefined || each.kid === kid) && (each.alg === undefined || each.alg === alg))
      .map(({ key }) => key);
  }

  private read(): Promise<void> {
    this.reading ??= this.readNow().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async readNow(): Promise<void> {
    const { url } = this.options;
    try {
      const { keys } = JSON.parse(await textAt(url)) as { keys: (JsonWebKey & { kid?: string; alg?: string })[] };
      this.keys = keys.flatMap(jwk => knownKey(jwk));
      this.readMs = this.clock.monotonicMs();
    } catch (error) {
      throw new InvalidToken(`the keys at ${url} cannot be read: ${(error as Error).message}`);
    }
  }
}

async function textAt(url: URL): Promise<string> {
  if (url.protocol === 'file:') return readFile(url, 'utf8');
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`the answer is ${response.status}`);
  return response.text();
}

/** Keys of kinds that are not known are of others, and passed over (RFC 7517 §5). A secret one would be no secret. */
function knownKey(jwk: JsonWebKey & { kid?: string; alg?: string }): KnownKey[] {
  if (jwk.kty === 'oct') return [];
  try {
    return [{ kid: jwk.kid, alg: jwk.alg, key: createPublicKey({ key: jwk, format: 'jwk' }) }];
  } catch {
    return [];
  }
}
