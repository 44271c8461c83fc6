/**
 * Closures per (fields, version): the meaning of a declaration. Decoding always yields every field, absent ones
 * as their default; encoding refuses a non-default value for a version that lacks the field unless it is ignorable
 * (Kafka: MessageDataGenerator.java).
 */
import { defaultOf, isDefault } from './default-values.ts';
import { ProtocolError } from './error.ts';
import type { Reader } from './reader.ts';
import type { Field, Fields, FieldType, Infer, Input } from './schema.ts';
import { includes, parseSpan, type Span } from './span.ts';
import {
  arrayCodec,
  bytesCodec,
  type Codec,
  errorCode,
  fixed,
  nullableObject,
  nullableTaggedObject,
  stringCodec,
} from './value-codecs.ts';
import { Writer } from './writer.ts';

export type { Codec };

type Values = Record<string, unknown>;

/** The codec of a message body at one version. */
export function structCodec<F extends Fields>(
  fields: F,
  version: number,
  flexible: boolean,
): Codec<Infer<F>, Input<F>> {
  const members = Object.entries(fields).map(([name, field]) => memberOf(name, field, version, flexible));
  const tagged = members.filter(member => member.place === 'tagged').sort((a, b) => a.tag - b.tag);
  const byTag = new Map(tagged.map(member => [member.tag, member]));

  const read = (reader: Reader): Values => {
    const out: Values = {};
    for (const member of members) out[member.name] = member.read(reader);
    if (flexible) readTags(reader, byTag, out);
    return out;
  };

  const write = (writer: Writer, value: Values): void => {
    for (const member of members) {
      const given = value[member.name];
      if (member.place === 'regular') writeMember(member, writer, given);
      else if (member.place === 'absent' && given !== undefined && !member.ignorable && !isDefault(member.field, given))
        throw new ProtocolError(`${member.name} is not in version ${version} and is not at its default`);
    }
    if (flexible) writeTags(writer, tagged, value);
  };

  const regular = members.filter(member => member.place === 'regular');
  const minBytes = regular.reduce((sum, member) => sum + member.codec.minBytes, flexible ? 1 : 0);
  return { read, write, minBytes } as Codec<Infer<F>, Input<F>>;
}

interface Member {
  readonly name: string;
  readonly field: Field;
  readonly place: 'regular' | 'tagged' | 'absent';
  readonly tag: number;
  readonly ignorable: boolean;
  readonly codec: Codec;
  readonly default: () => unknown;
  /** Reads a regular member; gives the default of the others. */
  readonly read: (reader: Reader) => unknown;
}

function memberOf(name: string, field: Field, version: number, flexible: boolean): Member {
  const { tag = -1, tagged = 'none', nullable = 'none', ignorable = false } = field.options;
  const within = (span: Span) => includes(parseSpan(span), version);
  const place = flexible && within(tagged) ? 'tagged' : within(field.versions) ? 'regular' : 'absent';
  const isErrorCode = name === 'errorCode' && field.type.kind === 'int16';
  const isTaggedObject = place === 'tagged' && field.type.kind === 'struct' && within(nullable);
  const valueCodec = codecOf(field.type, version, flexible, within(nullable) && !isTaggedObject);
  const codec = isErrorCode ? errorCode : isTaggedObject ? nullableTaggedObject(valueCodec) : valueCodec;
  const absent = defaultOf(field);
  const read = place === 'regular' ? codec.read : absent;
  return { name, field, place, tag, ignorable, codec, default: absent, read };
}

function codecOf(type: FieldType, version: number, flexible: boolean, nullable: boolean): Codec {
  switch (type.kind) {
    case 'array':
      return arrayCodec(codecOf(type.element, version, flexible, false), flexible, nullable);
    case 'struct': {
      const codec = structCodec(type.fields, version, flexible) as Codec;
      return nullable ? nullableObject(codec) : codec;
    }
    case 'string':
      return stringCodec(flexible, nullable);
    case 'bytes':
    case 'records':
      return bytesCodec(flexible, nullable);
    default:
      return fixed[type.kind];
  }
}

function writeMember(member: Member, writer: Writer, given: unknown): void {
  try {
    member.codec.write(writer, given === undefined ? member.default() : given);
  } catch (error) {
    // Numbers out of range and values of a wrong type; the way to the value is what its author needs to know.
    throw new ProtocolError(`${member.name}: ${(error as Error).message}`, { cause: error });
  }
}

function readTags(reader: Reader, byTag: ReadonlyMap<number, Member>, out: Values): void {
  let last = -1;
  for (let count = reader.uvarint(); count > 0; count--) {
    const tag = reader.uvarint();
    if (tag <= last) throw new ProtocolError(`tag ${tag} after tag ${last}`);
    last = tag;
    const size = reader.uvarint();
    const end = reader.take(size) + size;
    const member = byTag.get(tag);
    if (member === undefined) continue;
    reader.position = end - size;
    out[member.name] = member.codec.read(reader);
    if (reader.position !== end) throw new ProtocolError(`tag ${tag} (${member.name}) does not fill its ${size} bytes`);
  }
}

function writeTags(writer: Writer, tagged: readonly Member[], value: Values): void {
  const given = tagged.filter(member => !isDefault(member.field, value[member.name]));
  writer.uvarint(given.length);
  for (const member of given) {
    const body = new Writer(64); // apart, because its length comes before it
    writeMember(member, body, value[member.name]);
    writer.uvarint(member.tag);
    writer.uvarint(body.length);
    for (const piece of body.finish()) writer.bytes(piece);
  }
}
