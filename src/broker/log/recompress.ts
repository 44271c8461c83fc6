/** Writes a batch anew under the codec that the topic asks for (compression.type other than 'producer'). */
import {
  attributes,
  baseSequence,
  codecOf,
  isTransactional,
  producerEpoch,
  producerId,
} from '../../protocol/records/batch.ts';
import { BatchBuilder } from '../../protocol/records/builder.ts';
import { type Codec, codecs } from '../../protocol/records/compression.ts';
import { RecordCursor } from '../../protocol/records/cursor.ts';
import type { LogConfig } from './log-config.ts';

/** `batch` itself when it is of the right codec. ProtocolError when its records cannot be read. */
export function recompress(batch: Buffer, compressionType: LogConfig['compressionType']): Buffer {
  if (compressionType === 'producer') return batch;
  const target: Codec = compressionType === 'uncompressed' ? 'none' : compressionType;
  const flags = attributes(batch);
  if (codecs[codecOf(flags)] === target) return batch;
  const builder = new BatchBuilder({ compression: target, maxBytes: Number.POSITIVE_INFINITY });
  const cursor = new RecordCursor();
  for (cursor.open(batch); cursor.next(); ) builder.appendFrom(cursor);
  return builder.build({
    producerId: producerId(batch),
    producerEpoch: producerEpoch(batch),
    baseSequence: baseSequence(batch),
    transactional: isTransactional(flags),
  });
}
