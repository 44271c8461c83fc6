/** What a consumer with isolation.level=read_committed takes from a log: records without markers and aborted ones. */
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
import { type ReadRecord, recordsOf } from './partition-log.ts';

export function readCommitted(log: PartitionLog, maxBytes = 200): ReadRecord[] {
  const found: ReadRecord[] = [];
  const upTo = log.lastStableOffset;
  for (let offset = log.logStartOffset; offset < upTo; ) {
    const { records } = log.read(offset, { maxBytes, minOneBatch: true, upTo });
    if (records.length === 0) return found;
    const bytes = records[0]!;
    const batches = [...wholeBatches(bytes)];
    const end = lastOffset(bytes, batches.at(-1)!) + 1;
    const ahead = log.abortedTransactions(offset, end).sort((a, b) => a.firstOffset - b.firstOffset);
    const aborted = new Set<number>();
    for (const at of batches) {
      while (ahead[0] !== undefined && ahead[0].firstOffset <= lastOffset(bytes, at))
        aborted.add(ahead.shift()!.producerId);
      const flags = attributes(bytes, at);
      const id = producerId(bytes, at);
      if (isControl(flags)) {
        if (markerOf(bytes, at)?.type === 'abort') aborted.delete(id);
      } else if (!isTransactional(flags) || !aborted.has(id)) {
        const from = offset;
        found.push(
          ...recordsOf([bytes.subarray(at, at + 12 + bytes.readInt32BE(at + 8))]).filter(r => r.offset >= from),
        );
      }
    }
    offset = end;
  }
  return found;
}
