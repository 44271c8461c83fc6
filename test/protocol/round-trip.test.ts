import { deepStrictEqual } from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { apis } from '../../src/protocol/apis/index.ts';
import {
  decodeClientId,
  decodeRequestStart,
  decodeResponse,
  encodeRequest,
  encodeResponse,
} from '../../src/protocol/frame.ts';
import { Reader } from '../../src/protocol/reader.ts';
import { decode, encode, messages, randomValue, versionsOf } from '../support/messages.ts';
import { seededRandom } from '../support/random.ts';

const SEEDS = [1, 2, 3, 4, 5, 6];

describe('a value that is encoded and decoded again stays the same', () => {
  it.each(messages)('$name', message => {
    for (const version of versionsOf(message)) {
      for (const seed of SEEDS) {
        const value = randomValue(message, version, seededRandom(seed));
        deepStrictEqual(decode(message, version, encode(message, version, value)), value, `v${version}, seed ${seed}`);
      }
    }
  });
});

describe('a frame', () => {
  /** As it arrives: without its length. */
  const received = (pieces: Buffer[]): Buffer => {
    const frame = Buffer.concat(pieces);
    expect(frame.readInt32BE(0)).toBe(frame.length - 4);
    return frame.subarray(4);
  };

  it.each(apis)('of $name is read as it was written', api => {
    const random = seededRandom(api.key);
    for (const version of versionsOf(api)) {
      const request = randomValue(api.request, version, random);
      const clientId = random.pick(['kcat', '', null]);
      const reader = new Reader(received(encodeRequest(api, version, { correlationId: 7, clientId }, request)));
      expect(decodeRequestStart(reader)).toEqual({ apiKey: api.key, apiVersion: version, correlationId: 7 });
      expect(decodeClientId(reader, api.isFlexible(version))).toBe(clientId);
      deepStrictEqual(api.request.codec(version).read(reader), request);
      expect(reader.remaining).toBe(0);

      const response = randomValue(api.response, version, random);
      const frame = received(encodeResponse(api, version, 8, response));
      deepStrictEqual(decodeResponse(api, version, frame), { correlationId: 8, body: response });
    }
  });
});
