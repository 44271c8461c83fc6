/**
 * The five codecs of Kafka (CompressionType.java), each with the framing and default level that Kafka uses.
 * Whatever is wrong with compressed bytes is a ProtocolError; where each codec comes from and why:
 * docs/decisions/0003-compression-codecs.md.
 */
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ProtocolError } from '../error.ts';
import { lz4Compress, lz4Decompress } from './lz4.ts';
import { snappyCompress, snappyDecompress } from './snappy.ts';

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

/** The contents of `bytes`; ProtocolError when they are not of the codec or hold more than `maxBytes`. */
export function decompress(codec: Codec, bytes: Buffer, maxBytes: number): Buffer {
  const options = { maxOutputLength: maxBytes, chunkSize: chunkBytes(bytes.length * 4) };
  try {
    switch (codec) {
      case 'none':
        return bytes;
      case 'gzip':
        return gunzipSync(bytes, options);
      case 'snappy':
        return snappyDecompress(bytes, maxBytes);
      case 'lz4':
        return lz4Decompress(bytes, maxBytes);
      case 'zstd':
        return zstdDecompressSync(bytes, options);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ERR_BUFFER_TOO_LARGE' ? `holds more than ${maxBytes} bytes` : message;
    throw new ProtocolError(`${codec}: ${reason}`, { cause: error });
  }
}

/** zlib works in chunks of 16 KiB unless told otherwise, which costs large batches a third of their speed. */
const chunkBytes = (expected: number): number => Math.min(Math.max(expected, 4096), 131_072);
