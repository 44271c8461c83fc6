import { describe, expect, it } from 'vitest';
import { structCodec } from '../../src/protocol/codec.ts';
import { ProtocolError } from '../../src/protocol/error.ts';
import { Reader } from '../../src/protocol/reader.ts';
import * as schema from '../../src/protocol/schema.ts';
import { Writer } from '../../src/protocol/writer.ts';

const { array, bytes, int8, int16, int32, int64, string, struct, uuid } = schema;

/** One message at one version: to and from hexadecimal text. */
function at<F extends schema.Fields>(version: number, fields: F, { flexible = false } = {}) {
  const codec = structCodec(fields, version, flexible);
  return {
    write(value: schema.Input<F>): string {
      const writer = new Writer();
      codec.write(writer, value);
      return Buffer.concat(writer.finish()).toString('hex');
    },
    read: (hex: string) => codec.read(new Reader(Buffer.from(hex, 'hex'))),
  };
}

describe('a field that the version lacks', () => {
  const fields = { kept: int8('0+'), later: int32('2+', { default: 5 }), hint: int32('2+', { ignorable: true }) };

  it('reads as its default', () => {
    expect(at(1, fields).read('07')).toEqual({ kept: 7, later: 5, hint: 0 });
  });

  it('is refused when it says something else, unless it may be ignored', () => {
    expect(at(1, fields).write({ kept: 7, hint: 9 })).toBe('07');
    expect(at(1, fields).write({ kept: 7, later: 5 })).toBe('07');
    expect(() => at(1, fields).write({ kept: 7, later: 6 })).toThrow('later is not in version 1');
  });

  it('is written from the version on that has it', () => {
    expect(at(2, fields).write({ kept: 7, later: 6, hint: 9 })).toBe('070000000600000009');
    expect(at(2, fields).write({ kept: 7 })).toBe('070000000500000000');
  });

  it('of an object type counts as default when all of its fields are', () => {
    const nested = { inner: struct('1+', { a: int8('1+', { default: -1 }), b: array('1+', int8()) }) };
    expect(at(0, nested).write({ inner: { a: -1, b: [] } })).toBe('');
    expect(() => at(0, nested).write({ inner: { a: -1, b: [1] } })).toThrow(ProtocolError);
    expect(at(0, nested).read('')).toEqual({ inner: { a: -1, b: [] } });
  });

  it('gives every reader arrays of its own', () => {
    const { read } = at(0, { list: array('1+', int8()) });
    read('').list.push(1);
    expect(read('').list).toEqual([]);
  });
});

describe('null', () => {
  const fields = {
    text: string('0+', { nullable: '1+' }),
    list: array('0+', int8(), { nullable: '1+' }),
    blob: bytes('0+', { nullable: '1+' }),
  };
  const nothing = { text: null, list: null, blob: null };

  it('is a length of −1, and 0 in flexible versions', () => {
    expect(at(1, fields).write(nothing)).toBe('ffffffffffffffffffff');
    expect(at(1, fields).read('ffffffffffffffffffff')).toEqual(nothing);
    expect(at(1, fields, { flexible: true }).write(nothing)).toBe('00000000');
    expect(at(1, fields, { flexible: true }).read('00000000')).toEqual(nothing);
  });

  it('is refused in versions that do not know it', () => {
    expect(() => at(0, fields).write({ ...nothing, text: null })).toThrow('text: null where string is required');
    expect(() => at(0, fields).read('ffff')).toThrow('string of length -1');
    expect(() => at(0, fields).read('0000ffffffff')).toThrow('array of length -1');
  });

  it('of an object is one byte before it (KIP-893)', () => {
    const cursor = { cursor: struct('0+', { at: int8('0+') }, { nullable: '0+', default: null }) };
    expect(at(0, cursor).write({ cursor: null })).toBe('ff');
    expect(at(0, cursor).write({ cursor: { at: 3 } })).toBe('0103');
    expect(at(0, cursor).read('ff')).toEqual({ cursor: null });
  });
});

describe('tagged fields (KIP-482)', () => {
  const fields = {
    plain: int8('0+'),
    second: int16('0+', { tag: 1, tagged: '0+', default: -1 }),
    first: string('0+', { tag: 0, tagged: '0+' }),
  };
  const flexible = at(0, fields, { flexible: true });

  it('are written in the order of their tags, and not at all at their default', () => {
    expect(flexible.write({ plain: 1, second: 2, first: 'a' })).toBe('01' + '02' + '00020261' + '01020002');
    expect(flexible.write({ plain: 1, second: -1 })).toBe('0100');
  });

  it('read as their default when absent', () => {
    expect(flexible.read('0100')).toEqual({ plain: 1, second: -1, first: '' });
  });

  it('are skipped when unknown', () => {
    expect(flexible.read('01' + '02' + '01020002' + '6303aabbcc')).toEqual({ plain: 1, second: 2, first: '' });
  });

  it('are refused twice, out of order, or when they do not fill their size', () => {
    expect(() => flexible.read('01' + '02' + '01020002' + '01020002')).toThrow('tag 1 after tag 1');
    expect(() => flexible.read('01' + '02' + '01020002' + '00020261')).toThrow('tag 0 after tag 1');
    expect(() => flexible.read('01' + '01' + '0103000200')).toThrow('does not fill its 3 bytes');
  });

  it('are refused in versions without tags', () => {
    const later = { second: int16('1+', { tag: 1, tagged: '1+', default: -1 }) };
    expect(() => at(0, later).write({ second: 2 })).toThrow(ProtocolError);
  });
});

describe('int64 (docs/decisions/0002-int64-as-number.md)', () => {
  const { write, read } = at(0, { value: int64('0+') });

  it.each([
    [0, '0000000000000000'],
    [-1, 'ffffffffffffffff'],
    [1_700_000_000_123, '0000018bcfe5687b'],
    [Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
    [Number.MIN_SAFE_INTEGER, 'ffe0000000000001'],
    [-(2 ** 63), '8000000000000000'],
    [schema.INT64_MAX, '7fffffffffffffff'],
  ])('%d is %s', (value, hex) => {
    expect(write({ value })).toBe(hex);
    expect(read(hex)).toEqual({ value });
  });

  it('reads as the nearest number beyond 2^53', () => {
    expect(read('0020000000000001').value).toBe(2 ** 53);
  });

  it.each([1.5, Number.NaN, 2 ** 64])('%d is refused', value => {
    expect(() => write({ value })).toThrow(ProtocolError);
  });
});

describe('what does not fit', () => {
  it('is refused with the way to it', () => {
    const fields = { topics: array('0+', { partition: int16('0+') }) };
    expect(() => at(0, fields).write({ topics: [{ partition: 70_000 }] })).toThrow(/^topics: partition: .*70.?000/);
  });

  it('is a string of more than 32767 bytes, in any version', () => {
    const long = { text: 'é'.repeat(16384) };
    expect(() => at(0, { text: string('0+') }).write(long)).toThrow('32768 bytes');
    expect(() => at(0, { text: string('0+') }, { flexible: true }).write(long)).toThrow('32768 bytes');
  });

  it('is a Uuid of another length', () => {
    expect(() => at(0, { id: uuid('0+') }).write({ id: 'abc' })).toThrow("'abc' is not a Uuid");
  });
});

it('records are taken in slices and given as a view', () => {
  const { write } = at(0, { records: schema.records('0+') });
  expect(write({ records: [Buffer.from('ab'), Buffer.from('c')] })).toBe('00000003616263');
  const received = Buffer.from('00000003616263', 'hex');
  const { records } = structCodec({ records: schema.records('0+') }, 0, false).read(new Reader(received));
  expect(records.buffer).toBe(received.buffer);
});
