/** Codecs of everything but objects: how each type of a declaration looks on the wire. */
import { ProtocolError } from './error.ts';
import type { Reader } from './reader.ts';
import type { PrimitiveName } from './schema.ts';
import type { Writer } from './writer.ts';

export interface Codec<Out = unknown, In = unknown> {
  read(reader: Reader): Out;
  write(writer: Writer, value: In): void;
  /** The fewest bytes a value takes: bounds array counts by what was received. */
  readonly minBytes: number;
  /** Whether a value is a bare number, which takes no more memory than its bytes on the wire suggest. */
  readonly bare?: true;
}

const MAX_STRING_BYTES = 32767;
const MAX_BYTES = 2 ** 31 - 1;
const UUID_BYTES = 16;

export const fixed: Record<Exclude<PrimitiveName, 'string' | 'bytes' | 'records'>, Codec> = {
  bool: { read: r => r.int8() !== 0, write: (w, v) => w.int8(v ? 1 : 0), minBytes: 1, bare: true },
  int8: { read: r => r.int8(), write: (w, v) => w.int8(v as number), minBytes: 1, bare: true },
  int16: { read: r => r.int16(), write: (w, v) => w.int16(v as number), minBytes: 2, bare: true },
  uint16: { read: r => r.uint16(), write: (w, v) => w.uint16(v as number), minBytes: 2, bare: true },
  int32: { read: r => r.int32(), write: (w, v) => w.int32(v as number), minBytes: 4, bare: true },
  uint32: { read: r => r.uint32(), write: (w, v) => w.uint32(v as number), minBytes: 4, bare: true },
  int64: { read: r => r.int64(), write: (w, v) => w.int64(v as number), minBytes: 8, bare: true },
  float64: { read: r => r.float64(), write: (w, v) => w.float64(v as number), minBytes: 8, bare: true },
  uuid: {
    read: r => r.base64url(UUID_BYTES),
    write: (w, v) => {
      const id = Buffer.from(v as string, 'base64url');
      if (id.length !== UUID_BYTES) throw new ProtocolError(`'${v}' is not a Uuid`);
      w.bytes(id);
    },
    minBytes: UUID_BYTES,
  },
};

/** Of a response: it leaves a mark on the writer, so that nobody has to search for errors in what was written. */
export const errorCode: Codec = {
  ...fixed.int16,
  write: (w, v) => {
    if (v !== 0) w.hasError = true;
    w.int16(v as number);
  },
};

/** What stands before a string, bytes or an array. A length of −1 means null. */
interface Length {
  read(reader: Reader): number;
  write(writer: Writer, length: number): void;
  readonly bytes: number;
}

const short: Length = { read: r => r.int16(), write: (w, length) => w.int16(length), bytes: 2 };
const long: Length = { read: r => r.int32(), write: (w, length) => w.int32(length), bytes: 4 };
/** Of flexible versions (KIP-482): one more than the length, so that 0 is null. */
const compact: Length = { read: r => r.uvarint() - 1, write: (w, length) => w.uvarint(length + 1), bytes: 1 };

export function stringCodec(flexible: boolean, nullable: boolean): Codec {
  const prefix = flexible ? compact : short;
  return {
    read: reader => {
      const length = prefix.read(reader);
      if (length < 0) return absent(length, nullable, 'string', reader);
      if (length > MAX_STRING_BYTES) throw new ProtocolError(`string of ${length} bytes at ${reader.position}`);
      return reader.utf8(length);
    },
    write: (writer, value) => {
      if (value === null) return writeNull(writer, prefix, nullable, 'string');
      const length = Buffer.byteLength(value as string);
      if (length > MAX_STRING_BYTES) throw new ProtocolError(`a string of ${length} bytes; ${MAX_STRING_BYTES} fit`);
      prefix.write(writer, length);
      writer.utf8(value as string, length);
    },
    minBytes: prefix.bytes,
  };
}

/** Also of records: encoding takes one Buffer or the slices of it. */
export function bytesCodec(flexible: boolean, nullable: boolean): Codec {
  const prefix = flexible ? compact : long;
  return {
    read: reader => {
      const length = prefix.read(reader);
      return length < 0 ? absent(length, nullable, 'bytes', reader) : reader.bytes(length);
    },
    write: (writer, value) => {
      if (value === null) return writeNull(writer, prefix, nullable, 'bytes');
      const slices = Buffer.isBuffer(value) ? [value] : (value as readonly Buffer[]);
      const length = slices.reduce((sum, slice) => sum + slice.length, 0);
      if (length > MAX_BYTES) throw new ProtocolError(`${length} bytes; ${MAX_BYTES} fit`);
      prefix.write(writer, length);
      for (const slice of slices) writer.bytes(slice);
    },
    minBytes: prefix.bytes,
  };
}

export function arrayCodec(element: Codec, flexible: boolean, nullable: boolean): Codec {
  const prefix = flexible ? compact : long;
  const elementBytes = Math.max(1, element.minBytes);
  return {
    read: reader => {
      const count = prefix.read(reader);
      if (count < 0) return absent(count, nullable, 'array', reader);
      if (count * elementBytes > reader.remaining)
        throw new ProtocolError(`array of ${count} at ${reader.position}, ${reader.remaining} bytes remain`);
      if (!element.bare) reader.countElements(count);
      const out: unknown[] = [];
      for (let i = 0; i < count; i++) out.push(element.read(reader));
      return out;
    },
    write: (writer, value) => {
      if (value === null) return writeNull(writer, prefix, nullable, 'array');
      const values = value as readonly unknown[];
      prefix.write(writer, values.length);
      for (const item of values) element.write(writer, item);
    },
    minBytes: prefix.bytes,
  };
}

/** int8: negative for null, 1 for a value (KIP-893). */
export function nullableObject(codec: Codec): Codec {
  return {
    read: reader => (reader.int8() < 0 ? null : codec.read(reader)),
    write: (writer, value) => {
      writer.int8(value === null ? -1 : 1);
      if (value !== null) codec.write(writer, value);
    },
    minBytes: 1,
  };
}

/** In a tagged field the mark is another one than elsewhere: a varint, 0 for null (Kafka: MessageDataGenerator.java). */
export function nullableTaggedObject(codec: Codec): Codec {
  return {
    read: reader => (reader.uvarint() === 0 ? null : codec.read(reader)),
    write: (writer, value) => {
      writer.uvarint(value === null ? 0 : 1);
      if (value !== null) codec.write(writer, value);
    },
    minBytes: 1,
  };
}

function absent(length: number, nullable: boolean, what: string, reader: Reader): null {
  if (length === -1 && nullable) return null;
  throw new ProtocolError(`${what} of length ${length} at ${reader.position}`);
}

function writeNull(writer: Writer, prefix: Length, nullable: boolean, what: string): void {
  if (!nullable) throw new ProtocolError(`null where ${what === 'array' ? 'an array' : what} is required`);
  prefix.write(writer, -1);
}
