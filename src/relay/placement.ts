/** Which target partition a record goes to. Keys go where Java's producer puts them, so a key stays in one partition. */
import { partitionForKey } from '../lib/murmur2.ts';

/** Where records without a key go: over all partitions, or all of a source partition to one (their order is kept). */
export type NullKey = 'spread' | 'by-source';

/** Records without a key that go to one partition before the next takes its turn: keeps batches large. */
const SPREAD_RUN = 512;

/** A function of key position and source partition; `keyStart` is −1 for a null key. */
export type Placement = (data: Buffer, keyStart: number, keyEnd: number, sourcePartition: number) => number;

export function placeByKey(partitions: number, nullKey: NullKey): Placement {
  let turn = 0;
  return (data, keyStart, keyEnd, sourcePartition) => {
    if (keyStart >= 0) return partitionForKey(data, keyStart, keyEnd, partitions);
    if (nullKey === 'by-source') return sourcePartition % partitions;
    return Math.floor(turn++ / SPREAD_RUN) % partitions;
  };
}
