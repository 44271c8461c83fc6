import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../src/protocol/error.ts';
import { codecNumbered, codecs, compress, decompress } from '../../../src/protocol/records/compression.ts';
import { seededRandom } from '../../support/random.ts';

const text = Buffer.from(Array.from({ length: 40_000 }, (_, i) => `record ${i} of many; `).join(''));
const compressing = codecs.slice(1);
const MIB = 1024 * 1024;

describe.each(codecs)('%s', codec => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a byte', Buffer.from('x')],
    ['text', text],
    ['noise', seededRandom(1).bytes(100_000)],
    ['zeros', Buffer.alloc(5 * MIB)],
  ])('gives %s back', (_, bytes) => {
    expect(decompress(codec, compress(codec, bytes), Math.max(1, bytes.length)).equals(bytes)).toBe(true);
  });
});

describe.each(compressing)('%s', codec => {
  it('refuses to hold a byte more than allowed', () => {
    const refused = () => decompress(codec, compress(codec, text), text.length - 1);
    expect(refused).toThrow(ProtocolError);
    expect(refused).toThrow(`${codec}: holds more than ${text.length - 1} bytes`);
  });

  it('refuses what is cut off', () => {
    const whole = compress(codec, text);
    for (const length of [1, 3, 8, 20, whole.length >> 1, whole.length - 5])
      expect(() => decompress(codec, whole.subarray(0, length), MIB), `${length} bytes`).toThrow(ProtocolError);
  });

  it('refuses what is of another kind', () => {
    expect(() => decompress(codec, Buffer.from('not compressed at all'), MIB)).toThrow(ProtocolError);
  });
});

describe.each(['snappy', 'lz4'] as const)('%s', codec => {
  it('goes on after hundreds of broken inputs, which leak in WebAssembly', () => {
    const bytes = Buffer.alloc(MIB, 'record of many; ');
    const whole = compress(codec, bytes);
    const cut = whole.subarray(0, whole.length - 20);
    for (let i = 0; i < 400; i++) expect(() => decompress(codec, cut, MIB)).toThrow(ProtocolError);
    expect(decompress(codec, whole, MIB).equals(bytes)).toBe(true);
  });
});

describe('snappy', () => {
  const int32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer).swap32();
  const xerial = (...blocks: Buffer[]) =>
    Buffer.concat([
      Buffer.from('\x82SNAPPY\0', 'latin1'),
      int32(1),
      int32(1),
      ...blocks.flatMap(block => [int32(block.length), block]),
    ]);
  const halves = [text.subarray(0, 300_000), text.subarray(300_000)];

  it('reads the framing of Java', () => {
    const framed = xerial(...halves.map(half => compress('snappy', half)));
    expect(decompress('snappy', framed, text.length).equals(text)).toBe(true);
    expect(() => decompress('snappy', framed, text.length - 1)).toThrow('holds more than');
    expect(decompress('snappy', xerial(), 1)).toHaveLength(0);
  });

  it('tells raw blocks that begin as the framing does', () => {
    const bytes = Buffer.alloc(0x182, 'x');
    const raw = compress('snappy', bytes);
    expect(raw[0]).toBe(0x82);
    expect(decompress('snappy', raw, MIB)).toEqual(bytes);
  });

  it.each([
    ['of no length', int32(0)],
    ['of a negative length', int32(-1)],
    ['beyond the end', int32(1000)],
    ['whose length is cut off', Buffer.alloc(3)],
  ])('refuses a block %s', (_, broken) => {
    expect(() => decompress('snappy', Buffer.concat([xerial(), broken]), MIB)).toThrow(ProtocolError);
  });

  it('believes no length that its bytes cannot make', () => {
    const lie = Buffer.from([0xff, 0xff, 0xff, 0x7f, 0, 0]);
    expect(() => decompress('snappy', lie, 2 ** 40)).toThrow('cannot come of 6');
  });
});

describe('lz4', () => {
  // lz4 -B4 -BD -BX --content-size -9 on 100,000 bytes
  const linkedBlocks = Buffer.from(
    'BCJNGFxAoIYBAAAAAABgFAEAAK9hYmNkZWZnaGlqCgD/////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////3lBiY2RlZn81fc+RAAAADwoA////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////D1BmZ2hpaj/oxsgAAAAAKfyA2g==',
    'base64',
  );

  it('reads linked blocks, block checksums and the content size', () => {
    const bytes = Buffer.from('abcdefghij'.repeat(10_000));
    expect(decompress('lz4', linkedBlocks, bytes.length).equals(bytes)).toBe(true);
    expect(() => decompress('lz4', linkedBlocks, bytes.length - 1)).toThrow('holds more than');
  });

  it('checks the checksums that are there', () => {
    const broken = Buffer.from(linkedBlocks);
    broken[broken.length - 1]! ^= 1;
    expect(() => decompress('lz4', broken, MIB)).toThrow(ProtocolError);
  });

  it('writes independent blocks without a dictionary, which Java insists on', () => {
    const frame = compress('lz4', text);
    expect(frame.readUInt32LE(0)).toBe(0x184d2204);
    expect(frame[4]! & 0b1110_0011).toBe(0b0110_0000);
  });
});

it('codec numbers 5 to 7 name nothing', () => {
  expect([0, 1, 2, 3, 4].map(codecNumbered)).toEqual([...codecs]);
  for (const number of [5, 6, 7]) expect(() => codecNumbered(number)).toThrow(ProtocolError);
});
