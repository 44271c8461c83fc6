/**
 * The end of a transaction is a marker, which takes an offset and is no record. Consumers that commit the offset behind the last record that
 * they have processed (Spring without fixTxOffsets, loops of one's own) never commit past it: one offset of lag that stays, with nothing to read.
 */
import type { TopicSample } from '../evidence/topic-facts.ts';
import type { Position } from './reading.ts';

export const MARKER = 1;

/** Whether the topic may hold markers: all do of which nothing else is known. */
export const mayHoldMarkers = (sample: TopicSample | undefined): boolean =>
  sample === undefined || sample.records.length === 0 || sample.records.some(({ transactional }) => transactional);

/** Whether the only offset to go may be a marker. */
export const mayBeMarker = (
  { partition, committed, lag }: Pick<Position, 'partition' | 'committed' | 'lag'>,
  sample: TopicSample | undefined,
): boolean =>
  lag === MARKER &&
  mayHoldMarkers(sample) &&
  !sample?.records.some(record => record.partition === partition && record.offset >= committed!);
