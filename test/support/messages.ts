/** Every message that src/protocol declares, at every version, and random values for them. */

import type { Message } from '../../src/protocol/api.ts';
import { apis } from '../../src/protocol/apis/index.ts';
import { consumerAssignment, consumerSubscription } from '../../src/protocol/consumer-protocol.ts';
import { recordKinds } from '../../src/protocol/coordinator-records.ts';
import { defaultOf } from '../../src/protocol/default-values.ts';
import { Reader } from '../../src/protocol/reader.ts';
import { type Field, type Fields, type FieldType, INT64_MAX } from '../../src/protocol/schema.ts';
import { includes, parseSpan } from '../../src/protocol/span.ts';
import { transactionLogKey, transactionLogValue } from '../../src/protocol/transaction-records.ts';
import { Writer } from '../../src/protocol/writer.ts';
import type { Random } from './random.ts';

export type Values = Record<string, unknown>;
export type AnyMessage = Message<Fields>;

export const versionsOf = ({ versions: { min, max } }: Pick<AnyMessage, 'versions'>): number[] =>
  Array.from({ length: max - min + 1 }, (_, i) => min + i);

export const messages: readonly AnyMessage[] = [
  ...apis.flatMap(api => [api.request, api.response]),
  ...Object.values(recordKinds).flatMap(kind => [kind.key, kind.value]),
  transactionLogKey,
  transactionLogValue,
  consumerSubscription,
  consumerAssignment,
] as AnyMessage[];

export function encode(message: AnyMessage, version: number, value: Values): Buffer {
  const writer = new Writer();
  message.codec(version).write(writer, value);
  return Buffer.concat(writer.finish());
}

/** Decodes the whole of the bytes. */
export function decode(message: AnyMessage, version: number, bytes: Buffer): Values {
  const reader = new Reader(bytes);
  const value = message.codec(version).read(reader);
  if (reader.remaining > 0) throw new Error(`${message.name} v${version} leaves ${reader.remaining} bytes`);
  return value;
}

/** A value as decoding gives it: fields that the version lacks are at their default. */
export function randomValue(message: AnyMessage, version: number, random: Random): Values {
  return randomObject(message.fields, version, random);
}

function randomObject(fields: Fields, version: number, random: Random): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const present = includes(parseSpan(field.versions), version);
      return [name, present ? randomField(field, version, random) : defaultOf(field)()];
    }),
  );
}

function randomField(field: Field, version: number, random: Random): unknown {
  const nullable = includes(parseSpan(field.options.nullable ?? 'none'), version);
  if (nullable && random.chance(0.25)) return null;
  if (random.chance(0.1) && !(field.options.default === null && !nullable)) return defaultOf(field)();
  return randomOf(field.type, version, random);
}

const integer = (random: Random, bits: number, unsigned = false): number => {
  const low = unsigned ? 0 : -(2 ** (bits - 1));
  const high = low + 2 ** bits - 1;
  return random.pick([low, high, 0, 1, random.below(100), low + random.below(2 ** Math.min(bits, 32))]);
};

function randomOf(type: FieldType, version: number, random: Random): unknown {
  switch (type.kind) {
    case 'bool':
      return random.chance(0.5);
    case 'int8':
    case 'int16':
    case 'int32':
      return integer(random, Number(type.kind.slice(3)));
    case 'uint16':
    case 'uint32':
      return integer(random, Number(type.kind.slice(4)), true);
    case 'int64':
      return random.pick([0, -1, 1, INT64_MAX, -INT64_MAX, Number.MAX_SAFE_INTEGER, random.below(2 ** 32) * 1000]);
    case 'float64':
      return random.pick([0, 1.5, -1e300, Number.POSITIVE_INFINITY]);
    case 'string':
      return random.pick(['', 'orders', 'é·\u{1f600}', 'x'.repeat(random.below(300))]);
    case 'uuid':
      return random.bytes(16).toString('base64url');
    case 'bytes':
    case 'records':
      return random.bytes(random.pick([0, 1, 127, 128, 3000]));
    case 'array':
      return Array.from({ length: random.below(4) }, () => randomOf(type.element, version, random));
    case 'struct':
      return randomObject(type.fields, version, random);
  }
}
