/**
 * LZ4 in the frame format, with independent blocks and a right header checksum, the only kind that Java reads
 * (Kafka: Lz4BlockInputStream.java). Frames of any other making are read too, but for the format before frames.
 */
import { ContentsTooLarge, ProtocolError } from '../error.ts';
import { type Lent, lend, transform } from './wasm-codecs.ts';

const MAGIC = 0x184d2204;
const UNCOMPRESSED = 0x80000000;
const SMALLEST_MATCH = 4;
/** One byte of a length stands for at most this many. */
const MAX_RATIO = 255;

export const lz4Compress = (bytes: Buffer): Buffer => transform('lz4_compress', bytes);

export function lz4Decompress(bytes: Buffer, maxBytes: number): Buffer {
  return transform('lz4_decompress', measured(bytes, maxBytes));
}

/** As `lz4Decompress`, valid until something else is decompressed. */
export function lz4Lend(bytes: Buffer, maxBytes: number): Lent {
  return lend('lz4_decompress', measured(bytes, maxBytes));
}

/** Whether the frame has independent blocks and no dictionary (Kafka: Lz4BlockOutputStream.FLG). */
export const isLz4OfKafka = (frame: Buffer): boolean => (frame[4]! & 0x23) === 0x20;

/** The frame without what is behind it. The decoder allocates as it goes, so how much it holds is known before. */
function measured(bytes: Buffer, maxBytes: number): Buffer {
  try {
    // The exact count takes a third of the time of decoding.
    let { contents, end } = extent(bytes, mostInBlock);
    if (contents > maxBytes) contents = extent(bytes, inBlock).contents;
    if (contents > maxBytes) throw new ContentsTooLarge(maxBytes);
    return bytes.subarray(0, end);
  } catch (error) {
    throw error instanceof RangeError ? new ProtocolError('the frame is cut off') : error;
  }
}

type BlockSize = (frame: Buffer, start: number, end: number) => number;

/** How much a frame holds, by what its compressed blocks hold, and where it ends. */
function extent(frame: Buffer, inCompressed: BlockSize): { contents: number; end: number } {
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
  return { contents, end: at + 4 + (flags & 0x04 ? 4 : 0) };
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
