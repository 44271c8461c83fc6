/** Keys of requests that wait for something (Kafka: DelayedOperationPurgatory.java). */
import { harmless, int, key } from './declare.ts';

const exact = harmless('a request that is done is forgotten everywhere at once');

export const purgatoryKeys = [
  key('fetch.purgatory.purge.interval.requests', int(1000), 'Done fetches after which they are purged.', exact),
  key('producer.purgatory.purge.interval.requests', int(1000), 'Done produce requests, likewise.', exact),
  key('delete.records.purgatory.purge.interval.requests', int(1), 'Done DeleteRecords, likewise.', exact),
  key('share.fetch.purgatory.purge.interval.requests', int(1000), 'Done share fetches, likewise.', exact),
] as const;
