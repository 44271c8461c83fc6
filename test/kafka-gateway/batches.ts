/** Record batches for tests, with the offsets of a log. */

import { setBaseOffset, wholeBatches } from '../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { controlBatch } from '../../src/protocol/records/control.ts';
import { RecordCursor } from '../../src/protocol/records/cursor.ts';

interface Transaction {
  readonly producerId: number;
  readonly transactional?: boolean;
}

/** One batch with a record for each value, from this offset on. */
export function batchAt(offset: number, values: readonly (string | Buffer)[], transaction?: Transaction): Buffer {
  const builder = new BatchBuilder();
  for (const value of values) builder.append({ key: null, value: Buffer.from(value), timestampMs: 1_000 });
  const { producerId = -1, transactional = transaction !== undefined } = transaction ?? {};
  return placed(builder.build({ producerId, producerEpoch: 0, baseSequence: 0, transactional }), offset);
}

export const markerAt = (offset: number, type: 'abort' | 'commit', producerId: number): Buffer =>
  placed(controlBatch({ type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestampMs: 1_000 }), offset);

export function placed(batch: Buffer, offset: number): Buffer {
  setBaseOffset(batch, 0, offset);
  return batch;
}

/** The values of all records whose offsets lie in a range. */
export function valuesIn(records: Buffer, from = 0, to = Number.POSITIVE_INFINITY): string[] {
  const cursor = new RecordCursor();
  const values: string[] = [];
  for (const at of wholeBatches(records)) {
    cursor.open(records, at);
    while (cursor.next()) if (cursor.offset >= from && cursor.offset < to) values.push(`${cursor.value()}`);
  }
  return values;
}
