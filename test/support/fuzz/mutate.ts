/** Requests that are a little wrong: in their values, which gets deep into handlers, and in their bytes, which tries the decoder. */
import { BATCH_HEADER_BYTES, magic, updateCrc, wholeBatchEnd } from '../../../src/protocol/records/batch.ts';
import { type Field, type Fields, type FieldType, INT64_MAX } from '../../../src/protocol/schema.ts';
import { includes, parseSpan } from '../../../src/protocol/span.ts';
import type { Values } from '../messages.ts';
import type { Random } from '../random.ts';
import type { Vocabulary } from './vocabulary.ts';

const numbers = [-2, -1, 0, 1, 2, 3, 100, 127, 128, 255, 32767, -32768, 65535, 1_048_576, 2 ** 31 - 1, -(2 ** 31)];
const longs = [2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, INT64_MAX, -INT64_MAX];
const texts = [
  '',
  ' ',
  '.',
  '..',
  'a/b',
  '../../x',
  '\u0000',
  'é·😀',
  '__consumer_offsets',
  '__transaction_state',
  'x'.repeat(250),
  '*',
  '^.*$',
  '((((',
  'range',
  'consumer',
];
const ranges: Readonly<Record<string, [low: number, high: number]>> = {
  int8: [-128, 127],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
};
/** Ten thousand partitions are served, slowly: that is no news. */
const small = new Set(['numPartitions', 'count', 'replicationFactor']);

/** A copy of the values with known words put in and some of them spoilt. */
export function mutateValues(
  fields: Fields,
  version: number,
  values: Values,
  random: Random,
  words: Vocabulary,
): Values {
  const spoil = random.pick([0, 0, 0.02, 0.1, 0.4]);
  const know = random.pick([0, 0.3, 0.8]);

  const object = (declared: Fields, given: Values): Values =>
    Object.fromEntries(Object.entries(declared).map(([name, field]) => [name, member(name, field, given[name])]));

  function member(name: string, field: Field, value: unknown): unknown {
    const isNullable = includes(parseSpan(field.options.nullable ?? 'none'), version);
    if (!includes(parseSpan(field.versions), version) && !includes(parseSpan(field.options.tagged ?? 'none'), version))
      return undefined;
    if (isNullable && random.chance(spoil / 2)) return null;
    if (value === null || value === undefined) return value;
    return spoiltValue(name, field.type, value);
  }

  function spoiltValue(name: string, type: FieldType, value: unknown): unknown {
    switch (type.kind) {
      case 'struct':
        return object(type.fields, value as Values);
      case 'array':
        return spoiltArray((value as unknown[]).map(each => spoiltValue(name, type.element, each)));
      case 'bytes':
      case 'records':
        return random.chance(spoil) ? spoiltRecords(Buffer.from(value as Buffer), random) : value;
      default:
        return scalar(name, type.kind, value);
    }
  }

  function spoiltArray(values: unknown[]): unknown[] {
    if (!random.chance(spoil)) return values;
    const action = random.below(4);
    if (action === 0 || values.length === 0) return [];
    if (action === 1) return values.slice(1);
    const one = random.pick(values);
    return [...values, ...new Array<unknown>(action === 2 ? 1 : random.below(300)).fill(one)];
  }

  function scalar(name: string, kind: string, value: unknown): unknown {
    if (random.chance(know)) {
      const word = words.word(name, random);
      if (typeof word === typeof value && fits(kind, word)) return word;
    }
    if (!random.chance(spoil)) return value;
    if (kind === 'bool') return !value;
    if (kind === 'string') return random.pick(texts);
    if (kind === 'uuid') return random.bytes(16).toString('base64url');
    if (small.has(name)) return random.below(8) - 1;
    const number = random.pick(kind === 'int64' || kind === 'float64' ? [...numbers, ...longs] : numbers);
    return fits(kind, number) ? number : 0;
  }

  return object(fields, values);
}

function fits(kind: string, value: unknown): boolean {
  if (kind === 'uuid') return typeof value === 'string' && Buffer.from(value, 'base64url').length === 16;
  const range = ranges[kind];
  return range === undefined || ((value as number) >= range[0] && (value as number) <= range[1]);
}

/** Some bytes changed; half of the time the checksum fits again, so that what is behind it is tried too. */
function spoiltRecords(records: Buffer, random: Random): Buffer {
  const spoilt = mutateBytes(records, random, 2);
  if (spoilt.length < BATCH_HEADER_BYTES || random.chance(0.5)) return spoilt;
  try {
    if (magic(spoilt) === 2 && wholeBatchEnd(spoilt) > 0) updateCrc(spoilt, 0);
  } catch {
    // its length is spoilt: there is nothing to make a checksum of
  }
  return spoilt;
}

const bytes = [0, 1, 0x7f, 0x80, 0xff];

/** Up to `most` changes: bits, bytes, numbers, pieces cut out, doubled or cut off. */
export function mutateBytes(given: Buffer, random: Random, most = 4): Buffer {
  let frame = Buffer.from(given);
  for (let left = 1 + random.below(most); left > 0 && frame.length > 0; left--) {
    const at = random.below(frame.length);
    switch (random.below(7)) {
      case 0:
        frame[at] = frame[at]! ^ (1 << random.below(8));
        break;
      case 1:
        frame[at] = random.pick(bytes);
        break;
      case 2:
        if (at + 4 <= frame.length) frame.writeInt32BE(random.pick(numbers), at);
        break;
      case 3:
        if (at + 2 <= frame.length) frame.writeInt16BE(random.below(0x1_0000) - 0x8000, at);
        break;
      case 4:
        frame = frame.subarray(0, at);
        break;
      case 5:
        frame = Buffer.concat([frame.subarray(0, at), frame.subarray(Math.min(frame.length, at + random.below(20)))]);
        break;
      default:
        frame = Buffer.concat([frame.subarray(0, at), frame.subarray(Math.max(0, at - random.below(200)))]);
    }
  }
  return frame;
}
