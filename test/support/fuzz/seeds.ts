/** Requests to begin with: those of real clients, recorded by scripts/record-frames.ts, and for every API a few made up. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rows } from '../../../src/broker/apis/index.ts';
import type { AnyApi } from '../../../src/protocol/api.ts';
import { saslAuthenticate } from '../../../src/protocol/apis/index.ts';
import { decodeClientId, decodeRequestStart } from '../../../src/protocol/frame.ts';
import { Reader } from '../../../src/protocol/reader.ts';
import { parseSpan } from '../../../src/protocol/span.ts';
import { randomValue, type Values } from '../messages.ts';
import { seededRandom } from '../random.ts';

export interface Seed {
  readonly api: AnyApi;
  readonly version: number;
  readonly request: Values;
}

const recordings = join(import.meta.dirname, 'recorded-frames.json');

/** Frames by client, in base64. */
export type Recordings = Record<string, string[]>;

export function recordedSeeds(): Seed[] {
  const recorded = JSON.parse(readFileSync(recordings, 'utf8')) as Recordings;
  return Object.values(recorded)
    .flat()
    .map(text => seedOf(Buffer.from(text, 'base64')));
}

/** The messages of SASL among them. */
export const recordedTokens = (): Buffer[] =>
  recordedSeeds().flatMap(({ api, request }) =>
    api.key === saslAuthenticate.key ? [request.authBytes as Buffer] : [],
  );

function seedOf(frame: Buffer): Seed {
  const reader = new Reader(frame);
  const { apiKey, apiVersion } = decodeRequestStart(reader);
  const api = rows.find(row => row.api.key === apiKey)?.api;
  if (api === undefined) throw new Error(`API ${apiKey} was recorded and is not served`);
  decodeClientId(reader, api.isFlexible(apiVersion));
  return { api, version: apiVersion, request: api.request.codec(apiVersion).read(reader) };
}

/** One for every version of every API that is served. */
export function inventedSeeds(): Seed[] {
  const random = seededRandom(848);
  return rows.flatMap(({ api, serves }) => {
    const { min, max } = parseSpan(serves);
    return Array.from({ length: max - min + 1 }, (_, i) => ({
      api,
      version: min + i,
      request: randomValue(api.request, min + i, random),
    }));
  });
}
