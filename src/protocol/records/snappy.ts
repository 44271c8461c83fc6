/**
 * Snappy as Kafka's clients write it: one raw block (librdkafka, Go, Rust), or the blocks of Java's SnappyOutputStream
 * ("xerial" framing: magic, two versions, then length-prefixed raw blocks). Java reads both, so raw is written.
 */
import { ContentsTooLarge, ProtocolError } from '../error.ts';
import { readInt32 } from './integers.ts';
import { type Lent, lend, transform } from './wasm-codecs.ts';

const XERIAL_MAGIC = Buffer.from('\x82SNAPPY\0', 'latin1');
const XERIAL_HEADER_BYTES = 16;
/** A copy element of three bytes yields at most 64. */
const MAX_RATIO = 22;

export const snappyCompress = (bytes: Buffer): Buffer => transform('snappy_compress', bytes);

export function snappyDecompress(bytes: Buffer, maxBytes: number): Buffer {
  return isFramed(bytes) ? unframed(bytes, maxBytes) : transform('snappy_decompress', checkedBlock(bytes, maxBytes));
}

/** As `snappyDecompress`, valid until something else is decompressed. */
export function snappyLend(bytes: Buffer, maxBytes: number): Lent {
  if (isFramed(bytes)) return { bytes: unframed(bytes, maxBytes), giveBack() {} };
  return lend('snappy_decompress', checkedBlock(bytes, maxBytes));
}

const isFramed = (bytes: Buffer): boolean => bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC);

function unframed(bytes: Buffer, maxBytes: number): Buffer {
  const blocks: Buffer[] = [];
  let room = maxBytes;
  for (let at = XERIAL_HEADER_BYTES; at < bytes.length; ) {
    const start = at + 4;
    const length = readInt32(bytes, at);
    if (length <= 0 || length > bytes.length - start) throw new ProtocolError(`block of ${length} bytes at ${at}`);
    const content = transform('snappy_decompress', checkedBlock(bytes.subarray(start, start + length), room));
    blocks.push(content);
    room -= content.length;
    at = start + length;
  }
  return Buffer.concat(blocks);
}

/** A raw block says first how much it holds; checked before anything is allocated for it. */
function checkedBlock(bytes: Buffer, maxBytes: number): Buffer {
  const length = contentLength(bytes);
  if (length > maxBytes) throw new ContentsTooLarge(maxBytes);
  if (length > bytes.length * MAX_RATIO) throw new ProtocolError(`${length} bytes cannot come of ${bytes.length}`);
  return bytes;
}

function contentLength(bytes: Buffer): number {
  let length = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[i];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return length;
  }
  throw new ProtocolError('no content length');
}
