/**
 * Control batches: the markers that end a transaction in a partition, one record each, which applications never see
 * (Kafka: ControlRecordType.java, EndTransactionMarker.java).
 */
import { BatchBuilder } from './builder.ts';
import { RecordCursor } from './cursor.ts';
import { readInt16, readInt32, writeInt16, writeInt32 } from './integers.ts';

const ABORT = 0;
const COMMIT = 1;

/** What the record of a control batch says; 'other' for the ones that concern brokers only. */
export function controlTypeOf(cursor: RecordCursor): 'abort' | 'commit' | 'other' {
  const key = cursor.key();
  if (key === null) return 'other';
  const type = readInt16(key, 2);
  return type === ABORT ? 'abort' : type === COMMIT ? 'commit' : 'other';
}

export interface Marker {
  readonly type: 'abort' | 'commit';
  readonly coordinatorEpoch: number;
}

const marked = new RecordCursor();

/** What a control batch says of a transaction; undefined when it says something else, or nothing since it was compacted. */
export function markerOf(bytes: Buffer, at = 0): Marker | undefined {
  marked.open(bytes, at);
  const type = marked.next() ? controlTypeOf(marked) : 'other';
  const value = type === 'other' ? null : marked.value();
  return type === 'other' || value === null ? undefined : { type, coordinatorEpoch: readInt32(value, 2) };
}

/** The batch with which a transaction coordinator ends a producer's transaction. */
export function controlBatch(marker: {
  readonly type: 'abort' | 'commit';
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly timestampMs: number;
}): Buffer {
  const key = Buffer.alloc(4); // version 0, type
  writeInt16(key, 2, marker.type === 'abort' ? ABORT : COMMIT);
  const value = Buffer.alloc(6); // version 0, coordinator epoch
  writeInt32(value, 2, marker.coordinatorEpoch);
  const builder = new BatchBuilder();
  builder.append({ key, value, timestampMs: marker.timestampMs });
  const { producerId, producerEpoch } = marker;
  return builder.build({ producerId, producerEpoch, transactional: true, control: true });
}
