/** Writes a batch anew under the codec that the topic asks for (compression.type other than 'producer'). */
import { attributes, baseSequence, isTransactional, producerEpoch, producerId } from '../../protocol/records/batch.ts';
import { BatchBuilder } from '../../protocol/records/builder.ts';
import type { LogConfig } from './log-config.ts';
import { LogError } from './log-error.ts';
import { openRecords } from './open-records.ts';
import { RecordWalk } from './record-walk.ts';
import { storedCodec } from './stored-codec.ts';
import { checkSize } from './validate-batch.ts';

const NO_TIMESTAMP = -1;
const walk = new RecordWalk();

/** `batch`, which is valid; itself when it is of the right codec. LogError when it cannot be written, or grows too large. */
export function recompress(batch: Buffer, config: LogConfig): Buffer {
  const compression = storedCodec(batch, config);
  if (compression === undefined) return batch;
  const builder = new BatchBuilder({ compression, maxBytes: Number.POSITIVE_INFINITY });
  openRecords(batch, (data, start) => {
    for (walk.open(batch, data, start); walk.next(); ) {
      if (walk.timestamp < NO_TIMESTAMP) throw negative(walk.timestamp);
      builder.appendFrom(walk);
    }
  });
  const recompressed = builder.build({
    producerId: producerId(batch),
    producerEpoch: producerEpoch(batch),
    baseSequence: baseSequence(batch),
    transactional: isTransactional(attributes(batch)),
  });
  checkSize(recompressed.length, config);
  return recompressed;
}

/** MemoryRecordsBuilder does not write them, and Kafka has no error of its own for that. */
const negative = (timestampMs: number): LogError =>
  new LogError('UNKNOWN_SERVER_ERROR', `Records of time ${timestampMs} cannot be compressed anew`);
