/** Reads a partition of `__consumer_offsets` back into its shard (Kafka's CoordinatorLoaderImpl). */
import { decodeRecord } from '../../../protocol/coordinator-records.ts';
import { attributes, isTransactional, producerId, wholeBatches } from '../../../protocol/records/batch.ts';
import { controlTypeOf } from '../../../protocol/records/control.ts';
import { RecordCursor } from '../../../protocol/records/cursor.ts';
import type { Shard } from './shard.ts';

/** `batches` are slices of whole batches in the order of the log. ProtocolError when something in them is damaged. */
export function loadShard(shard: Shard, batches: Iterable<Buffer>): void {
  const cursor = new RecordCursor();
  const unknownTypes = new Map<number, number>();
  for (const bytes of batches)
    for (const at of wholeBatches(bytes)) {
      cursor.open(bytes, at);
      if (cursor.control) {
        const type = cursor.next() ? controlTypeOf(cursor) : 'other';
        if (type !== 'other') shard.pending.end(producerId(bytes, at), type === 'commit', shard.offsets);
        continue;
      }
      const transaction = isTransactional(attributes(bytes, at)) ? producerId(bytes, at) : undefined;
      while (cursor.next()) {
        const key = cursor.key();
        if (key === null) continue;
        const record = decodeRecord(key, cursor.value());
        if (record.kind === 'other') unknownTypes.set(record.type, (unknownTypes.get(record.type) ?? 0) + 1);
        else shard.apply(record, cursor.offset, transaction);
      }
    }
  for (const [type, count] of unknownTypes)
    shard.log('warn', `__consumer_offsets-${shard.partition}: passed over ${count} records of unknown type ${type}`);
}
