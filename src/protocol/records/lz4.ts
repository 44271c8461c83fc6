/**
 * LZ4 in the frame format, with independent blocks and a right header checksum, the only kind that Java reads
 * (Kafka: Lz4BlockInputStream.java). Frames of any other making are read too, but for the format before frames.
 */
import { ProtocolError } from '../error.ts';
import { transform } from './wasm-codecs.ts';

const MAGIC = 0x184d2204;
const UNCOMPRESSED = 0x80000000;
const SMALLEST_MATCH = 4;
/** One byte of a length stands for at most this many. */
const MAX_RATIO = 255;

export const lz4Compress = (bytes: Buffer): Buffer => transform('lz4_compress', bytes);

export function lz4Decompress(bytes: Buffer, maxBytes: number): Buffer {
  try {
    // The decoder allocates as it goes, so this is known before. The exact count takes a third of the time of decoding.
    const contents = contentBytes(bytes, mostInBlock);
    if (contents > maxBytes && contentBytes(bytes, inBlock) > maxBytes)
      throw new ProtocolError(`holds more than ${maxBytes} bytes`);
  } catch (error) {
    throw error instanceof RangeError ? new ProtocolError('the frame is cut off') : error;
  }
  return transform('lz4_decompress', bytes);
}

type BlockSize = (frame: Buffer, start: number, end: number) => number;

/** How much a frame holds, by what its compressed blocks hold. */
function contentBytes(frame: Buffer, inCompressed: BlockSize): number {
  if (frame.readUInt32LE(0) !== MAGIC) throw new ProtocolError('no frame');
  const flags = frame.readUInt8(4);
  const checksumBytes = flags & 0x10 ? 4 : 0;
  let contents = 0;
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0); // content size, dictionary
  for (let size: number; (size = frame.readUInt32LE(at)) !== 0; ) {
    const start = at + 4;
    const end = start + (size & ~UNCOMPRESSED);
    if (end > frame.length) throw new ProtocolError('the frame is cut off');
    contents += size >= UNCOMPRESSED ? end - start : inCompressed(frame, start, end);
    at = end + checksumBytes;
  }
  return contents;
}

/** A bound by the frame's largest block (64 KiB, 256 KiB, 1 MiB or 4 MiB). */
const mostInBlock: BlockSize = (frame, start, end) =>
  Math.min(2 ** (8 + 2 * ((frame.readUInt8(5) >> 4) & 7)), (end - start) * MAX_RATIO);

/** A block is sequences of a token, literals, and (but for the last one) where to copy how much from. */
const inBlock: BlockSize = (frame, start, end) => {
  let contents = 0;
  let at = start;
  const length = (nibble: number): number => {
    let sum = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; ) sum += more = frame.readUInt8(at++);
    return sum;
  };
  while (at < end) {
    const token = frame.readUInt8(at++);
    const literals = length(token >> 4);
    contents += literals;
    at += literals;
    if (at >= end) break;
    at += 2;
    contents += length(token & 15) + SMALLEST_MATCH;
  }
  return contents;
};
