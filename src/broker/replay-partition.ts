/** Reads a partition of an internal topic from its start, for the coordinator that takes up its state from it. */
import { ProtocolError } from '../protocol/error.ts';
import { lastOffset, wholeBatches } from '../protocol/records/batch.ts';
import type { Partition } from './replication/partition.ts';

const READ_BYTES = 1024 * 1024;

/** Slices of whole batches, in the order of the log. ProtocolError when it cannot be read. */
export function* replay({ log }: Partition): Generator<Buffer, void, void> {
  if (log.offline !== undefined) throw new ProtocolError(log.offline.message);
  for (let offset = log.logStartOffset; offset < log.logEndOffset; ) {
    const { records } = log.read(offset, { maxBytes: READ_BYTES, minOneBatch: true, upTo: log.logEndOffset });
    if (records.length === 0) return;
    for (const slice of records) {
      yield slice;
      for (const at of wholeBatches(slice)) offset = lastOffset(slice, at) + 1;
    }
  }
}
