/** The records of a received batch, out of their compression, for one look. */
import { ContentsTooLarge, ProtocolError } from '../../protocol/error.ts';
import { attributes, BATCH_HEADER_BYTES, codecOf } from '../../protocol/records/batch.ts';
import { codecNumbered, lookInto, MAX_CONTENTS_BYTES } from '../../protocol/records/compression.ts';
import { isLz4OfKafka } from '../../protocol/records/lz4.ts';
import { LogError } from './log-error.ts';

/**
 * What `look` makes of the records, which fill `data` from `start` on. LogError when they do not decompress, or are more than
 * `maxBytes`.
 */
export function openRecords<T>(
  batch: Buffer,
  look: (data: Buffer, start: number) => T,
  maxBytes = MAX_CONTENTS_BYTES,
): T {
  const number = codecOf(attributes(batch));
  if (number === 0) return look(batch, BATCH_HEADER_BYTES);
  const codec = codecNumbered(number);
  const compressed = batch.subarray(BATCH_HEADER_BYTES);
  if (codec === 'lz4' && !isLz4OfKafka(compressed))
    throw unreadable('lz4: blocks that depend on others, or a dictionary');
  let isOpen = false;
  try {
    return lookInto(codec, compressed, maxBytes, contents => {
      isOpen = true;
      return look(contents, 0);
    });
  } catch (error) {
    if (isOpen || !(error instanceof ProtocolError)) throw error;
    // Kafka would stream through them. Producers send a batch that is too large again, in smaller ones.
    if (error instanceof ContentsTooLarge) throw new LogError('MESSAGE_TOO_LARGE', error.message, { cause: error });
    throw unreadable(error.message, error);
  }
}

/** For Kafka an I/O error like any other. */
const unreadable = (reason: string, cause?: Error): LogError =>
  new LogError('UNKNOWN_SERVER_ERROR', `The records do not decompress: ${reason}`, { cause });
