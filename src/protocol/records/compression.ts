/**
 * The five codecs of Kafka (CompressionType.java), each with the framing and default level that Kafka uses.
 * Whatever is wrong with compressed bytes is a ProtocolError; where each codec comes from and why:
 * docs/decisions/0003-compression-codecs.md.
 */
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ContentsTooLarge, ProtocolError } from '../error.ts';
import { lz4Compress, lz4Decompress, lz4Lend } from './lz4.ts';
import { snappyCompress, snappyDecompress, snappyLend } from './snappy.ts';
import type { Lent } from './wasm-codecs.ts';

/** At the index that batch attributes have for it. */
export const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Codec = (typeof codecs)[number];

/** The codec that the attributes of a batch or message name; numbers 5 to 7 name none. */
export function codecNumbered(number: number): Codec {
  const codec = codecs[number];
  if (codec === undefined) throw new ProtocolError(`compression codec ${number}`);
  return codec;
}

/** `bytes` compressed; `bytes` itself for 'none'. */
export function compress(codec: Codec, bytes: Buffer): Buffer {
  switch (codec) {
    case 'none':
      return bytes;
    case 'gzip':
      return gzipSync(bytes, { chunkSize: chunkBytes(bytes.length) });
    case 'snappy':
      return snappyCompress(bytes);
    case 'lz4':
      return lz4Compress(bytes);
    case 'zstd':
      return zstdCompressSync(bytes, { chunkSize: chunkBytes(bytes.length) });
  }
}

/** What a compressed batch may hold, unless somebody asks for less or more. */
export const MAX_CONTENTS_BYTES = 256 * 1024 * 1024;

/** The contents of `bytes`; ProtocolError when they are not of the codec, ContentsTooLarge when they hold more than `maxBytes`. */
export function decompress(codec: Codec, bytes: Buffer, maxBytes: number): Buffer {
  return orProtocolError(codec, maxBytes, () => {
    switch (codec) {
      case 'snappy':
        return snappyDecompress(bytes, maxBytes);
      case 'lz4':
        return lz4Decompress(bytes, maxBytes);
      default:
        return inflate(codec, bytes, maxBytes);
    }
  });
}

/** What `look` makes of the contents, which are gone when it is over; errors as those of `decompress`. */
export function lookInto<T>(codec: Codec, bytes: Buffer, maxBytes: number, look: (contents: Buffer) => T): T {
  const contents = orProtocolError(codec, maxBytes, (): Lent => {
    switch (codec) {
      case 'snappy':
        return snappyLend(bytes, maxBytes);
      case 'lz4':
        return lz4Lend(bytes, maxBytes);
      default:
        return { bytes: inflate(codec, bytes, maxBytes), giveBack() {} };
    }
  });
  try {
    return look(contents.bytes);
  } finally {
    contents.giveBack();
  }
}

function inflate(codec: 'none' | 'gzip' | 'zstd', bytes: Buffer, maxBytes: number): Buffer {
  if (codec === 'none') return bytes;
  const contents =
    codec === 'gzip'
      ? gunzipSync(bytes, { maxOutputLength: maxBytes, chunkSize: outputBytes(codec, bytes) })
      : zstdFrames(bytes, maxBytes);
  lastRatio[codec] = contents.length / bytes.length;
  return contents;
}

/** Node stops after the first frame, and there may be more (or none at all). */
function zstdFrames(bytes: Buffer, maxBytes: number): Buffer {
  const frames: Buffer[] = [];
  let room = maxBytes;
  for (let at = 0; at < bytes.length; ) {
    const rest = at === 0 ? bytes : bytes.subarray(at);
    const { buffer, engine } = zstdDecompressSync(rest, {
      maxOutputLength: room,
      chunkSize: outputBytes('zstd', rest),
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    frames.push(buffer);
    room -= buffer.length;
    at += engine.bytesWritten;
  }
  return frames.length === 1 ? frames[0]! : Buffer.concat(frames);
}

function orProtocolError<T>(codec: Codec, maxBytes: number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE' || error instanceof ContentsTooLarge)
      throw new ContentsTooLarge(maxBytes, codec);
    throw new ProtocolError(`${codec}: ${message}`, { cause: error });
  }
}

/** zlib works in chunks of 16 KiB unless told otherwise, which costs large batches a third of their speed. */
const chunkBytes = (expected: number): number => Math.min(Math.max(expected, 4096), 131_072);

/** Contents to compressed bytes, of what was decompressed last: one batch of a topic is much like the next. */
const lastRatio = { gzip: 4, zstd: 4 };
const LARGEST_OUTPUT_BYTES = 4 * 1024 * 1024;

/** One buffer that holds it all costs half of what several and their concatenation do. */
function outputBytes(codec: 'gzip' | 'zstd', bytes: Buffer): number {
  const expected = Math.ceil(bytes.length * lastRatio[codec] * 1.05);
  return Math.min(Math.max(expected, 4096), LARGEST_OUTPUT_BYTES);
}
