/**
 * Closures per (fields, version): the meaning of a declaration. Decoding always yields every field, absent ones
 * as their default; encoding refuses a non-default value for a version that lacks the field unless it is ignorable
 * (Kafka: MessageDataGenerator.java).
 */
import { ProtocolError } from './error.ts';
import type { Reader } from './reader.ts';
import {
  type Field,
  type Fields,
  type FieldType,
  type Infer,
  type Input,
  type PrimitiveName,
  ZERO_UUID,
} from './schema.ts';
import { includes, parseSpan } from './span.ts';
import type { Writer } from './writer.ts';

export interface Codec<Out = unknown, In = unknown> {
  read(reader: Reader): Out;
  write(writer: Writer, value: In): void;
  /** The fewest bytes a value takes: bounds array counts by what was received. */
  readonly minBytes: number;
}

type Values = Record<string, unknown>;
type FixedName = Exclude<PrimitiveName, 'string' | 'bytes' | 'records'>;

/** The codec of a message body at one version. */
export function structCodec<F extends Fields>(
  fields: F,
  version: number,
  flexible: boolean,
): Codec<Infer<F>, Input<F>> {
  const steps = Object.entries(fields).map(([name, field]) => step(name, field, version, flexible));
  const regular = steps.filter(s => s.place === 'regular');
  const tagged = steps.filter(s => s.place === 'tagged').sort((a, b) => a.tag - b.tag);
  const byTag = new Map(tagged.map(s => [s.tag, s]));

  const read = (reader: Reader): Values => {
    const out: Values = {};
    for (const s of steps) out[s.name] = s.place === 'regular' ? s.codec.read(reader) : s.defaultValue();
    if (flexible) readTags(reader, byTag, out);
    return out;
  };

  const write = (writer: Writer, value: Values): void => {
    for (const s of steps) {
      const given = value[s.name];
      if (s.place === 'regular') {
        try {
          s.codec.write(writer, given === undefined ? s.defaultValue() : given);
        } catch (error) {
          throw error instanceof ProtocolError ? error : new ProtocolError(`${s.name}: ${(error as Error).message}`);
        }
      } else if (s.place === 'absent' && given !== undefined && !s.ignorable && !s.isDefault(given)) {
        throw new ProtocolError(`${s.name} is not in version ${version} and is not at its default`);
      }
    }
    if (flexible) writeTags(writer, tagged, value);
  };

  const minBytes = regular.reduce((sum, s) => sum + s.codec.minBytes, flexible ? 1 : 0);
  return { read, write, minBytes } as Codec<Infer<F>, Input<F>>;
}

interface Step {
  readonly name: string;
  readonly place: 'regular' | 'tagged' | 'absent';
  readonly tag: number;
  readonly codec: Codec;
  readonly ignorable: boolean;
  defaultValue(): unknown;
  isDefault(value: unknown): boolean;
}

function step(name: string, field: Field, version: number, flexible: boolean): Step {
  const { options } = field;
  const present = includes(parseSpan(field.versions), version);
  const isTagged = flexible && options.tagged !== undefined && includes(parseSpan(options.tagged), version);
  const nullable = options.nullable !== undefined && includes(parseSpan(options.nullable), version);
  return {
    name,
    place: isTagged ? 'tagged' : present ? 'regular' : 'absent',
    tag: options.tag ?? -1,
    codec: typeCodec(field.type, version, flexible && options.flexible !== false, nullable),
    ignorable: options.ignorable ?? false,
    defaultValue: () => defaultOf(field, version),
    isDefault: value => equalsDefault(field, value, version),
  };
}

function readTags(reader: Reader, byTag: ReadonlyMap<number, Step>, out: Values): void {
  let last = -1;
  for (let count = reader.uvarint(); count > 0; count--) {
    const tag = reader.uvarint();
    if (tag <= last) throw new ProtocolError(`tag ${tag} after tag ${last}`);
    last = tag;
    const size = reader.uvarint();
    const end = reader.take(size) + size;
    const known = byTag.get(tag);
    if (known === undefined) continue;
    reader.position = end - size;
    out[known.name] = known.codec.read(reader);
    if (reader.position !== end) throw new ProtocolError(`tag ${tag} (${known.name}) does not fill its ${size} bytes`);
  }
}

function writeTags(writer: Writer, tagged: readonly Step[], value: Values): void {
  const given = tagged.filter(s => value[s.name] !== undefined && !s.isDefault(value[s.name]));
  writer.uvarint(given.length);
  for (const s of given) {
    const body = writer.child();
    s.codec.write(body, value[s.name]);
    writer.uvarint(s.tag);
    writer.uvarint(body.length);
    for (const piece of body.finish()) writer.bytes(piece);
  }
}

/** A fresh value for a field that is absent: Kafka's FieldSpec.fieldDefault. */
export function defaultOf(field: Field, version: number): unknown {
  const given = field.options.default;
  if (given !== undefined) return given;
  return zeroOf(field.type, version);
}

function zeroOf(type: FieldType, version: number): unknown {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'uuid':
      return ZERO_UUID;
    case 'bytes':
    case 'records':
      return Buffer.alloc(0);
    case 'array':
      return [];
    case 'struct':
      return Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, defaultOf(field, version)]));
    default:
      return 0;
  }
}

function equalsDefault(field: Field, value: unknown, version: number): boolean {
  if (value === undefined) return true;
  const expected = defaultOf(field, version);
  if (value === null || expected === null) return value === expected;
  switch (field.type.kind) {
    case 'array':
    case 'bytes':
    case 'records':
      return (value as { length: number }).length === 0;
    case 'struct':
      return Object.entries(field.type.fields).every(([name, inner]) =>
        equalsDefault(inner, (value as Values)[name], version),
      );
    default:
      return value === expected;
  }
}

function typeCodec(type: FieldType, version: number, flexible: boolean, nullable: boolean): Codec {
  switch (type.kind) {
    case 'array':
      return arrayCodec(typeCodec(type.element, version, flexible, false), flexible, nullable);
    case 'struct': {
      const codec = structCodec(type.fields, version, flexible) as Codec;
      return nullable ? nullableStruct(codec) : codec;
    }
    case 'string':
      return lengthPrefixed('string', flexible, nullable, (r, length) => r.utf8(length), writeString);
    case 'bytes':
    case 'records':
      return lengthPrefixed('bytes', flexible, nullable, (r, length) => r.bytes(length), writeBytes);
    default:
      return fixed[type.kind];
  }
}

const fixed: Record<FixedName, Codec> = {
  bool: { read: r => r.int8() !== 0, write: (w, v) => w.int8(v ? 1 : 0), minBytes: 1 },
  int8: { read: r => r.int8(), write: (w, v) => w.int8(v as number), minBytes: 1 },
  int16: { read: r => r.int16(), write: (w, v) => w.int16(v as number), minBytes: 2 },
  uint16: { read: r => r.uint16(), write: (w, v) => w.uint16(v as number), minBytes: 2 },
  int32: { read: r => r.int32(), write: (w, v) => w.int32(v as number), minBytes: 4 },
  uint32: { read: r => r.uint32(), write: (w, v) => w.uint32(v as number), minBytes: 4 },
  int64: { read: r => r.int64(), write: (w, v) => w.int64(v as number), minBytes: 8 },
  float64: { read: r => r.float64(), write: (w, v) => w.float64(v as number), minBytes: 8 },
  uuid: {
    read: r => r.bytes(16).toString('base64url'),
    write: (w, v) => {
      const id = Buffer.from(v as string, 'base64url');
      if (id.length !== 16) throw new ProtocolError(`'${v}' is not a Uuid`);
      w.bytes(id);
    },
    minBytes: 16,
  },
};

/** Lengths: int16 for strings and int32 for bytes, −1 for null; uvarint of length + 1 in flexible versions, 0 for null. */
function lengthPrefixed(
  kind: 'string' | 'bytes',
  flexible: boolean,
  nullable: boolean,
  readValue: (reader: Reader, length: number) => unknown,
  writeValue: (writer: Writer, value: unknown, prefix: (length: number) => void) => void,
): Codec {
  const short = kind === 'string';
  const readLength = (r: Reader) => (flexible ? r.uvarint() - 1 : short ? r.int16() : r.int32());
  const writeLength = (w: Writer, length: number) => {
    if (flexible) w.uvarint(length + 1);
    else if (short) w.int16(length);
    else w.int32(length);
  };
  return {
    read: reader => {
      const length = readLength(reader);
      if (length >= 0) return readValue(reader, length);
      if (length === -1 && nullable) return null;
      throw new ProtocolError(`${kind} of length ${length} at ${reader.position}`);
    },
    write: (writer, value) => {
      if (value !== null) writeValue(writer, value, length => writeLength(writer, length));
      else if (nullable) writeLength(writer, -1);
      else throw new ProtocolError(`null where ${kind} is required`);
    },
    minBytes: flexible ? 1 : short ? 2 : 4,
  };
}

function writeString(writer: Writer, value: unknown, prefix: (length: number) => void): void {
  const length = Buffer.byteLength(value as string);
  if (length > 32767) throw new ProtocolError(`a string of ${length} bytes; at most 32767 fit`);
  prefix(length);
  writer.utf8(value as string, length);
}

function writeBytes(writer: Writer, value: unknown, prefix: (length: number) => void): void {
  const slices = Buffer.isBuffer(value) ? [value] : (value as readonly Buffer[]);
  prefix(slices.reduce((sum, slice) => sum + slice.length, 0));
  for (const slice of slices) writer.bytes(slice);
}

function arrayCodec(element: Codec, flexible: boolean, nullable: boolean): Codec {
  return {
    read: reader => {
      const count = flexible ? reader.uvarint() - 1 : reader.int32();
      if (count < 0) {
        if (count === -1 && nullable) return null;
        throw new ProtocolError(`array of length ${count} at ${reader.position}`);
      }
      if (count * Math.max(1, element.minBytes) > reader.remaining)
        throw new ProtocolError(`array of ${count} at ${reader.position}, ${reader.remaining} bytes remain`);
      const out: unknown[] = [];
      for (let i = 0; i < count; i++) out.push(element.read(reader));
      return out;
    },
    write: (writer, value) => {
      if (value === null && !nullable) throw new ProtocolError('null where an array is required');
      const values = value as readonly unknown[] | null;
      if (flexible) writer.uvarint(values === null ? 0 : values.length + 1);
      else writer.int32(values === null ? -1 : values.length);
      if (values !== null) for (const item of values) element.write(writer, item);
    },
    minBytes: flexible ? 1 : 4,
  };
}

/** int8: −1 for null, 1 for a value (KIP-893). */
function nullableStruct(codec: Codec): Codec {
  return {
    read: reader => (reader.int8() < 0 ? null : codec.read(reader)),
    write: (writer, value) => {
      writer.int8(value === null ? -1 : 1);
      if (value !== null) codec.write(writer, value);
    },
    minBytes: 1,
  };
}
