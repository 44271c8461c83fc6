/** What may be known of a record without what it holds: when, how large, how compressed, its key as a hash, the names of its headers. */

import type { FetchedBatches } from '../../../kafka/fetch.ts';
import { murmur2 } from '../../../lib/murmur2.ts';
import {
  attributes,
  isControl,
  isLogAppendTime,
  isTransactional,
  lastOffset,
  magic,
  wholeBatchEnd,
} from '../../../protocol/records/batch.ts';
import { RecordCursor } from '../../../protocol/records/cursor.ts';
import type { SampledRecord } from '../topic-facts.ts';
import { marksOf } from './marks.ts';

/** The records of a fetched chunk, without the markers of transactions. */
export function* sampledRecords({
  partition,
  records,
  fromOffset,
  nextOffset,
}: FetchedBatches): Iterable<SampledRecord> {
  const cursor = new RecordCursor();
  for (let at = 0, end: number; (end = wholeBatchEnd(records, at)) !== -1; at = end) {
    const flags = attributes(records, at);
    if (lastOffset(records, at) < fromOffset || (magic(records, at) === 2 && isControl(flags))) continue;
    cursor.open(records, at);
    while (cursor.next()) {
      if (cursor.offset < fromOffset || cursor.offset >= nextOffset) continue;
      const headers = cursor.headers();
      yield {
        partition,
        offset: cursor.offset,
        timestampMs: cursor.timestamp,
        timestampType: isLogAppendTime(flags) ? 'LogAppendTime' : 'CreateTime',
        codec: cursor.codec,
        sizeBytes: lengthOf(cursor.keyStart, cursor.keyEnd) + lengthOf(cursor.valueStart, cursor.valueEnd),
        keyHash: cursor.keyStart < 0 ? null : murmur2(cursor.data, cursor.keyStart, cursor.keyEnd) & 0x7fffffff,
        transactional: isTransactional(flags) && magic(records, at) === 2,
        headers: headers.map(({ key }) => key),
        marks: marksOf(headers),
      };
    }
  }
}

const lengthOf = (start: number, end: number): number => (start < 0 ? 0 : end - start);
