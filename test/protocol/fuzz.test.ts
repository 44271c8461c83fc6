import { describe, expect, it } from 'vitest';
import { metadata } from '../../src/protocol/apis/index.ts';
import { ProtocolError } from '../../src/protocol/error.ts';
import { Reader } from '../../src/protocol/reader.ts';
import { type AnyMessage, decode, encode, messages, randomValue, versionsOf } from '../support/messages.ts';
import { type Random, seededRandom } from '../support/random.ts';

const DAMAGES = 40;

/** Whatever the bytes are, decoding gives a value or a ProtocolError. */
function survives(message: AnyMessage, version: number, bytes: Buffer): void {
  try {
    message.codec(version).read(new Reader(bytes));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
}

function damage(bytes: Buffer, random: Random): Buffer {
  const damaged = Buffer.from(bytes);
  for (let flips = 1 + random.below(4); flips > 0; flips--) {
    const at = random.below(damaged.length);
    damaged[at] = random.chance(0.5) ? damaged[at]! ^ (1 << random.below(8)) : random.pick([0x00, 0x7f, 0x80, 0xff]);
  }
  return damaged;
}

describe('damaged bytes give a value or a ProtocolError', () => {
  it.each(messages)('$name', message => {
    for (const version of versionsOf(message)) {
      const random = seededRandom(version + 1);
      const bytes = encode(message, version, randomValue(message, version, random));
      if (bytes.length === 0) continue;
      for (let i = 0; i < DAMAGES; i++) survives(message, version, damage(bytes, random));
      for (let i = 0; i < DAMAGES; i++) survives(message, version, random.bytes(random.below(200)));
    }
  });
});

describe('bytes that end too early give a ProtocolError', () => {
  it.each(messages)('$name', message => {
    for (const version of versionsOf(message)) {
      const random = seededRandom(version + 1);
      const bytes = encode(message, version, randomValue(message, version, random));
      for (let i = 0; i < Math.min(DAMAGES, bytes.length); i++) {
        const end = random.below(bytes.length);
        expect(() => decode(message, version, bytes.subarray(0, end))).toThrow(ProtocolError);
      }
    }
  });
});

describe('absurd counts and lengths', () => {
  // Read out of a run of equal bytes: none, 2^31−1, 2^32−1, and arrays of the smallest elements to the end.
  it.each(messages)('of $name allocate nothing before the bytes are there', message => {
    for (const version of versionsOf(message)) {
      for (const byte of [0x00, 0x01, 0x7f, 0xff]) survives(message, version, Buffer.alloc(2 ** 15, byte));
    }
  });

  it('stop at a million elements, because an object takes far more memory than its bytes on the wire', () => {
    const topics = (count: number) => {
      const bytes = Buffer.alloc(4 + 2 * count); // each topic is an empty name, two bytes of length
      bytes.writeInt32BE(count);
      return new Reader(bytes);
    };
    const codec = metadata.request.codec(1);
    expect(codec.read(topics(2 ** 20)).topics).toHaveLength(2 ** 20);
    expect(() => codec.read(topics(2 ** 20 + 1))).toThrow(ProtocolError);
  });
});
