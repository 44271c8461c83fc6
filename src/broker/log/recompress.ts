/** Writes a batch anew under the codec that the topic asks for (compression.type other than 'producer'). */
import { ProtocolError } from '../../protocol/error.ts';
import {
  attributes,
  baseSequence,
  codecOf,
  isControl,
  isTransactional,
  producerEpoch,
  producerId,
} from '../../protocol/records/batch.ts';
import { BatchBuilder } from '../../protocol/records/builder.ts';
import { type Codec, codecs } from '../../protocol/records/compression.ts';
import { RecordCursor } from '../../protocol/records/cursor.ts';
import type { LogConfig } from './log-config.ts';
import { LogError } from './log-error.ts';
import { checkSize } from './validate-batch.ts';

/** `batch` itself when it is of the right codec. LogError when its records cannot be read, or grow too large. */
export function recompress(batch: Buffer, config: LogConfig): Buffer {
  const target = targetCodec(config.compressionType);
  const flags = attributes(batch);
  if (target === undefined || codecs[codecOf(flags)] === target || isControl(flags)) return batch;
  const builder = new BatchBuilder({ compression: target, maxBytes: Number.POSITIVE_INFINITY });
  const cursor = new RecordCursor();
  try {
    for (cursor.open(batch); cursor.next(); ) builder.appendFrom(cursor);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new LogError('INVALID_RECORD', error.message, { cause: error });
  }
  const recompressed = builder.build({
    producerId: producerId(batch),
    producerEpoch: producerEpoch(batch),
    baseSequence: baseSequence(batch),
    transactional: isTransactional(flags),
  });
  checkSize(recompressed.length, config);
  return recompressed;
}

const targetCodec = (compressionType: LogConfig['compressionType']): Codec | undefined =>
  compressionType === 'producer' ? undefined : compressionType === 'uncompressed' ? 'none' : compressionType;
