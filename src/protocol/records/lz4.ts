/**
 * LZ4 in the frame format, with independent blocks and a right header checksum, the only kind that Java reads
 * (Kafka: Lz4BlockInputStream.java).
 */
import { ProtocolError } from '../error.ts';
import { transform } from './wasm-codecs.ts';

const MAGIC = 0x184d2204;
const UNCOMPRESSED = 0x80000000;
/** One byte of a length yields at most 255. */
const MAX_RATIO = 255;

export const lz4Compress = (bytes: Buffer): Buffer => transform('lz4_compress', bytes);

export function lz4Decompress(bytes: Buffer, maxBytes: number): Buffer {
  let contents: number;
  try {
    contents = mostContentBytes(bytes);
  } catch (error) {
    throw error instanceof RangeError ? new ProtocolError('the frame is cut off') : error;
  }
  if (contents > maxBytes) throw new ProtocolError(`may hold ${contents} bytes, more than ${maxBytes}`);
  return transform('lz4_decompress', bytes);
}

/** The most that a frame can hold: the decoder allocates as it goes, so the bound is found before. */
function mostContentBytes(frame: Buffer): number {
  if (frame.readUInt32LE(0) !== MAGIC) throw new ProtocolError('no frame');
  const flags = frame.readUInt8(4);
  const blockChecksum = (flags & 0x10) !== 0;
  const contentSize = (flags & 0x08) !== 0;
  const dictionary = (flags & 0x01) !== 0;
  const sizeClass = (frame.readUInt8(5) >> 4) & 7;
  if (sizeClass < 4) throw new ProtocolError(`block size class ${sizeClass}`);
  const blockBytes = 1 << (8 + 2 * sizeClass); // 64 KiB, 256 KiB, 1 MiB, 4 MiB

  let contents = 0;
  let at = 7 + (contentSize ? 8 : 0) + (dictionary ? 4 : 0);
  for (let size: number; (size = frame.readUInt32LE(at)) !== 0; ) {
    const stored = size & ~UNCOMPRESSED;
    contents += Math.min(blockBytes, size >= UNCOMPRESSED ? stored : stored * MAX_RATIO);
    at += 4 + stored + (blockChecksum ? 4 : 0);
  }
  return contents;
}
