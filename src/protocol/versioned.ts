/** Messages that travel inside of others and carry their own version: an int16, then the body. */
import type { Message } from './api.ts';
import { ProtocolError } from './error.ts';
import { Reader } from './reader.ts';
import type { Fields, Infer, Input } from './schema.ts';
import { Writer } from './writer.ts';

export function encodeVersioned<F extends Fields>(message: Message<F>, version: number, value: Input<F>): Buffer {
  return encodeWithPrefix(message, version, version, value);
}

/** As encodeVersioned, for bodies whose int16 says something else than the version. */
export function encodeWithPrefix<F extends Fields>(
  message: Message<F>,
  prefix: number,
  version: number,
  value: Input<F>,
): Buffer {
  const writer = new Writer(128);
  writer.int16(prefix);
  message.codec(version).write(writer, value);
  return Buffer.concat(writer.finish());
}

/** `newest` is taken for versions that are not known yet, where the format promises to add fields at the end only. */
export function decodeVersioned<F extends Fields>(
  message: Message<F>,
  bytes: Buffer,
  unknown: 'refuse' | 'newest' = 'refuse',
): Infer<F> {
  const reader = new Reader(bytes);
  const version = reader.int16();
  const newer = unknown === 'newest' && version > message.versions.max;
  const value = message.codec(newer ? message.versions.max : version).read(reader);
  if (reader.remaining > 0 && !newer) throw new ProtocolError(`${message.name}: ${reader.remaining} bytes too many`);
  return value;
}
