/** What a read_committed consumer shows of a partition, fetch by fetch, as clients do it (Kafka: CompletedFetch.java). */
import type { PartitionLog } from '../../src/broker/log/partition-log.ts';
import {
  attributes,
  isControl,
  isTransactional,
  lastOffset,
  producerId,
  wholeBatches,
} from '../../src/protocol/records/batch.ts';
import { markerOf } from '../../src/protocol/records/control.ts';
import { RecordCursor } from '../../src/protocol/records/cursor.ts';

/** Values from `from` up to the last stable offset. */
export function committedValues(log: PartitionLog, from = log.logStartOffset, maxBytes = 500): string[] {
  const values: string[] = [];
  const upTo = log.lastStableOffset;
  for (let offset = from; offset < upTo; ) {
    const { records, nextOffset } = log.read(offset, { maxBytes, minOneBatch: true, upTo });
    if (records.length === 0) break;
    values.push(...shown(records[0]!, offset, log.abortedTransactions(offset, nextOffset)));
    offset = nextOffset;
  }
  return values;
}

interface Aborted {
  readonly producerId: number;
  readonly firstOffset: number;
}

function shown(bytes: Buffer, from: number, aborted: readonly Aborted[]): string[] {
  const cursor = new RecordCursor();
  const left = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const aborting = new Set<number>();
  const values: string[] = [];
  for (const at of wholeBatches(bytes)) {
    const flags = attributes(bytes, at);
    const producer = producerId(bytes, at);
    while (left.length > 0 && left[0]!.firstOffset <= lastOffset(bytes, at)) aborting.add(left.shift()!.producerId);
    if (isControl(flags)) {
      if (markerOf(bytes, at)?.type === 'abort') aborting.delete(producer);
      continue;
    }
    if (isTransactional(flags) && aborting.has(producer)) continue;
    for (cursor.open(bytes, at); cursor.next(); ) if (cursor.offset >= from) values.push(`${cursor.value()}`);
  }
  return values;
}
